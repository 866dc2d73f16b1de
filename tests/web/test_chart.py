"""A chart is drawn without style or script, says what it shows, and gives its figures in a table."""

import re
from html.parser import HTMLParser

from selfcontact.web import chart

LABELS = ["10 h", "11 h", "12 h"]
SERIES: chart.Series = {"Remis": [1200, 0, 3], "Échecs <b>": [None, 2, 1.5]}


class Page(HTMLParser):
    """Collects tags and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_a_chart_has_no_style_no_script_no_id_and_nothing_that_the_policy_refuses() -> None:
    for drawn in (chart.lines("Débit", LABELS, SERIES), chart.bars("Débit", LABELS, SERIES)):
        page = Page(drawn)
        assert not {"style", "script", "defs", "b"} & set(page.tags)
        names = {name for name, _ in page.attributes}
        assert not {"style", "id"} & names
        assert not [name for name in names if name.startswith(("on", "xlink"))]
        assert {"svg", "table", "details"} <= set(page.tags)


def test_a_chart_is_an_image_with_a_title_and_its_figures_are_in_a_table() -> None:
    drawn = chart.lines("Débit par heure", LABELS, SERIES, axis="Heure")
    page = Page(drawn)
    assert ("role", "img") in page.attributes
    assert ("aria-label", "Débit par heure") in page.attributes
    cells = re.findall(r"<td>([^<]*)</td>", drawn)
    assert cells == ["1\u202f200", "–", "0", "2", "3", "1,5"]
    assert re.findall(r'<th scope="row">([^<]*)</th>', drawn) == LABELS


def test_the_same_figures_give_the_same_bytes() -> None:
    assert chart.bars("T", LABELS, {"A": [1, 2, 3]}) == chart.bars("T", LABELS, {"A": [1, 2, 3]})


def test_without_a_figure_yet_a_sentence_stands_in_place_of_the_chart() -> None:
    assert "<svg" not in chart.lines("T", [], {"A": []})
    assert "Pas encore de chiffres" in chart.lines("T", [], {"A": []})
