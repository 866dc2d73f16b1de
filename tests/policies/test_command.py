"""The command line of the policy."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.policies.world import FIRST, NOW, SECOND, publish
from typer.testing import CliRunner

from selfcontact.cli.policies import policy
from selfcontact.lib.errors import UserError
from selfcontact.policies.models import Version

runner = CliRunner()
Say = Callable[..., Any]


@pytest.fixture
def say(database: str, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Run a command on the day of the tests, and return what it says."""
    monkeypatch.setattr(settings, "CLOCK_START", NOW)
    monkeypatch.setattr(settings, "CLOCK_ANCHOR", None)

    def run(*words: str) -> Any:
        answer = runner.invoke(policy, [*words, "--json"], catch_exceptions=False)
        assert answer.exit_code == 0, answer.output
        return json.loads(answer.output)

    return run


def test_the_text_of_the_house_is_published_by_one_word(say: Say) -> None:
    made = say("publish", "--default", "--in-force", "2026-12-01")
    assert (made["version"], made["in_force"], made["in_force_on"]) == (1, True, "2026-12-01")
    shown = say("show")
    assert shown["french"].startswith("# POLITIQUE DE CONFIDENTIALITE DE SELFCONTACT")
    assert shown["english"].startswith("# SELFCONTACT PRIVACY POLICY")


def test_a_file_is_published_with_its_translation_and_the_versions_are_listed(say: Say, tmp_path: Path) -> None:
    french, english = tmp_path / "fr.md", tmp_path / "en.md"
    french.write_text(SECOND, encoding="utf-8")
    english.write_text("# Policy\n\nSix months.\n", encoding="utf-8")
    publish()
    words = (
        "--in-force",
        "2027-04-01",
        "--note",
        "Six mois.",
        "--english",
        str(english),
        "--english-note",
        "Six months.",
    )
    assert say("publish", str(french), *words)["english_sha256"]
    assert [(one["version"], one["in_force"]) for one in say("list")] == [(1, True), (2, False)]
    assert Version.objects.get(number=2).english_note == "Six months."


def test_what_changed_is_told_piece_by_piece(say: Say) -> None:
    publish()
    publish(SECOND)
    told = say("diff", "1", "2")
    assert (told["added"], told["removed"], told["changed"]) == (1, 0, 1)
    assert told["changes"][0]["text"] == "Nous gardons vos données [-un an.-] [+six mois.+]"
    plain = runner.invoke(policy, ["diff", "1", "2"]).output
    assert "[+rectification+]" in plain
    assert "Aucune différence." in runner.invoke(policy, ["diff", "2", "2"]).output


@pytest.mark.parametrize("words", [("show",), ("show", "7"), ("diff", "1", "7")])
def test_a_version_that_was_never_published_is_not_shown(say: Say, words: tuple[str, ...]) -> None:
    with pytest.raises(UserError) as refused:
        say(*words)
    assert refused.value.code == "unknown_policy"


def test_a_file_that_is_not_a_text_is_refused(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(FIRST.encode("utf-16"))
    with pytest.raises(UserError) as refused:
        say("publish", str(path), "--note", "n")
    assert refused.value.code == "file_unreadable"


def test_either_a_file_or_the_text_of_the_house_is_asked_for(say: Say) -> None:
    for words in (["publish"], ["publish", "x.md", "--default"]):
        assert runner.invoke(policy, words).exit_code == 2
