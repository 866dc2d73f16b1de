"""What is written is sealed, leaves once, bears its proof and the version of its text, and is forgotten on demand."""

from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest
from tests.database.refusals import signed_in
from tests.notices.world import CODE, MAIL, NOW, STREET, facts, told, write
from tests.requests.world import DPO

from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.notices import actions, templates
from selfcontact.notices.models import Kind, Language, Means, Notice
from selfcontact.vault.fields import SealBrokenError

PERSONAL = ("Lefèvre", "rue de la Paix", "zoe.lefevre", CODE)


def everything(database: str) -> str:
    """Return all that the tables of this domain hold, as text."""
    with psycopg.connect(database) as owner:
        rows = owner.execute("SELECT n::text FROM notices_notice n").fetchall()
    return repr(rows)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", Language)
def test_every_kind_is_written_in_both_languages_with_nothing_left_to_fill_in(
    database: str, kind: Kind, language: Language
) -> None:
    letter = actions.opened(write(kind, language=language))
    assert letter.to == STREET
    assert "$" not in letter.subject + letter.text
    assert str(facts(kind)["reference"]) in letter.subject + letter.text


def test_the_words_the_address_and_the_code_are_sealed(database: str) -> None:
    for means in (Means.POST, Means.MAIL):
        write(Kind.IDENTITY_LETTER, means=means)
    stored = everything(database)
    assert all(word not in stored for word in PERSONAL)


def test_the_ledger_has_the_reader_the_way_and_the_version_and_nothing_of_the_person(database: str) -> None:
    made = write(Kind.IDENTITY_LETTER)
    actions.sent(actor=DPO, notice=made, proof="LR 1A 234", at=NOW)
    lines = told(made.subject_uid)
    assert [action for action, _ in lines] == ["notice:written", "notice:sent"]
    assert lines[0][1] == {
        "notice": str(made.uid),
        "kind": "identity-letter",
        "recipient": "person",
        "means": "post",
        "text": "identity-letter.fr.1",
    }
    assert all(word not in repr(lines) for word in PERSONAL)


def test_a_day_is_said_in_the_language_of_the_reader(database: str) -> None:
    given = facts(Kind.ACKNOWLEDGED) | {"due_on": date(2027, 8, 2)}
    assert "2 août 2027" in actions.opened(write(given=given)).text
    assert "2 August 2027" in actions.opened(write(given=given, language=Language.ENGLISH)).text


def test_a_notice_keeps_the_version_it_was_written_with(database: str) -> None:
    before = write()
    text = "$reference $rights $received_on $due_on"
    templates.publish(
        actor=DPO, kind=Kind.ACKNOWLEDGED, language=Language.FRENCH, subject="Objet", text=text, note="Court.", at=NOW
    )
    after = write()
    before.refresh_from_db()
    assert (before.template.number, after.template.number) == (1, 2)
    assert actions.opened(before).subject != actions.opened(after).subject == "Objet"


@pytest.mark.parametrize(
    "recipient", ["", "Zoé", "provider:", "provider:a b", "candidate:", "friend:x", "person\n", "provider:x\n"]
)
def test_nobody_is_written_to_whom_the_house_does_not_know(database: str, recipient: str) -> None:
    with pytest.raises(UserError) as refused:
        write(recipient=recipient)
    assert refused.value.code == "notice_recipient"


@pytest.mark.parametrize(
    ("means", "to"),
    [
        (Means.MAIL, ""),
        (Means.MAIL, "1 rue de la Paix"),
        (Means.MAIL, "a@example.org\nBcc: b@example.org"),
        (Means.MAIL, "a@example.org, b@example.org"),
        (Means.MAIL, "a@example.org\r\nx@example.org"),
        (Means.POST, " \n "),
        (Means.POST, "\n".join("abcdefg")),
    ],
)
def test_an_address_where_nothing_would_arrive_or_that_adds_a_header_is_refused(
    database: str, means: Means, to: str
) -> None:
    with pytest.raises(UserError) as refused:
        write(means=means, to=to)
    assert refused.value.code == "notice_address"
    assert not Notice.objects.exists()


def test_a_fact_that_lacks_is_empty_or_is_too_much_is_refused_by_name(database: str) -> None:
    given = facts(Kind.ACKNOWLEDGED)
    for wrong in ({**given, "rights": " "}, {**given, "nom": "x"}, {k: v for k, v in given.items() if k != "rights"}):
        with pytest.raises(UserError) as refused:
            write(given=wrong)
        assert refused.value.code == "notice_facts"


def test_a_line_feed_in_a_value_never_reaches_the_subject(database: str) -> None:
    given = facts(Kind.ACKNOWLEDGED) | {"reference": "d-1\r\nBcc: x@example.org"}
    letter = actions.opened(write(given=given))
    assert len(letter.subject.splitlines()) == 1


