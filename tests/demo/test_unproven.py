"""The rehearsal's second provider fails its audit: what left to its people is counted, and none has."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

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
