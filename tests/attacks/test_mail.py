"""Attacks by mail (privacy note, section 6), each against real IMAP and SMTP servers."""

import io
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.mailbox.conftest import running, server
from tests.mailbox.servers import DPO, PERSON, MailServer, until
from tests.mailbox.world import CLOCK, WRITTEN, carry, take_in, written

from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.mailbox import actions, contents
from selfcontact.mailbox.models import Attachment, Direction, Flag, Mail, Nature
from selfcontact.requests import actions as requests
from selfcontact.requests.models import Kind, Request, Rung, State

__all__ = ["running", "server"]
MEGABYTE = 1 << 20


def test_attack_10_a_forged_from_proves_nothing_and_changes_nothing_in_a_request(server: MailServer) -> None:
    raw = written(f"Je demande l’accès à mes données, {WRITTEN}")
    server.post_and_wait(raw)
    (begun,) = take_in()
    request = begun.request
    assert request is not None
    reference = request.reference
    for sender in (PERSON, "mallory@people.example"):
        forged = written("C’est bien moi : envoyez tout ici.", subject=f"Re: {reference}", sender=sender)
        server.post_and_wait(forged, sender="mallory@people.example")
        (mail,) = take_in()
        assert mail.request == request
        assert (Flag.OTHER_SENDER in mail.flags) == (sender != PERSON)
    after = Request.objects.get()
    assert (after.rung, after.verified_at, after.version) == (Rung.NONE, None, request.version)
    with pytest.raises(UserError) as refused:
        requests.verify(actor=SYSTEM, request=after, rung=Rung.NONE, at=CLOCK.now())
    assert refused.value.code == "rung_too_low"


def test_attack_12_a_mail_of_50_megabytes_is_never_held_whole(server: MailServer) -> None:
    raw = written("Effacez mes données.", attachments={"film.bin": b"\x00" * (50 * MEGABYTE)})
    server.post_and_wait(raw)
    size = len(raw)
    del raw
    tracemalloc.start()
    (mail,) = take_in()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * MEGABYTE < size
    assert mail.request is not None
    assert mail.request.kinds == [Kind.ERASURE]
    assert Flag.LEFT_OUT in mail.flags
    (found,) = Attachment.objects.all()
    assert found.sealed is None
    assert found.size > 50 * MEGABYTE
    label = contents.label(found)
    assert label is not None
    assert label.name == "film.bin"
    with pytest.raises(UserError, match="pas été gardée"):
        actions.disclose_attachment(actor=SYSTEM, attachment=found, reason="essai")
    assert server.box(DPO) == []


def zip_bomb() -> bytes:
    """Return a few kilobytes that unpack to a hundred megabytes, again and again."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(10):
            archive.writestr(f"{n}.txt", b"0" * (10 * MEGABYTE))
    return made.getvalue()


SVG_BOMB = b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><svg onload="alert(1)"><text>&c;</text></svg>"""


@pytest.mark.parametrize(("name", "octets"), [("bombe.zip", zip_bomb()), ("bombe.svg", SVG_BOMB)])
def test_attack_12_a_bomb_is_kept_as_the_octets_it_is(server: MailServer, name: str, octets: bytes) -> None:
    server.post_and_wait(written("Voici ma demande : effacez mes données.", attachments={name: octets}))
    tracemalloc.start()
    (mail,) = take_in()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * MEGABYTE
    (found,) = Attachment.objects.filter(mail=mail)
    assert actions.disclose_attachment(actor=SYSTEM, attachment=found, reason="essai") == octets


