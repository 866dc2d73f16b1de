"""What we write leaves once by a real server, under the mail that it answers."""

import smtplib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from tests.mailbox.servers import ABSENT, DPO, GONE, LATER, PERSON, REFUSED, MailServer, until
from tests.mailbox.world import CLOCK, WRITTEN, carry, message_id, take_in, written

from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.mailbox import postman
from selfcontact.mailbox.models import Direction, Flag, Mail, Nature, Passage
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Notice
from selfcontact.requests import actions as requests
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Door, Kind, Request, State
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Subprocessor


def received(server: MailServer, address: str = PERSON, count: int = 1) -> list[EmailMessage]:
    """Return the mails in somebody's box once there are so many."""
    until(lambda: len(server.box(address)) >= count)
    return [message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default) for path in server.box(address)]


def asked(server: MailServer, text: str = "D’où vient mon numéro ?", sender: str = PERSON) -> bytes:
    """Take in a person's mail; return it."""
    raw = written(text, sender=sender)
    server.post_and_wait(raw, sender=sender)
    take_in()
    return raw


def sent() -> Mail:
    return Mail.objects.get(direction=Direction.OUT)


def test_a_mail_is_acknowledged_once_under_what_the_person_wrote(server: MailServer) -> None:
    raw = asked(server)
    assert carry() == 1
    (answer,) = received(server)
    request = Request.objects.get()
    assert answer["In-Reply-To"] == message_id(raw)
    assert message_id(raw) in answer["References"]
    assert answer["Auto-Submitted"] == "auto-replied"
    assert request.reference in answer["Subject"]
    assert DPO in answer["From"]
    assert request.state == State.ACKNOWLEDGED
    notice = Notice.objects.get()
    assert notice.sent_at is not None
    assert answer["Message-ID"] in notice.proof
    assert "250" in notice.proof
    assert carry() == 0
    assert len(server.box(PERSON)) == 1


def test_the_person_who_answers_the_acknowledgement_joins_the_request(server: MailServer) -> None:
    asked(server)
    carry()
    (answer,) = received(server)
    server.post_and_wait(written("Une précision", headers={"In-Reply-To": answer["Message-ID"]}))
    (mail,) = take_in()
    assert mail.request == Request.objects.get()
    assert carry() == 0


def test_attack_2_the_words_of_the_answer_do_not_depend_on_what_is_held(server: MailServer) -> None:
    from selfcontact.opposition.actions import oppose
    from selfcontact.opposition.models import Entry

    oppose(actor=SYSTEM, number=33639980123, channel=Entry.Channel.SMS, on=CLOCK.now().date())
    for number in (WRITTEN, "06 39 98 77 66"):
        asked(server, f"STOP {number}")
    assert carry() == 2
    known, unknown = (answer.get_content() for answer in received(server, count=2))
    first, second = Request.objects.order_by("pk").values_list("reference", flat=True)
    assert known.replace(first, "") == unknown.replace(second, "")


def test_an_address_that_the_server_refuses_waits_for_somebody_who_may_try_again(server: MailServer) -> None:
    asked(server, sender=REFUSED)
    assert carry() == 0
    notice = Notice.objects.get()
    assert (notice.sent_at, notice.failure[:3]) == (None, "550")
    assert REFUSED not in notice.failure + sent().answer
    assert carry() == 0
    notices.retry(actor=SYSTEM, notice=notice)
    assert carry() == 0
    assert (sent().passage, sent().attempts) == (Passage.FAILED, 1)


def test_an_address_that_no_envelope_can_hold_keeps_no_other_mail_back(server: MailServer) -> None:
    first = requests.receive(
        actor=SYSTEM,
        kinds=[Kind.COMPLAINT],
        door=Door.POST,
        person=Person(address="zoé@people.example"),
        received_at=CLOCK.now(),
        at=CLOCK.now(),
    )
    requests.acknowledge(actor=SYSTEM, request=first, at=CLOCK.now())
    asked(server)
    assert carry() == 1
    assert len(received(server)) == 1
    assert list(Mail.objects.filter(direction=Direction.OUT).order_by("pk").values_list("passage", flat=True)) == [
        Passage.FAILED,
        Passage.SENT,
    ]


