"""Mails lying on a real server become requests, go on with them, or are set aside."""

from datetime import timedelta

import pytest
from tests.mailbox.servers import DPO, PERSON, MailServer, until
from tests.mailbox.world import CLOCK, NUMBER, WRITTEN, deeds, message_id, take_in, written
from tests.policies.world import SECOND, publish

from selfcontact.lib.actor import SYSTEM
from selfcontact.mailbox import actions, contents
from selfcontact.mailbox.models import Attachment, Flag, Mail, Nature
from selfcontact.opposition.actions import listed
from selfcontact.opposition.models import Entry
from selfcontact.requests import actions as requests
from selfcontact.requests import contents as persons
from selfcontact.requests.models import Door, Kind, Request, Rung, State


def one(server: MailServer, raw: bytes, sender: str = PERSON) -> Mail:
    """Post one mail and take it in."""
    server.post_and_wait(raw, sender=sender)
    (mail,) = take_in()
    return mail


def test_a_mail_opens_a_request_whose_clock_starts_when_the_server_took_it(server: MailServer) -> None:
    before = CLOCK.now()
    mail = one(server, written("Bonjour, d’où vient mon numéro 06 39 98 01 23 ?"))
    request = mail.request
    assert request is not None
    assert (request.kinds, request.door, request.state) == ([Kind.ACCESS], Door.MAIL, State.ACKNOWLEDGED)
    assert abs((request.received_at - before).total_seconds()) < 60
    assert request.received_at <= request.recorded_at
    person = persons.unseal(request)
    assert person is not None
    assert (person.address, person.name, person.number) == (PERSON, "Zoé Lefèvre", NUMBER)
    assert "d’où vient mon numéro" in person.text
    assert mail.flags == []
    assert deeds(mail.uid) == ["mail:taken"]


def test_the_words_are_sealed_and_the_sentence_that_was_recognised_is_kept(server: MailServer) -> None:
    mail = one(server, written("Bonjour.\nMerci de rectifier mon nom.\nCordialement"))
    words = contents.unseal(mail)
    assert words is not None
    assert words.suggested == (("rectification", "Merci de rectifier mon nom."),)
    assert words.subject == "Mes données"


def test_what_nobody_recognises_is_written_down_as_access_and_flagged_to_be_sorted(server: MailServer) -> None:
    mail = one(server, written("Bonjour, je vous écris au sujet de hier.", subject="Hier"))
    assert mail.request is not None
    assert mail.request.kinds == [Kind.ACCESS]
    assert mail.flags == [Flag.TO_SORT]


def test_a_stop_by_mail_reaches_the_same_entry_as_by_any_other_door(server: MailServer) -> None:
    mail = one(server, written(f"STOP\nMon numéro : {WRITTEN}", subject="stop"))
    assert mail.opposed
    assert mail.request is not None
    assert (mail.request.kinds, mail.request.state) == ([Kind.OBJECTION], State.EXECUTED)
    (entry,) = Entry.objects.all()
    assert (entry.channel, entry.kind, entry.candidate_id) == ("mail", "opposition", None)
    assert listed(number=NUMBER) == ["opposition"]


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        f"STOP {WRITTEN} et aussi 06 39 98 02 34",
        f"Je ne m’oppose pas, continuez de m’écrire au {WRITTEN}",
        f"Comment faire pour me désinscrire, mon numéro est le {WRITTEN} ?",
        f"Votre texte disait : Votez. STOP 36111. D’où vient mon numéro {WRITTEN} ?",
    ],
)
def test_an_objection_in_doubt_waits_for_the_dpo(server: MailServer, text: str) -> None:
    mail = one(server, written(text))
    assert not mail.opposed
    assert Entry.objects.count() == 0
    assert mail.request is not None


