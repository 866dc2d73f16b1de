"""The demo as anyone plays it: nothing leaves to those whose proof failed, and its notices can be read by anyone."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.transparency import template

from selfcontact.database.server import Server
from selfcontact.demo.auditing import stopped


@pytest.fixture(name="home", scope="module")
def _home() -> Iterator[Path]:
    """Give a directory that the account which runs PostgreSQL may enter."""
    home = Path(tempfile.mkdtemp(prefix="sct-", dir="/tmp"))
    home.chmod(0o755)
    yield home
    Server(home / "demo").stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(name="facts", scope="module")
def _facts(home: Path) -> dict[str, object]:
    """Play the demo as anyone would, on few rows, in a home of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    done = subprocess.run(
        [sys.executable, "-m", "selfcontact", "demo", "--rows", "600", "--json"],
        env=environment | {"SELFCONTACT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    played: dict[str, object] = json.loads(done.stdout)
    return played


def test_its_delivery_is_held_and_no_message_to_its_people_leaves(facts: dict[str, object]) -> None:
    audit = facts["audit"]
    assert isinstance(audit, dict)
    assert (audit["state"], audit["delivery_state"], audit["hold_reason"]) == ("failed", "held", "failed_audit")
    assert audit["provider_suspended"] is True
    assert audit["contacts"] == audit["messages_planned"] == audit["refused_by_pr_01"] > 100
    assert (audit["handed_over"], audit["texts_on_them"], audit["telephones_looked_at"]) == (0, 0, 20)
    assert audit["results"] == {"valid": 49, "invalid": 1}


def test_the_campaign_that_ran_meanwhile_closes_with_them_and_the_next_one_leaves_them_out(
    facts: dict[str, object],
) -> None:
    audit, campaigns = facts["audit"], facts["campaigns"]
    assert isinstance(audit, dict)
    assert isinstance(campaigns, dict)
    first, second = campaigns["premiere"], campaigns["seconde"]
    assert first["closes"]
    assert second["closes"]
    assert first["selected"] == second["selected"] + audit["contacts"]
    assert facts["proved"] is True


@pytest.mark.parametrize(
    ("changed", "value"),
    [
        ("handed_over", 1),
        ("texts_on_them", 1),
        ("delivery_state", "published"),
        ("provider_suspended", False),
        ("refused_by_pr_01", 99),
        ("contacts", 0),
    ],
)
def test_one_message_that_left_or_one_hold_that_is_missing_is_no_proof(
    facts: dict[str, object], changed: str, value: object
) -> None:
    audit = facts["audit"]
    assert isinstance(audit, dict)
    assert stopped(audit)
    assert not stopped({**audit, changed: value})


def _read(facts: dict[str, object]) -> list[bytes]:
    notices = facts["notices"]
    assert isinstance(notices, list)
    return [Path(one["file"]).read_bytes() for one in notices]


def test_each_campaign_of_the_demo_has_a_notice_whose_sixteen_lines_keep_to_the_template(
    facts: dict[str, object],
) -> None:
    given_out, campaigns = _read(facts), facts["campaigns"]
    assert isinstance(campaigns, dict)
    assert len(given_out) == len(campaigns)
    assert [template.faults(one) for one in given_out] == [[]] * len(campaigns)


def test_the_notice_shows_the_text_before_a_name_is_filled_in(facts: dict[str, object]) -> None:
    assert all("{prenom}" in json.loads(one)["ad"]["text"] for one in _read(facts))


@pytest.mark.parametrize("number", range(1, 17))
def test_the_template_objects_to_any_line_that_is_emptied(facts: dict[str, object], number: int) -> None:
    said = json.loads(_read(facts)[0])
    said["lines"][number - 1]["value"] = {"fr": [], "en": []}
    assert [fault.split()[0] for fault in template.faults(json.dumps(said).encode())] == [str(number)] * 2
