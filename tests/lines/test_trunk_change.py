"""A trunk that changes: what was not told stays, what would trust too much is refused, and calls follow at once."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.lines.test_answering import answering, published
from tests.lines.test_ways_in import NATIONAL, code_of
from tests.lines.world import NOON, NUMBER, STAFF, Studio
from tests.web.house import eventually
from typer.testing import CliRunner

from selfcontact.cli.trunks import trunk as command
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.tags import Action
from selfcontact.lib.errors import UserError
from selfcontact.lines import trunks
from selfcontact.lines.answering import ways_in
from selfcontact.lines.models import Trunk
from selfcontact.voice.trunk import Format


def change(trunk: Trunk, password: str = "", **changes: Any) -> None:
    """Change a part of a trunk."""
    trunks.change_trunk(actor=STAFF, trunk=trunk, way=replace(trunks.way_of(trunk), **changes), password=password)


def run(*words: str) -> dict[str, Any]:
    """Run the command, which works."""
    done = CliRunner().invoke(command, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def test_a_process_reads_calls_in_the_new_way_without_being_started_anew(
    database: str, studio: Studio, tmp_path: Path
) -> None:
    published(studio)
    with answering(database, tmp_path) as voice:
        assert code_of(voice, str(NUMBER), 200)
        change(studio.trunk, formats=[Format.NATIONAL])
        eventually(lambda: code_of(voice, str(NUMBER), 404))
        assert code_of(voice, NATIONAL, 200)


def test_what_is_not_told_stays(studio: Studio) -> None:
    change(studio.trunk, password="secret", username="line", realm="voice.example", called_in="to", country="596")
    before = trunks.way_of(studio.trunk)
    told = run("change", "loop", "--format", "national", "--format", "plus")
    assert told["formats"] == ["national", "plus"]
    found = Trunk.objects.get()
    assert trunks.way_of(found) == replace(before, formats=["national", "plus"])
    assert trunks.password(found) == "secret"
    assert found.enabled


def test_an_empty_option_takes_away_what_there_was(studio: Studio) -> None:
    change(studio.trunk, password="secret", username="line", formats=["plus"], media=["127.0.0.1/32"])
    told = run("change", "loop", "--format", "", "--media", "", "--username", "")
    assert (told["formats"], told["username"]) == (["plus", "zero-zero", "bare", "national"], None)
    found = Trunk.objects.get()
    assert (found.media, found.password_sealed) == ([], None)


def test_a_new_password_takes_the_place_of_the_old_one_and_of_it_alone(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(studio.trunk, password="old secret", username="line")
    monkeypatch.setenv("SELFCONTACT_TRUNK_PASSWORD", "new secret")
    run("change", "loop", "--country", "262")
    assert trunks.password(Trunk.objects.get()) == "old secret"
    run("change", "loop", "--new-password")
    found = Trunk.objects.get()
    assert (trunks.password(found), found.username, found.country) == ("new secret", "line", "262")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"networks": []}, "trunk_networks"),
        ({"networks": ["0.0.0.0/0"]}, "trunk_networks"),
        ({"media": ["10.0.0.0/8"]}, "trunk_networks"),
        # It came from this machine only, and still does.
        ({"networks": ["192.0.2.0/24"]}, "trunk_simulated"),
        ({"networks": ["192.0.2.0/24"], "simulated": False}, "trunk_simulated"),
        ({"username": "line"}, "trunk_account"),
        ({"called_in": "from"}, "trunk_account"),
        ({"formats": ["plus", "plus"]}, "trunk_formats"),
        ({"country": "999"}, "trunk_country"),
        ({"country": "39", "formats": ["plus", "national"]}, "trunk_country"),
    ],
)
def test_what_would_trust_too_much_or_be_read_wrongly_is_refused_and_nothing_changes(
    studio: Studio, changes: dict[str, Any], code: str
) -> None:
    before = trunks.way_of(Trunk.objects.get())
    with pytest.raises(UserError) as refused:
        change(studio.trunk, **changes)
    assert refused.value.code == code
    assert trunks.way_of(Trunk.objects.get()) == before
    assert read(Question(action=Action.TRUNK_CHANGED)).lines == ()


@pytest.mark.parametrize(
    ("country", "formats"),
    [("33", ["national", "short"]), ("596", ["national"]), ("32", ["national"]), ("34", ["short"]), ("1", ["plus"])],
)
def test_a_country_is_taken_with_the_ways_in_which_its_numbers_are_written(
    studio: Studio, country: str, formats: list[str]
) -> None:
    change(studio.trunk, country=country, formats=formats)
    (way,) = ways_in.read(NOON.date())
    assert (way.country, [str(one) for one in way.formats]) == (country, formats)


@pytest.mark.parametrize("country", ["34", "39", "1"])
def test_a_national_writing_that_the_country_does_not_have_is_named_in_the_refusal(
    studio: Studio, country: str
) -> None:
    with pytest.raises(UserError) as refused:
        change(studio.trunk, country=country, formats=["national"])
    assert f"country code {country} is written “national”, like 0123456789" in refused.value.text("en")


def test_whoever_closes_a_trunk_while_it_is_changed_is_not_undone(studio: Studio) -> None:
    stale = Trunk.objects.get()
    trunks.disable_trunk(actor=STAFF, trunk=studio.trunk, grounds="test")
    change(stale, formats=["plus"])
    assert not Trunk.objects.get().enabled


def test_the_ledger_says_what_a_trunk_has_become_and_neither_account_nor_password(studio: Studio) -> None:
    change(studio.trunk, password="pass phrase", username="secret-account", formats=["plus"])
    (line,) = read(Question(action=Action.TRUNK_CHANGED)).lines
    assert line.details == {
        "networks": ["127.0.0.1/32"],
        "media": [],
        "account": True,
        "called_in": "uri",
        "formats": ["plus"],
        "country": "33",
        "password_changed": True,
    }
