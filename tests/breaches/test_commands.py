"""The register of breaches from a terminal."""

import json
from typing import Any

import pytest
from tests.breaches.world import House
from typer.testing import CliRunner

from selfcontact.cli.breaches import breach
from selfcontact.lib.errors import UserError


def run(*words: str) -> Any:
    done = CliRunner().invoke(breach, [*words, "--json"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout.splitlines()[-1])


SAID = ("--what", "Un poste volé.", "--consequences", "Hameçonnage.", "--measures", "Accès fermés.")
RECORD = ("record", *SAID, "--nature", "confidentiality", "--system", "workstation")


def test_a_breach_goes_from_its_record_to_its_end(house: House) -> None:
    house.owner()
    made = run(*RECORD)
    reference = made["reference"]
    assert made["missing"] == ["controllers", "authority", "decision"]
    authority = made["terms"][1]
    assert (authority["of"], authority["hours"], authority["zone"]) == ("authority", 72, "Europe/Paris")
    assert 72 <= authority["hours_left"] <= 73
    assert made["extents"][0]["mandate"] == house.mandate.reference
    assert made["extents"][0]["key_used"] is True
    told = run("tell", reference)
    assert told["notices"][0]["sent_at"] is None
    run("add", reference, "authority-not-told", "--text", "données chiffrées")
    run("add", reference, "people-not-told", "--text", "données chiffrées")
    run("measure", reference)
    assert run("show", reference)["missing"] == []
    assert run("close", reference, "--text", "clés hors du poste")["state"] == "closed"
    assert [one["state"] for one in run("list")] == ["closed"]


def test_a_controller_told_otherwise_is_written_down(house: House) -> None:
    reference = run(*RECORD)["reference"]
    with pytest.raises(UserError) as refused:
        run("tell", reference)
    assert refused.value.code == "breach_nobody"
    told = run("tell", reference, "--mandate", house.mandate.reference, "--otherwise", "recommandé")
    assert "controllers" not in told["missing"]
