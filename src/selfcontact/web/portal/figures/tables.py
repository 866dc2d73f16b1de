"""Puts published cells in the order in which a page shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from selfcontact.figures.models import CampaignSheet, Cell, Release
from selfcontact.web import chart
from selfcontact.web.templatetags.portal import ages, place_in_words


@dataclass(frozen=True, kw_only=True)
class Block:
    """One published table, drawn, with the rules that it passed."""

    drawing: SafeString
    release: Release


def blocks(campaign: CampaignSheet) -> list[Block]:
    """Return the tables of a campaign as they were last published, volumes first."""
    releases = campaign.releases.prefetch_related("cells").order_by("pk")
    last: dict[tuple[str, str], tuple[Release, list[Cell]]] = {}
    for release in releases:
        cells: dict[tuple[str, str], list[Cell]] = {}
        for cell in sorted(release.cells.all(), key=lambda one: one.pk):
            cells.setdefault((cell.measure, cell.table), []).append(cell)
        last |= {key: (release, found) for key, found in cells.items()}
    tables = [(key, *found) for key, found in last.items() if key[1] != "total"]
    drawn = [Block(drawing=_drawn(*key, found), release=release) for key, release, found in tables]
    return [*drawn, *_over_time(releases)]


def _drawn(measure: str, table: str, cells: Sequence[Cell]) -> SafeString:
    words = {"area": _("par lieu"), "age": _("par âge"), "day": _("par jour"), "cross": _("par lieu et par âge")}
    title = f"{_title(measure)} {words[table]}"
    if table != "cross":
        return chart.bars(title, [_label(table, one) for one in cells], {_title(measure): [one.value for one in cells]})
    places = list(dict.fromkeys(_label("area", one) for one in cells))
    bands = list(dict.fromkeys(_label("age", one) for one in cells))
    values = {(_label("area", one), _label("age", one)): one.value for one in cells}
    return chart.bars(title, places, {band: [values.get((place, band)) for place in places] for band in bands})


def _label(table: str, cell: Cell) -> str:
    if table == "age":
        return ages(cell.age_from, cell.age_to)
    if table == "day" and cell.day_from and cell.day_to:
        first, last = f"{cell.day_from:%d/%m}", f"{cell.day_to:%d/%m}"
        return first if first == last else f"{first} – {last}"
    return place_in_words(cell.place_kind, cell.place, cell.communes)


def _title(measure: str) -> str:
    return {
        "selected": _("Personnes choisies"),
        "delivered": _("Messages reçus"),
        "handed_over": _("Messages remis à l’opérateur"),
        "stop": _("Réponses STOP"),
    }[measure]


def _over_time(releases: Iterable[Release]) -> list[Block]:
    """Return the daily totals of STOP, as far as they were published."""
    every = [(release, cell) for release in releases for cell in release.cells.all()]
    found = [(release, cell) for release, cell in every if (cell.measure, cell.table) == ("stop", "total")]
    if not found:
        return []
    days = [f"{release.at:%d/%m}" for release, _cell in found]
    title = _("Réponses STOP, relevé quotidien")
    drawing = chart.lines(title, days, {_title("stop"): [cell.value for _release, cell in found]})
    return [Block(drawing=drawing, release=found[-1][0])]