def test_a_server_that_says_later_is_asked_again_later(server: MailServer) -> None:
    asked(server, sender=LATER)
    assert carry() == 0
    mail = sent()
    assert (mail.passage, mail.attempts, mail.answer[:3]) == (Passage.WAITING, 1, "451")
    assert mail.next_at is not None
    assert mail.next_at > CLOCK.now()
    assert carry() == 0
    assert sent().attempts == 1
    Mail.objects.filter(pk=mail.pk).update(next_at=CLOCK.now())
    carry()
    assert sent().attempts == 2


def test_a_server_that_is_gone_loses_nothing(server: MailServer) -> None:
    asked(server)
    server.stop_one("exim")
    with pytest.raises(ConnectionRefusedError):
        carry()
    assert Notice.objects.get().failed_at is None
    server.start_one("exim")
    assert carry() == 1


def test_a_crash_while_a_mail_leaves_never_sends_it_twice(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(server)
    with monkeypatch.context() as broken:
        broken.setattr(postman, "_conclude", lambda *_all: None)
        carry()
    received(server)
    assert sent().passage == Passage.LEAVING
    assert carry() == 0
    assert sent().passage == Passage.UNKNOWN
    assert Notice.objects.get().failure == postman.UNKNOWN
    assert len(server.box(PERSON)) == 1


def test_a_server_that_goes_silent_with_the_whole_mail_is_not_handed_it_again(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(server)
    plain = smtplib.SMTP.data

    def silent(self: smtplib.SMTP, octets: bytes) -> tuple[int, bytes]:
        plain(self, octets)
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(smtplib.SMTP, "data", silent)
    assert carry() == 0
    assert sent().passage == Passage.UNKNOWN
    assert carry() == 0
    received(server)
    assert len(server.box(PERSON)) == 1


def test_a_bounce_joins_its_request_and_is_shown_to_the_dpo(server: MailServer) -> None:
    asked(server, sender=GONE)
    assert carry() == 1
    until(lambda: len(server.box(DPO)) == 1)
    (report,) = take_in()
    assert (report.nature, report.request) == (Nature.BOUNCE, Request.objects.get())
    assert Flag.BOUNCED in report.flags
    assert carry() == 0


def test_somebody_on_holiday_is_answered_once(server: MailServer) -> None:
    asked(server, sender=ABSENT)
    assert carry() == 1
    # Exim's own answering machine keeps silent before what was submitted by a machine: as a ruder one would not.
    server.post_and_wait(written("Je suis absent.", sender=ABSENT, headers={"Auto-Submitted": "auto-replied"}))
    (reply,) = take_in()
    assert reply.nature == Nature.AUTOMATIC
    assert carry() == 0
    assert len(received(server, ABSENT)) == 1


def test_a_mail_that_asks_for_silence_is_a_request_without_an_acknowledgement(server: MailServer) -> None:
    server.post_and_wait(written("D’où vient mon numéro ?", headers={"X-Auto-Response-Suppress": "All"}))
    (mail,) = take_in()
    assert mail.request is not None
    assert Flag.UNANSWERED in mail.flags
    assert carry() == 0


def test_beyond_the_daily_limit_no_acknowledgement_leaves(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.MAILBOX_ACKNOWLEDGEMENTS_PER_DAY", 1)
    asked(server)
    asked(server, "Effacez mes données")
    assert carry() == 1
    assert Request.objects.filter(state=State.RECEIVED).count() == 1


def test_nothing_leaves_once_the_review_of_the_host_is_over(server: MailServer) -> None:
    asked(server)
    host = Subprocessor.objects.get()
    subprocessors.suspend(actor=SYSTEM, subprocessor=host, on=CLOCK.now().date(), grounds="essai")
    with pytest.raises(UserError) as refused:
        carry()
    assert refused.value.code == "mailbox_not_vetted"
    assert server.box(PERSON) == []


def test_an_english_mail_is_answered_in_english(server: MailServer) -> None:
    asked(server, "Hello, where did you get my number from? Please answer. Regards")
    carry()
    (answer,) = received(server)
    assert "received your request" in answer["Subject"]
