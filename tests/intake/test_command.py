"""The intake as an operator types it."""

import json
import os
import subprocess
import sys

import pytest
from tests.intake.world import People, Register

from selfcontact.intake import actions
from selfcontact.lib.actor import SYSTEM


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = "from selfcontact.cli.main import run; run()"
    environment = os.environ | {"SELFCONTACT_CLOCK_START": "2026-11-24T12:00:00+00:00"}
    return subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", program, "intake", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


def test_preview_shows_names_of_columns_and_no_value(register: Register, people: People) -> None:
    path = register.write(people.text([people.row()], people.header().replace("PRENOM", "EMAIL")))
    done = command("preview", str(path), "--synthetic", "--json")
    shown = json.loads(done.stdout)
    assert (shown["encoding"], shown["delimiter"], shown["dropped"]) == ("utf-8", ";", ["EMAIL"])
    assert shown["sample"] == {"lines": 1, "verdicts": {"accepted": 1}}
    assert "Durand" not in done.stdout + done.stderr


def test_load_ends_with_one_object_whose_counts_add_up(register: Register, people: People) -> None:
    path = register.write(people.text([*people.many(3), people.row(AGE="9")]))
    done = command("load", str(path), "--mandate", "M", "--agreement", "A", "--synthetic", "--confirm", "--json")
    report = json.loads(done.stdout)
    assert list(report)[:6] == ["lines", "accepted", "refused", "repaired", "seconds", "peak_rss_mb"]
    assert (report["lines"], report["accepted"], report["refused"]) == (4, 3, {"minor": 1})
    listed = command("report", report["delivery"], "--csv")
    assert listed.stdout == "line,code\n5,minor\n"


def test_a_detection_that_nobody_confirmed_loads_nothing(register: Register, people: People) -> None:
    path = register.write(people.text(people.many(3)))
    done = command("load", str(path), "--mandate", "M", "--agreement", "A", "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]) == (1, "not_confirmed")


@pytest.mark.parametrize("kept, code", [("fiction", None), ("autre", "unknown_mapping")])
def test_a_mapping_kept_for_a_provider_is_used_by_name(
    kept: str, code: str | None, register: Register, people: People
) -> None:
    columns = {"A": "phone", "B": "age", "C": "postcode", "D": "city", "E": "consent_date", "F": "form"}
    actions.save_mapping(actor=SYSTEM, provider=register.agreement.provider, name="fiction", columns=columns)
    path = register.write("A;B;C;D;E;F\n0639980001;40;35000;Rennes;2026-05-04;F1\n")
    options = ["--mandate", "M", "--agreement", "A", "--encoding", "utf-8", "--delimiter", ";", "--synthetic"]
    done = json.loads(command("load", str(path), *options, "--mapping", kept, "--json").stdout)
    assert (done.get("accepted"), done.get("error")) == ((1, None) if code is None else (None, code))
