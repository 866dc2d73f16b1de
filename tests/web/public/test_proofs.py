"""The page of a provider: what its link shows, what it takes, and that nothing else opens with it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.audits.world import NOON, OFFICER, House, judge, lines_of
from tests.identity.world import as_process
from tests.intake.world import make_register
from tests.web.public.desk import TOKEN

from selfcontact.audits import answering
from selfcontact.audits.models import Audit

PNG = b"\x89PNG\r\n\x1a\nvexaqornik"
GIVEN = {"consented_at": "2026-05-04 10:12 +02:00", "form": "F1", "trace": "192.0.2.7, session 41", "remark": ""}


@pytest.fixture
def house(asker: Client, tmp_path: Path) -> House:
    place = tmp_path / "files"
    place.mkdir()
    return House(register=make_register(place))


@pytest.fixture
def link(house: House, monkeypatch: pytest.MonkeyPatch) -> tuple[Audit, str]:
    """Ask for the proofs of five rows, an hour ago."""
    audit, secret = house.asked(house.deliver(5))
    _at(monkeypatch, NOON + timedelta(hours=1))
    return audit, secret


def _at(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(settings, "CLOCK_START", at)


def page(client: Client, path: str) -> str:
    with as_process("public"):
        answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def send(client: Client, path: str, **values: object) -> Any:
    (token, *_) = TOKEN.findall(page(client, path))
    with as_process("public"):
        return client.post(path, {"csrfmiddlewaretoken": token, **values})


def taken() -> int:
    with as_process("worker"):
        return answering.take(actor=OFFICER)


def test_it_shows_row_numbers_of_its_own_file_and_until_when(asker: Client, link: tuple[Audit, str]) -> None:
    audit, secret = link
    shown = page(asker, f"/proofs/{secret}/")
    assert "Pour Fichiers Fiction, avant le 4 décembre 2026, 13:00" in shown
    for line in lines_of(audit):
        assert f'href="/proofs/{secret}/{line}/"' in shown
    assert audit.delivery.mandate.candidate.name not in shown


def test_a_proof_with_its_picture_goes_to_whoever_judges_it_and_never_back(
    asker: Client, link: tuple[Audit, str]
) -> None:
    audit, secret = link
    path = f"/proofs/{secret}/2/"
    sent = send(asker, path, **GIVEN, piece=SimpleUploadedFile("Durand.png", PNG, "image/png"))
    assert sent.status_code == 302, sent.content.decode()
    assert taken() == 1
    read = answering.disclose(actor=OFFICER, audit=audit, line=2)
    assert (read.trace, read.image) == (GIVEN["trace"], PNG)
    for again in (path, f"/proofs/{secret}/"):
        assert "192.0.2.7" not in page(asker, again)


def test_a_proof_may_be_replaced_until_it_is_judged(asker: Client, link: tuple[Audit, str]) -> None:
    audit, secret = link
    path = f"/proofs/{secret}/2/"
    for trace in ("première", "seconde"):
        assert send(asker, path, **{**GIVEN, "trace": trace}).status_code == 302
    taken()
    assert answering.disclose(actor=OFFICER, audit=audit, line=2).trace == "seconde"
    judge(audit, [2])
    assert "est reçue et jugée" in page(asker, path)


def test_many_proofs_are_pasted_at_once_and_a_wrong_line_is_named(asker: Client, link: tuple[Audit, str]) -> None:
    audit, secret = link
    lines = [f"{line}; 2026-05-04 10:12 +02:00; F1; 192.0.2.{line}" for line in lines_of(audit)]
    wrong = send(asker, f"/proofs/{secret}/", rows="\n".join([lines[0], "deux; x"]))
    assert "La ligne 2 de ce qui est collé ne se lit pas" in wrong.content.decode()
    assert taken() == 0
    assert send(asker, f"/proofs/{secret}/", rows="\n".join(lines)).status_code == 302
    assert taken() == 5


def test_a_file_that_is_no_picture_and_a_row_that_is_not_asked_for_are_refused(
    asker: Client, link: tuple[Audit, str]
) -> None:
    _, secret = link
    other = send(asker, f"/proofs/{secret}/2/", **GIVEN, piece=SimpleUploadedFile("x.png", b"MZ", "image/png"))
    assert "ni un PDF" in other.content.decode()
    assert asker.get(f"/proofs/{secret}/99/").status_code == 404
    assert taken() == 0


@pytest.mark.parametrize("void", ["another", "late", "again", "over"])
def test_a_link_that_is_wrong_late_replaced_or_over_shows_the_page_of_what_never_was(
    asker: Client, house: House, link: tuple[Audit, str], void: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit, secret = link
    if void == "another":
        secret = "x" * 43
    elif void == "late":
        _at(monkeypatch, NOON + timedelta(days=10))
    elif void == "again":
        house.ask_again(audit)
    else:
        judge(audit, [2], reason="no-consent")
    assert asker.get(f"/proofs/{secret}/").status_code == 404
    assert asker.get(f"/proofs/{secret}/2/").status_code == 404


def test_the_secret_of_a_link_is_nowhere_in_the_database(link: tuple[Audit, str]) -> None:
    audit, secret = link
    with connection.cursor() as cursor:
        cursor.execute("SELECT audits_audit::text FROM audits_audit")
        assert secret not in str(cursor.fetchall())
    assert audit.secret_sha256
