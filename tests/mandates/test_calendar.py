"""The calendar as the command line shows it."""

import json

from typer.testing import CliRunner

from selfcontact.cli.mandates import mandate


def test_the_elections_that_a_mandate_may_name_are_listed_with_what_still_waits_for_a_decree() -> None:
    listed = {one["code"]: one for one in json.loads(CliRunner().invoke(mandate, ["elections", "--json"]).stdout)}
    assert listed["presidentielle-2027"] == {
        "code": "presidentielle-2027",
        "from": "2027-04-17",
        "to": "2027-05-02",
        "provisional": True,
    }
    assert listed["legislatives-2024"]["provisional"] is False