def test_beyond_the_daily_limit_objections_wait(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.MAILBOX_OBJECTIONS_PER_DAY", 1)
    for n in range(2):
        server.post_and_wait(written(f"STOP 06 39 98 03 {n}0"))
    first, second = take_in()
    assert (first.opposed, second.opposed) == (True, False)
    assert Flag.OBJECTION_WAITS in second.flags
    assert Entry.objects.count() == 1


def test_an_objection_is_a_request_of_its_own_beside_what_else_is_asked(server: MailServer) -> None:
    mail = one(server, written(f"Je m’oppose à vos messages au {WRITTEN}. Effacez mes données."))
    assert mail.request is not None
    assert mail.objection is not None
    assert mail.request.kinds == [Kind.ERASURE]
    assert (mail.objection.kinds, mail.objection.state) == ([Kind.OBJECTION], State.EXECUTED)


def test_an_answer_joins_its_request_by_what_it_answers_to(server: MailServer) -> None:
    first = written("D’où vient mon numéro ?")
    begun = one(server, first)
    for headers in ({"In-Reply-To": message_id(first)}, {"References": f"<other@x.example> {message_id(first)}"}):
        mail = one(server, written("Une précision.", headers=headers))
        assert (mail.request, mail.flags) == (begun.request, [Flag.GOES_ON])
    assert Request.objects.count() == 1


def test_a_stop_for_another_number_holds_in_whatever_thread_it_is_said(server: MailServer) -> None:
    first = written(f"STOP {WRITTEN}")
    begun = one(server, first)
    thread = {"In-Reply-To": message_id(first)}
    same = one(server, written(f"Stop, merci : {WRITTEN}", headers=thread))
    assert (same.request, same.objection) == (begun.request, None)
    other = one(server, written("Et stop aussi pour le 06 39 98 02 34.", headers=thread))
    assert other.objection is not None
    assert (other.request, other.objection.state) == (begun.request, State.EXECUTED)
    assert listed(number=33639980234) == ["opposition"]


def test_a_stop_whose_number_comes_in_a_second_mail_holds_from_then_on(server: MailServer) -> None:
    first = written("STOP")
    begun = one(server, first)
    assert begun.flags == [Flag.OBJECTION_WAITS]
    mail = one(server, written(f"STOP, mon numéro est le {WRITTEN}", headers={"In-Reply-To": message_id(first)}))
    assert mail.request == begun.request
    assert listed(number=NUMBER) == ["opposition"]


def test_a_reference_in_the_subject_is_enough_to_join(server: MailServer) -> None:
    begun = one(server, written("D’où vient mon numéro ?"))
    assert begun.request is not None
    mail = one(server, written("Une précision.", subject=f"Re: demande {begun.request.reference.upper()}"))
    assert mail.request == begun.request


def test_an_answer_to_a_request_that_is_over_is_shown_as_reopening_it(server: MailServer) -> None:
    first = written("D’où vient mon numéro ?")
    begun = one(server, first)
    assert begun.request is not None
    requests.withdraw(actor=SYSTEM, request=begun.request, rung=Rung.NONE, at=CLOCK.now())
    mail = one(server, written("Finalement si.", headers={"In-Reply-To": message_id(first)}))
    assert mail.request == begun.request
    assert mail.flags == [Flag.REOPENS]


def test_the_same_mail_delivered_twice_is_one_request(server: MailServer) -> None:
    raw = written("D’où vient mon numéro ?")
    server.post_and_wait(raw)
    server.post_and_wait(raw)
    assert len(take_in()) == 1
    assert Request.objects.count() == 1
    assert server.box(DPO) == []


def test_a_message_id_that_a_stranger_used_before_hides_no_other_mail(server: MailServer) -> None:
    first = one(server, written("Bonjour", headers={"Message-ID": "<known@people.example>"}))
    second = one(
        server,
        written("Effacez mes données", sender="autre@people.example", headers={"Message-ID": "<known@people.example>"}),
    )
    assert first.pk != second.pk
    assert second.request is not None


def test_a_mail_leaves_the_server_once_it_is_sealed(server: MailServer) -> None:
    one(server, written("D’où vient mon numéro ?"))
    assert server.box(DPO) == []


def test_where_mails_stay_on_the_server_none_is_taken_twice(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.MAILBOX_DELETE", False)
    one(server, written("D’où vient mon numéro ?"))
    assert len(server.box(DPO)) == 1
    assert take_in() == []


def test_a_crash_between_the_commit_and_the_removal_leaves_no_second_request(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.post_and_wait(written("D’où vient mon numéro ?"))
    with monkeypatch.context() as broken:
        broken.setattr("selfcontact.mailbox.box.Box.take_out", lambda _self, _uid: _crash())
        with pytest.raises(ConnectionResetError):
            take_in()
    assert (Mail.objects.count(), len(server.box(DPO))) == (1, 1)
    assert take_in() == []
    assert (Request.objects.count(), server.box(DPO)) == (1, [])


def _crash() -> None:
    raise ConnectionResetError


def test_attachments_are_sealed_and_never_looked_into(server: MailServer) -> None:
    raw = written("Ma demande en pièce jointe. Effacez mes données.", attachments={"lettre.pdf": b"%PDF-"})
    mail = one(server, raw)
    (found,) = Attachment.objects.all()
    assert found.mail == mail
    assert b"%PDF-" not in bytes(found.sealed or b"")
    (pair,) = actions.labels(mail)
    assert pair[1] is not None
    assert pair[1].name == "lettre.pdf"
    octets = actions.disclose_attachment(actor=SYSTEM, attachment=found, reason="instruction de la demande")
    assert octets == b"%PDF-"
    assert deeds(mail.uid) == ["mail:taken", "mail:attachment-disclosed"]


def test_machines_are_recognised_and_open_nothing(server: MailServer) -> None:
    cases = {
        Nature.AUTOMATIC: {"Auto-Submitted": "auto-replied"},
        Nature.LIST: {"List-Id": "<voisins.people.example>"},
        Nature.LOOP: {"X-Loop": DPO},
    }
    for nature, headers in cases.items():
        mail = one(server, written("STOP 06 39 98 01 23", headers=headers))
        assert (mail.nature, mail.request, mail.acknowledged) == (nature, None, False)
    assert Entry.objects.count() == 0


def test_the_dpo_opens_a_request_for_a_mail_that_was_set_aside(server: MailServer) -> None:
    mail = one(server, written("Effacez-moi", headers={"Precedence": "bulk"}))
    assert mail.request is None
    made = actions.open_request(actor=SYSTEM, mail=mail, kinds=[Kind.ERASURE], at=CLOCK.now())
    assert made.received_at == mail.received_at
    assert deeds(mail.uid) == ["mail:taken", "mail:assigned"]


def test_a_sender_who_writes_without_end_is_answered_no_more(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.MAILBOX_SENDER_PER_HOUR", 3)
    for n in range(5):
        server.post(written(f"Message {n}", subject=f"sujet {n}"))
    until(lambda: len(server.box(DPO)) == 5)
    taken = take_in()
    assert [mail.nature for mail in taken] == [Nature.PERSON] * 3 + [Nature.LOOP] * 2
    assert [mail.acknowledged for mail in taken] == [True] * 3 + [False] * 2
    assert Request.objects.count() == 3


def test_a_mail_goes_by_the_policy_in_force_on_the_day_it_arrived(server: MailServer) -> None:
    today = CLOCK.now().date()
    publish(on=today - timedelta(days=9), at=CLOCK.now() - timedelta(days=9))
    publish(SECOND, on=today + timedelta(days=60), at=CLOCK.now() - timedelta(days=8))
    mail = one(server, written("Bonjour, d’où vient mon numéro 06 39 98 01 23 ?"))
    assert mail.request is not None
    assert mail.request.policy_version == 1
