"""The register from a terminal: JSON for programs, the person asked for and never shown."""

import json
from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from selfcontact.cli.requests import request as app
from selfcontact.lib.clock import SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.requests import contents
from selfcontact.requests.models import Request

PERSON = "06 39 98 00 01\nZoé Lefèvre\n1 rue de la Paix\nD’où vient mon numéro ?\n"


def run(*words: str, given: str = "") -> Any:
    done = CliRunner().invoke(app, [*words, "--json"], input=given)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout.splitlines()[-1])


def opened(*kinds: str) -> str:
    received = (SystemClock().now() - timedelta(days=1)).isoformat()
    words = [word for kind in kinds for word in ("--kind", kind)]
    return str(run("open", *words, "--door", "post", "--received", received, given=PERSON)["reference"])


def test_an_objection_goes_from_reception_to_its_end(database: str) -> None:
    reference = opened("objection")
    run("acknowledge", reference)
    run("verify", reference, "--rung", "0")
    assert run("decide", reference)["state"] == "granted"
    done = run("execute", reference)
    assert (done["erased"], done["restricted"], done["corrected"], done["held"]) == (0, 0, 0, 0)
    run("deliver", reference, "--means", "post")
    assert run("close", reference)["state"] == "closed"
    assert run("list", "--open") == []
    (line,) = run("list")
    assert line["reference"] == reference


def test_the_person_is_sealed_and_no_answer_repeats_them(database: str) -> None:
    done = CliRunner().invoke(app, ["open", "--kind", "access", "--door", "telephone", "--json"], input=PERSON)
    made = Request.objects.get()
    person = contents.unseal(made)
    assert person is not None
    assert person.number == 33639980001
    shown = CliRunner().invoke(app, ["show", made.reference]).stdout + done.stdout.splitlines()[-1]
    assert all(value not in shown for value in ("Lefèvre", "39 98", "39980001", "rue de la Paix"))


def test_whoever_proposes_at_this_terminal_does_not_confirm_there(database: str) -> None:
    reference = opened("access")
    run("verify", reference, "--rung", "2")
    assert run("decide", reference)["state"] == "in-review"
    with pytest.raises(UserError) as refusal:
        run("confirm", reference)
    assert (refusal.value.code, "Somebody else" in refusal.value.en) == ("second_person", True)


def test_the_clock_is_shown_with_its_computation(database: str) -> None:
    reference = opened("erasure", "access")
    run("ask", reference, "--reason", "numéro inconnu")
    run("answered", reference, "--never")
    run("extend", reference, "--reason", "plusieurs mandats")
    said = run("show", reference)
    causes = [computed["cause"] for computed in said["clock"]]
    assert causes == ["reception", "pause", "extension"]
    assert said["kinds"] == ["access", "erasure"]


def test_an_unknown_reference_is_refused_in_both_languages(database: str) -> None:
    with pytest.raises(UserError) as refusal:
        run("show", "d-0000000000")
    assert refusal.value.code == "unknown_request"
    assert "demande" in refusal.value.fr


def test_what_is_no_number_is_refused_without_being_repeated(database: str) -> None:
    with pytest.raises(UserError) as refusal:
        run("open", "--kind", "access", "--door", "post", given="0639\n\nx\n\n")
    assert "0639" not in refusal.value.fr + refusal.value.en
    assert not Request.objects.exists()
