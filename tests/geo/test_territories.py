"""Territories, their clocks and their country codes."""

from zoneinfo import ZoneInfo

import pytest

from selfcontact.geo import territories
from selfcontact.geo.tables import table
from selfcontact.lib.errors import UserError


@pytest.mark.parametrize(
    ("commune", "territory", "zone"),
    [
        ("35238", "metropole", "Europe/Paris"),
        ("2A004", "metropole", "Europe/Paris"),
        ("75112", "metropole", "Europe/Paris"),
        ("97105", "971", "America/Guadeloupe"),
        ("97209", "972", "America/Martinique"),
        ("97302", "973", "America/Cayenne"),
        ("97411", "974", "Indian/Reunion"),
        ("97502", "975", "America/Miquelon"),
        ("97611", "976", "Indian/Mayotte"),
        ("97701", "977", "America/St_Barthelemy"),
        ("97801", "978", "America/Marigot"),
        ("98613", "986", "Pacific/Wallis"),
        ("98735", "987", "Pacific/Tahiti"),
        ("98731", "987", "Pacific/Marquesas"),
        ("98719", "987", "Pacific/Gambier"),
        ("98818", "988", "Pacific/Noumea"),
    ],
)
def test_a_commune_has_its_territory_and_its_clock(commune: str, territory: str, zone: str) -> None:
    assert territories.territory(commune) == territory
    assert territories.zone_of(commune) == zone
    assert zone in territories.zones(territory)


def test_every_commune_has_a_zone_that_the_clock_knows() -> None:
    zones = {territories.zone_of(code) for code in table("communes")["code"]}
    assert zones == {zone for territory in territories.ZONES for zone in territories.zones(territory)}
    assert all(ZoneInfo(zone) for zone in zones)


def test_a_country_code_may_serve_several_territories() -> None:
    assert territories.of_dial(0) == ("metropole",)
    assert territories.of_dial(590) == ("971", "977", "978")
    assert territories.of_dial(262) == ("974", "976")


def test_every_territory_has_a_country_code() -> None:
    reached = {territory for dial in territories.DIALS for territory in territories.of_dial(dial)}
    assert reached == set(territories.ZONES)


def test_an_unknown_territory_is_refused() -> None:
    with pytest.raises(UserError):
        territories.zones("999")
