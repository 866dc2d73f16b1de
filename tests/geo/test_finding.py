"""Finding an area by what one types."""

import pytest

from selfcontact.geo import areas, finding


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("rennes", "com:35238"),
        ("Ille et vilaine", "dep:35"),
        ("35", "dep:35"),
        ("bretagne", "reg:53"),
        ("réunion", "dep:974"),
        ("la réunion", "dep:974"),
        ("saint-étienne", "com:42218"),
        ("st etienne", "com:42218"),
        ("35238", "com:35238"),
        ("com:35238", "com:35238"),
        ("france", "FR"),
        ("2a", "dep:2A"),
        ("paris", "dep:75"),
    ],
)
def test_the_best_answer_comes_first(typed: str, first: str) -> None:
    assert finding.search(typed)[0].item in {first, first.replace("dep:974", "reg:04")}


@pytest.mark.parametrize("typed", ["", "  ", "zzzzzz", "%", "--"])
def test_nothing_answers_to_nothing(typed: str) -> None:
    assert finding.search(typed) == ()


def test_every_answer_is_an_area() -> None:
    for found in finding.search("saint", limit=50) + finding.search("e", limit=50):
        assert areas.parse([found.item]).communes


def test_inside_an_area_only_its_communes_answer() -> None:
    inside = areas.parse(["dep:35"]).communes
    found = finding.search("saint", inside=inside, limit=500)
    assert found
    assert {one.item.removeprefix("com:") for one in found} <= inside


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("com:35238", "Rennes (35, commune)"),
        ("dep:35", "Ille-et-Vilaine (35, département)"),
        ("fr", "France entière"),
        ("circo:35-01", "1ʳᵉ circonscription (35)"),
        ("circo:35-02", "2ᵉ circonscription (35)"),
        ("com:00000", "com:00000"),
    ],
)
def test_an_item_is_said_by_its_name(item: str, said: str) -> None:
    assert finding.name(item) == said