def test_what_waits_is_what_neither_left_nor_failed_nor_was_forgotten(database: str) -> None:
    first, second, third, fourth = (write(means=Means.MAIL) for _ in range(4))
    write(means=Means.POST)
    assert list(actions.waiting(Means.MAIL)) == [first, second, third, fourth]
    actions.sent(actor=SYSTEM, notice=first, proof="250 ok", at=NOW)
    actions.failed(actor=SYSTEM, notice=second, reason="550", at=NOW)
    actions.forget(actor=SYSTEM, subject_uid=third.subject_uid)
    assert list(actions.waiting(Means.MAIL)) == [fourth]
    actions.retry(actor=DPO, notice=second)
    assert list(actions.waiting(Means.MAIL)) == [second, fourth]


def test_nothing_leaves_twice_even_for_one_who_read_it_before(database: str) -> None:
    made = write(means=Means.MAIL)
    stale = Notice.objects.get(pk=made.pk)
    actions.sent(actor=SYSTEM, notice=made, proof="250 ok", at=NOW)
    for again in (made, stale):
        with pytest.raises(UserError) as refused:
            actions.sent(actor=SYSTEM, notice=again, proof="250 ok", at=NOW + timedelta(minutes=1))
        assert refused.value.code in {"notice_sent", "notice_changed"}
    with pytest.raises(UserError):
        actions.failed(actor=SYSTEM, notice=made, reason="x", at=NOW)
    with pytest.raises(UserError):
        actions.retry(actor=SYSTEM, notice=made)
    assert [action for action, _ in told(made.subject_uid)] == ["notice:written", "notice:sent"]


def test_what_a_server_answers_is_kept_without_the_address_it_repeats(database: str) -> None:
    made = write(means=Means.MAIL)
    actions.failed(actor=SYSTEM, notice=made, reason=f"550 <{MAIL}>: no such user 06 39 98 00 01", at=NOW)
    assert made.failure.startswith("550 ")
    assert "lefevre" not in made.failure + repr(told(made.subject_uid))
    assert "39 98" not in made.failure
    actions.retry(actor=DPO, notice=made)
    actions.sent(actor=SYSTEM, notice=made, proof="250 ok <0123456789.1@selfcontact.com>", at=NOW)
    assert made.proof == "250 ok <0123456789.1@selfcontact.com>"


def test_a_code_is_shown_on_no_screen_and_is_gone_from_the_database_once_the_letter_left(database: str) -> None:
    made = write(Kind.IDENTITY_LETTER)
    assert CODE in actions.opened(made).text
    assert CODE not in actions.disclose(actor=DPO, notice=made, reason="relecture").text
    actions.sent(actor=DPO, notice=made, proof="", at=NOW)
    after = actions.opened(Notice.objects.get(pk=made.pk))
    assert CODE not in after.text + after.subject + after.secret
    assert after.to == STREET


def test_a_text_is_read_again_with_a_reason_that_the_ledger_keeps(database: str) -> None:
    made = write()
    with pytest.raises(UserError) as refused:
        actions.disclose(actor=DPO, notice=made, reason=" ")
    assert refused.value.code == "notice_reason"
    assert actions.disclose(actor=DPO, notice=made, reason="La personne appelle.").to == STREET
    action, details = told(made.subject_uid)[-1]
    assert (action, details["reason"]) == ("notice:disclosed", "La personne appelle.")


def test_what_was_written_is_forgotten_with_its_request_and_its_dates_stay(database: str) -> None:
    subject = uuid4()
    made = [write(subject=subject), write(means=Means.MAIL, subject=subject)]
    other = write()
    actions.sent(actor=SYSTEM, notice=made[0], proof="", at=NOW)
    assert actions.forget(actor=SYSTEM, subject_uid=subject) == 2
    assert actions.forget(actor=SYSTEM, subject_uid=subject) == 0
    with pytest.raises(UserError) as refused:
        actions.opened(Notice.objects.get(pk=made[0].pk))
    assert refused.value.code == "notice_forgotten"
    assert [bool(one.sent_at) for one in actions.of(subject)] == [True, False]
    assert actions.opened(other).to == STREET


def test_a_sealed_text_moved_to_another_notice_does_not_open(database: str) -> None:
    first, second = write(), write()
    Notice.objects.filter(pk=second.pk).update(sealed=first.sealed)
    with pytest.raises(SealBrokenError):
        actions.opened(Notice.objects.get(pk=second.pk))


@pytest.mark.parametrize("process", ["public", "portal", "sender", "voice"])
def test_no_other_process_reaches_what_was_written(database: str, process: str) -> None:
    with signed_in(database, process) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT uid FROM notices_notice")