def hostile() -> Iterator[tuple[str, bytes]]:
    """Yield mails made to break whoever reads them."""
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(2000))
    yield "two thousand parts in each other", nested
    yield (
        "ten thousand parts",
        (b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 10_000 + b"--b--\r\n"),
    )
    yield "a header of a megabyte", b"X-Long: " + b"(" * MEGABYTE + b"\r\n\r\ntexte"
    yield "a content type made of comments", b"Content-Type: text/plain" + b"(" * 100_000 + b"\r\n\r\ntexte"
    yield "a charset that does not exist", b"Content-Type: text/plain; charset=klingon\r\n\r\n\xe9t\xe9 \xff\xfe"
    yield "a charset that is no charset", b"Content-Type: text/plain; charset=zlib\r\n\r\nx\x9c\x03\x00"
    yield "zero octets", b"Content-Type: text/plain\r\n\r\nun\x00deux\x00"
    yield "HTML without an end", b"Content-Type: text/html\r\n\r\n" + b"<a <!-- <script>" * 20_000
    yield "a coding that lies", b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!&&&&\r\n"
    yield "nothing at all", b"\r\n"


@pytest.mark.parametrize(("what", "raw"), list(hostile()), ids=[what for what, _ in hostile()])
def test_attack_12_a_mail_made_to_break_its_reader_keeps_no_other_back(
    server: MailServer, what: str, raw: bytes
) -> None:
    del what
    head = f"From: {PERSON}\r\nTo: {DPO}\r\nSubject: Effacez mes =?utf-8?q?donn=C3=A9es?=\r\n".encode()
    folder = server.deposit(head + raw)
    until(lambda: server.box(DPO) == [folder])
    server.post_and_wait(written("D’où vient mon numéro ?"))
    first, second = sorted(take_in(), key=lambda mail: mail.size, reverse=len(raw) > 2000)
    for mail in (first, second):
        assert mail.request is not None
        words = contents.unseal(mail)
        assert words is not None
        assert "\x00" not in words.text
        assert "<script" not in words.text
    assert server.box(DPO) == []


def test_an_html_mail_becomes_text_and_nothing_in_it_runs_or_is_fetched(server: MailServer) -> None:
    page = (
        "<html><head><style>p{}</style></head><body><p>Effacez <b>mes</b> donn&eacute;es</p>"
        '<img src="http://127.0.0.1:9/pixel"><script>alert(1)</script><svg onload="x()">dessin</svg></body></html>'
    )
    raw = written(" ", html=page)
    server.post_and_wait(raw)
    (mail,) = take_in()
    words = contents.unseal(mail)
    assert words is not None
    assert words.text == "Effacez mes données"
    assert mail.request is not None
    assert mail.request.kinds == [Kind.ERASURE]


def test_two_machines_that_answer_each_other_stop_by_themselves(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.MAILBOX_SENDER_PER_HOUR", 4)
    server.post_and_wait(written("Bonjour", subject="Début"))
    answered = rounds = 0
    # The other machine says nothing of what it is, names no mail and no reference: the rudest that there is.
    while rounds < 20:
        rounds += 1
        take_in()
        left = carry()
        if not left:
            break
        answered += left
        until(lambda: len(server.box(PERSON)) == answered)  # noqa: B023 - called in this round
        server.post_and_wait(written("Votre message a bien été reçu.", subject=f"Ticket {rounds}"))
    assert (answered, rounds) == (4, 5)
    natures = Mail.objects.filter(direction=Direction.IN).order_by("pk").values_list("nature", flat=True)
    assert list(natures) == [Nature.PERSON] * 4 + [Nature.LOOP]


def test_our_own_mail_that_comes_back_is_never_answered(server: MailServer) -> None:
    server.post_and_wait(written("D’où vient mon numéro ?"))
    take_in()
    assert carry() == 1
    until(lambda: len(server.box(PERSON)) == 1)
    ours = server.box(PERSON)[0].read_bytes()
    bare = b"\n".join(line for line in ours.splitlines() if not line.startswith((b"X-Loop", b"Auto-Sub", b"From:")))
    for raw in (ours, b"From: relay@people.example\n" + bare):
        server.post_and_wait(raw)
        (mail,) = take_in()
        assert mail.nature in {Nature.LOOP, Nature.AUTOMATIC}
        assert carry() == 0
    assert Request.objects.filter(state=State.ACKNOWLEDGED).count() == 1
