"""What the logs let through, and what they never do."""

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.lib import logs
from selfcontact.lib.errors import UserError
from selfcontact.lib.masking import holds_person, mask_text, mask_value
from selfcontact.lib.personal import MASK, Personal

NATIONAL = "0639980001"
SIGNS = st.text(alphabet=" .-_/,;:()+*'|\t\u00a0\u202f\u2009\u2011\u2013\u200b\u2060\ufeff\u00ad", max_size=4)


class Line:
    """The stream that the handler writes to, read back as objects."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def only(self) -> dict[str, Any]:
        """Return the single line written."""
        (line,) = self.stream.getvalue().splitlines()
        parsed: dict[str, Any] = json.loads(line)
        return parsed


@pytest.fixture
def written() -> Iterator[Line]:
    """Yield what is written while the root logger holds our handler alone."""
    line = Line()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.configure()
    handler = logging.StreamHandler(line.stream)
    handler.setFormatter(logs.formatter())
    root.handlers[:] = [handler]
    yield line
    root.handlers[:], root.level = before, level


@given(prefix=st.sampled_from(["0", "+33", "0033", "33", "33(0)", ""]), signs=st.lists(SIGNS, min_size=9, max_size=9))
def test_no_spelling_of_a_number_passes(prefix: str, signs: list[str]) -> None:
    digits = NATIONAL[1:]
    spelling = prefix + "".join(digit + sign for digit, sign in zip(digits, signs, strict=True))
    masked = mask_text(f"call {spelling} now")
    assert MASK in masked
    assert not any(character.isdigit() for character in masked)


@given(
    st.sampled_from(
        ["٠٦٣٩٩٨٠٠٠١", "０６３９９８０００１", "06%2039%2098%2000%2001", "tel:+33-639-98-00-01", "x0639980001y"]
    )
)
def test_other_scripts_and_encodings_are_masked(spelling: str) -> None:
    assert sum(character.isdigit() for character in mask_text(spelling)) <= 2


@pytest.mark.parametrize(
    "text",
    [
        "123e4567-e89b-12d3-a456-426614174000",
        "2026-11-24T04:06:23.123456+00:00",
        "Listening at: http://127.0.0.1:8000 (4242)",
        "a" * 24 + "1234567890",
        "35238 and 2000000 rows",
    ],
)
def test_what_is_no_number_stays_readable(text: str) -> None:
    assert mask_text(text) == text


def test_a_number_as_an_integer_is_masked_and_a_count_is_not() -> None:
    assert mask_value("n", 33639980001) == MASK
    assert mask_value("n", 33639980001.0) == MASK
    assert mask_value("accepted", 2_000_000) == 2_000_000
    assert mask_value("wal_bytes", 12_345_678_901) == 12_345_678_901


@pytest.mark.parametrize(
    "key", ["surname", "firstName", "Prénom", "nom", "adresse_postale", "phone", "contact_phone", "text", "PHONE"]
)
def test_a_key_named_after_a_field_of_a_person_is_recognised(key: str) -> None:
    assert holds_person(key)


@pytest.mark.parametrize("key", ["text_hash", "phone_code", "campaign", "nominal", "event", "context"])
def test_a_key_that_is_about_something_else_is_kept(key: str) -> None:
    assert not holds_person(key)


def test_a_line_carries_no_personal_field(written: Line) -> None:
    structlog.get_logger("selfcontact.intake").info(
        "loaded",
        surname="Exemple",
        prenom=["Camille"],
        who=Personal("Exemple"),
        nested={"address": "1 rue Neuve", "refused": {"phone_invalid": 3}},
        raw=b"0639980001",
        delivery=UUID(int=7),
        at=datetime(2026, 11, 24, tzinfo=UTC),
    )
    line = written.only()
    assert not {"surname", "prenom"} & set(line)
    assert line["who"] == MASK
    assert line["nested"] == {"refused": {"phone_invalid": 3}}
    assert line["raw"] == "‹bytes›"
    assert line["delivery"] == str(UUID(int=7))
    assert line["event"] == "loaded"
    assert line["level"] == "info"


def test_a_number_used_as_a_key_is_masked(written: Line) -> None:
    structlog.get_logger("x").warning("counted", seen={NATIONAL: 2})
    assert written.only()["seen"] == {MASK: 2}


def test_standard_logging_goes_the_same_way(written: Line) -> None:
    logging.getLogger("django.request").warning("Not Found: /answer/%s by %s", NATIONAL, Personal("Exemple"))
    assert written.only()["event"] == f"Not Found: /answer/{MASK} by {MASK}"


def test_an_exception_shows_neither_locals_nor_what_it_quotes(written: Line) -> None:
    surname = "Exemple"
    try:
        int(surname)
    except ValueError:
        logging.getLogger("selfcontact").exception("failed")
    line = written.only()
    assert surname not in json.dumps(line)
    assert line["exception"][0]["type"] == "ValueError"
    assert "invalid literal for int() with base 10" in line["exception"][0]["message"]
    assert line["exception"][0]["frames"][0].endswith("test_an_exception_shows_neither_locals_nor_what_it_quotes")


def test_the_cause_of_an_exception_is_told_too(written: Line) -> None:
    refused = UserError("x", fr=f"Refus de {NATIONAL}.", en=f"Refused {NATIONAL}.")
    refused.__cause__ = KeyError(NATIONAL)
    structlog.get_logger("x").error("failed", exc_info=refused)
    line = written.only()
    assert [part["message"] for part in line["exception"]] == [f"Refused {MASK}.", ""]


def test_an_error_of_the_database_says_its_state_alone(written: Line) -> None:
    class StateError(Exception):
        sqlstate = "23505"

    structlog.get_logger("x").error("failed", exc_info=StateError("Key (surname)=(Exemple) already exists"))
    assert written.only()["exception"][0]["message"] == "SQLSTATE 23505"


def test_gunicorn_keeps_no_list_of_visitors(written: Line) -> None:
    logging.getLogger("gunicorn.access").info("127.0.0.1 GET /")
    logging.getLogger("gunicorn.error").info("Booting worker with pid: 12")
    assert written.only()["logger"] == "gunicorn.error"


@pytest.mark.parametrize("start", ["/invitation/", "/account/password/reset/key/"])
def test_the_address_of_a_refused_request_does_not_tell_a_link_that_opens_an_account(written: Line, start: str) -> None:
    address = f"{start}1-kJh3-secret_9/"
    logging.getLogger("django.security.csrf").warning("Forbidden (%s): %s", "CSRF cookie not set.", address)
    assert "secret" not in written.stream.getvalue()
    assert f"{start}{MASK}/" in written.only()["event"]


def _process(program: str) -> subprocess.CompletedProcess[str]:
    setting = {"DJANGO_SETTINGS_MODULE": "selfcontact.settings"}
    return subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True, env=os.environ | setting
    )


def test_a_process_that_has_started_django_logs_through_the_mask() -> None:
    done = _process(
        "import django, structlog, logging; django.setup()\n"
        f"structlog.get_logger('selfcontact.x').info('called', number='{NATIONAL}')\n"
        f"logging.getLogger('library').warning('no route to {NATIONAL}')"
    )
    first, second = (json.loads(line) for line in done.stderr.splitlines())
    assert (first["event"], second["logger"], done.stdout) == ("called", "library", "")
    assert NATIONAL not in done.stderr


def test_what_ends_a_command_is_a_line_of_the_log_and_no_trace() -> None:
    done = _process(
        "from selfcontact.cli import main\n"
        "def broken(*_):\n"
        f"    raise ValueError('{NATIONAL}')\n"
        "main.assemble = broken\n"
        "main.run(['certificate', 'verify', 'x'])"
    )
    line = json.loads(done.stderr.splitlines()[-1])
    assert (done.returncode, line["event"], line["level"]) == (3, "uncaught", "critical")
    assert NATIONAL not in done.stderr
    assert "Traceback" not in done.stderr
