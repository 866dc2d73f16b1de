"""Areas as a candidate asks for them."""

import polars as pl
import pytest

from selfcontact.geo import areas
from selfcontact.lib.errors import UserError


def test_the_whole_country_holds_every_territory() -> None:
    area = areas.parse(["FR"])
    assert {"35238", "2A004", "97411", "98818", "75056", "75112"} <= area.communes


def test_metropolitan_france_holds_corsica_and_no_territory_overseas() -> None:
    area = areas.parse(["metropole"])
    assert area.contains("2A004")
    assert not any(code.startswith(("97", "98")) for code in area.communes)


def test_a_department_and_a_region_hold_their_communes() -> None:
    assert areas.parse(["dep:35"]).contains("35238")
    assert not areas.parse(["dep:35"]).contains("22278")
    assert {"35238", "22278", "29019", "56260"} <= areas.parse(["reg:53"]).communes
    assert areas.parse(["dep:2a"]).contains("2A004")
    assert areas.parse(["dep:988"]).contains("98818")


def test_a_city_comes_with_its_arrondissements_and_not_the_other_way_round() -> None:
    assert {"75056", "75101", "75120"} <= areas.parse(["com:75056"]).communes
    assert areas.parse(["com:75112"]).communes == {"75112"}


def test_a_constituency_holds_only_what_lies_wholly_inside() -> None:
    area = areas.parse(["circo:75-01"])
    assert area.communes == {"75101", "75102", "75108"}
    assert not areas.parse(["circo:35-01"]).contains("35238")


def test_a_split_city_is_inside_when_all_its_constituencies_are_asked_for() -> None:
    paris = [f"circo:75-{number:02}" for number in range(1, 19)]
    assert areas.parse(paris).communes == areas.parse(["com:75056"]).communes
    assert not areas.parse(paris[1:]).contains("75056")


def test_items_add_up_and_are_kept_as_asked() -> None:
    area = areas.parse([" com:35238", "dep:29", "com:35238"])
    assert area.items == ("com:35238", "dep:29")
    assert area.contains("35238")
    assert area.contains("29019")


def test_a_column_is_tested_at_once() -> None:
    inside = areas.parse(["dep:35"]).inside(pl.Series(["35238", "29019", None]))
    assert inside.to_list() == [True, False, None]


@pytest.mark.parametrize(
    "item", ["", "dep:99", "reg:35", "com:35999", "circo:35-99", "circo:", "canton:3501", "35", "FR:35", "dep"]
)
def test_an_unknown_item_is_refused_with_examples(item: str) -> None:
    with pytest.raises(UserError) as caught:
        areas.parse(["dep:35", item])
    assert caught.value.code == "area_unknown"
    assert caught.value.hint == areas.EXAMPLES


def test_a_former_commune_is_refused_and_the_present_one_named() -> None:
    with pytest.raises(UserError) as caught:
        areas.parse(["com:01205"])
    assert caught.value.hint == "com:01033"


def test_an_empty_area_is_refused() -> None:
    with pytest.raises(UserError):
        areas.parse([])
