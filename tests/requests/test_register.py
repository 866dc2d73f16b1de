"""The register of requests: what is kept, what is refused, and what a second request cannot do to the first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import psycopg
import pytest
from tests.database.refusals import possible, relations, signed_in
from tests.requests.world import DAY, DEPUTY, DPO, NUMBER, PERSON, RECEIVED, deeds, receive, verified

from selfcontact.contacts.watching import IN_AN_HOUR
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.lib.errors import UserError
from selfcontact.requests import actions, contents, queue
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Door, Ground, Kind, Means, Request, Rung, State
from selfcontact.vault import SealBrokenError

Owner = psycopg.Connection[tuple[object, ...]]


def ask(made: Request, reason: str = "doute", at: datetime = RECEIVED + DAY) -> None:
    actions.ask_identity(actor=DPO, request=made, reason=reason, at=at)


def link(one: Request, original: Request) -> None:
    actions.link_duplicate(actor=DPO, request=one, original=original)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as refusal:
        act()
    return refusal.value.code


def test_the_clock_starts_at_reception_however_late_it_is_written_down(database: str) -> None:
    late = RECEIVED + 9 * DAY
    made = actions.receive(
        actor=DPO, kinds=[Kind.ACCESS], door=Door.TELEPHONE, person=PERSON, received_at=RECEIVED, at=late
    )
    assert (made.due_on, made.recorded_at) == (date(2027, 4, 15), late)
    assert made.deadline.received_on == date(2027, 3, 15)


def test_nothing_of_the_person_stands_in_the_table_or_in_the_ledger(database: str, owner: Owner) -> None:
    made = receive()
    rows = owner.execute("SELECT to_jsonb(r)::text FROM requests_request r").fetchall()
    leaves = owner.execute("SELECT encode(leaf, 'escape') FROM ledger_entry").fetchall()
    details = str([line.details for line in read(Question(objects=(made.uid,))).lines])
    for value in ("639980001", "Lefèvre", "rue de la Paix", "mon numéro"):
        assert value not in str(rows) + str(leaves) + details
    assert contents.unseal(made) == PERSON
    assert "Lefèvre" not in repr(contents.unseal(made))


def test_what_is_sealed_for_one_request_does_not_open_in_another(database: str) -> None:
    first, second = receive(), receive()
    Request.objects.filter(pk=second.pk).update(sealed=first.sealed)
    second.refresh_from_db()
    with pytest.raises(SealBrokenError):
        contents.unseal(second)


@pytest.mark.parametrize("process", ["portal", "public", "sender", "voice"])
def test_a_face_that_has_no_business_here_is_refused_everything(database: str, owner: Owner, process: str) -> None:
    ours = [one for one in relations(owner) if one.name.startswith("requests_")]
    assert {"requests_request", "requests_hold", "requests_directive"} < {one.name for one in ours}
    with signed_in(database, process) as connection:
        assert not set().union(*(possible(connection, one) for one in ours))


def test_the_console_never_deletes_a_request(database: str, owner: Owner) -> None:
    ours = [one for one in relations(owner) if one.name.startswith("requests_")]
    with signed_in(database, "console") as connection:
        assert [possible(connection, one) for one in ours] == [{"SELECT", "INSERT", "UPDATE"}] * len(ours)


def test_an_objection_is_never_asked_who_it_comes_from_and_never_refused(database: str) -> None:
    made = receive(Kind.OBJECTION, door=Door.SMS)
    assert refused(lambda: ask(made)) == "identity_never_asked"
    actions.verify(actor=DPO, request=made, rung=Rung.NONE, at=RECEIVED + DAY)
    assert refused(lambda: actions.decide(actor=DPO, request=made, ground=Ground.EXCESSIVE, at=RECEIVED + DAY)) == (
        "objection_succeeds"
    )
    actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED + DAY)
    assert made.state == State.GRANTED


@pytest.mark.parametrize(
    ("kind", "low"),
    [
        (Kind.ERASURE, Rung.NONE),
        (Kind.RESTRICTION, Rung.NONE),
        (Kind.ACCESS, Rung.CODE),
        (Kind.PORTABILITY, Rung.CODE),
        (Kind.RECTIFICATION, Rung.CODE),
        (Kind.DIRECTIVES, Rung.CODE),
    ],
)
def test_a_right_does_not_open_below_its_rung(database: str, kind: Kind, low: Rung) -> None:
    made = receive(Kind.OBJECTION, kind)
    assert refused(lambda: actions.verify(actor=DPO, request=made, rung=low, at=RECEIVED)) == "rung_too_low"
    actions.verify(actor=DPO, request=made, rung=Rung(low + 1), at=RECEIVED)
    assert made.verified_at == RECEIVED


def test_the_clock_stops_between_question_and_answer_only(database: str) -> None:
    made = receive()
    actions.ask_identity(actor=DPO, request=made, reason="numéro inconnu", at=RECEIVED + DAY)
    assert made.due_on == date(2027, 4, 15)
    assert refused(lambda: actions.verify(actor=DPO, request=made, rung=Rung.LETTER, at=RECEIVED)) == "request_state"
    actions.identity_answered(actor=DPO, request=made, at=RECEIVED + 6 * DAY)
    assert made.due_on == date(2027, 4, 19)
    assert [computed["cause"] for computed in made.clock] == ["reception", "pause"]
    assert made.deadline.unpaused_on == date(2027, 4, 15)


def test_a_question_needs_a_reason_and_does_not_stop_a_clock_that_has_run_out(database: str) -> None:
    made = receive()
    assert refused(lambda: ask(made, reason=" ")) == "request_reason"
    assert refused(lambda: ask(made, at=RECEIVED + 32 * DAY)) == "deadline_over"


def test_an_extension_is_once_and_within_the_first_month(database: str) -> None:
    made, late = verified(), verified()

    def longer(one: Request, at: datetime) -> None:
        actions.extend(actor=DPO, request=one, reason="nombreux mandats", at=at)

    longer(made, RECEIVED + 31 * DAY)
    assert made.due_on == date(2027, 6, 15)
    assert refused(lambda: longer(made, RECEIVED + 31 * DAY)) == "extension_late"
    assert refused(lambda: longer(late, RECEIVED + 32 * DAY)) == "extension_late"


def test_attack_7_a_duplicate_skips_neither_identity_nor_deadline_and_blocks_nobody(database: str) -> None:
    genuine = verified()
    copy = receive(at=RECEIVED + 3 * DAY)
    due = copy.due_on
    actions.link_duplicate(actor=DPO, request=copy, original=genuine)
    assert (copy.state, copy.rung, copy.verified_at, copy.due_on) == (State.RECEIVED, Rung.NONE, None, due)
    with pytest.raises(UserError, match="ne s’applique pas"):
        actions.decide(actor=DPO, request=copy, ground=None, at=RECEIVED + 4 * DAY)
    with pytest.raises(UserError, match="ne s’applique pas"):
        actions.deliver(actor=DPO, request=copy, means=Means.POST, at=RECEIVED + 4 * DAY)
    # The stranger's copy, still unverified, stands in nobody's way.
    actions.decide(actor=DPO, request=genuine, ground=None, at=RECEIVED + 4 * DAY)
    actions.confirm(actor=DEPUTY, request=genuine, at=RECEIVED + 4 * DAY)
    actions.deliver(actor=DPO, request=genuine, means=Means.POST, at=RECEIVED + 5 * DAY)
    actions.close(actor=DPO, request=genuine, at=RECEIVED + 5 * DAY)
    copy.refresh_from_db()
    assert list(queue.open_requests()) == [copy]


def test_a_verified_request_cannot_be_made_the_duplicate_of_a_later_or_ended_one(database: str) -> None:
    genuine, later = verified(), receive(at=RECEIVED + 3 * DAY)
    assert refused(lambda: link(genuine, later)) == "duplicate_of_what"
    assert refused(lambda: link(genuine, genuine)) == "duplicate_of_what"
    link(later, genuine)
    third = receive(at=RECEIVED + 4 * DAY)
    assert refused(lambda: link(third, later)) == "duplicate_of_what"
    ended = receive()
    actions.withdraw(actor=DPO, request=ended, rung=Rung.NONE, at=RECEIVED + DAY)
    assert refused(lambda: link(third, ended)) == "duplicate_over"


def test_whoever_proposed_an_answer_of_access_or_a_refusal_does_not_confirm_it(database: str) -> None:
    access, erasure = verified(Kind.ACCESS), verified(Kind.ERASURE)
    actions.decide(actor=DPO, request=access, ground=None, at=RECEIVED)
    actions.decide(actor=DPO, request=erasure, ground=Ground.LEGAL_CLAIMS, at=RECEIVED)
    for one, outcome in ((access, State.GRANTED), (erasure, State.REFUSED)):
        assert one.state == State.REVIEWED
        with pytest.raises(UserError, match="confirmer"):
            actions.confirm(actor=DPO, request=one, at=RECEIVED)
        actions.confirm(actor=DEPUTY, request=one, at=RECEIVED)
        assert one.state == outcome


def test_somebody_unknown_is_refused_by_two_people_and_on_that_ground_alone(database: str) -> None:
    made = receive()
    actions.acknowledge(actor=DPO, request=made, at=RECEIVED)
    actions.ask_identity(actor=DPO, request=made, reason="adresse inconnue", at=RECEIVED + DAY)
    actions.identity_answered(actor=DPO, request=made, at=RECEIVED + 17 * DAY, came=False)
    with pytest.raises(UserError, match="ne s’applique pas"):
        actions.decide(actor=DPO, request=made, ground=Ground.UNFOUNDED, at=RECEIVED)
    actions.decide(actor=DPO, request=made, ground=Ground.UNIDENTIFIED, at=RECEIVED + 17 * DAY)
    actions.send_back(actor=DEPUTY, request=made, reason="relancez-la")
    assert (made.state, made.ground) == (State.ACKNOWLEDGED, "")
    actions.decide(actor=DPO, request=made, ground=Ground.UNIDENTIFIED, at=RECEIVED + 20 * DAY)
    actions.confirm(actor=DEPUTY, request=made, at=RECEIVED + 20 * DAY)
    actions.deliver(actor=DPO, request=made, means=Means.POST, at=RECEIVED + 20 * DAY)
    assert (made.verified_at, made.state) == (None, State.DELIVERED)


def test_the_database_itself_lets_no_answer_out_to_somebody_unverified(database: str, owner: Owner) -> None:
    made = receive()
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute("UPDATE requests_request SET delivered_at = now() WHERE id = %s", [made.pk])


def test_a_stranger_does_not_withdraw_a_verified_request(database: str) -> None:
    made = verified()

    def withdraw(rung: Rung) -> None:
        actions.withdraw(actor=DPO, request=made, rung=rung, at=RECEIVED + DAY)

    assert refused(lambda: withdraw(Rung.CODE)) == "rung_too_low"
    withdraw(Rung.CODE_AND_FACTS)
    assert made.state == State.WITHDRAWN


def test_two_who_act_on_the_same_request_do_not_both(database: str) -> None:
    one = receive()
    other = Request.objects.get(pk=one.pk)
    actions.acknowledge(actor=DPO, request=one, at=RECEIVED)
    assert refused(lambda: actions.acknowledge(actor=DEPUTY, request=other, at=RECEIVED)) == "request_changed"
    assert deeds(one.uid) == ["request:received", "request:acknowledged"]


def test_opening_a_request_is_recorded_with_its_reason_and_counts_for_the_alarm(database: str) -> None:
    made = receive()
    for _ in range(IN_AN_HOUR + 1):
        assert actions.disclose(actor=DPO, request=made, reason="préparer la réponse") == PERSON
    assert deeds(made.uid).count("request:disclosed") == IN_AN_HOUR + 1
    assert Entry.objects.filter(action=Action.DISCLOSURES_REPEATED).count() == 1


def test_the_person_is_forgotten_ninety_days_after_the_end_and_the_dates_stay(database: str) -> None:
    made = receive()
    actions.withdraw(actor=DPO, request=made, rung=Rung.NONE, at=RECEIVED)
    assert actions.purge_due(actor=DPO, at=RECEIVED + actions.KEPT - timedelta(seconds=1)) == 0
    assert actions.purge_due(actor=DPO, at=RECEIVED + actions.KEPT) == 1
    made.refresh_from_db()
    assert (made.state, made.sealed, made.phone_index) == (State.PURGED, None, None)
    assert made.due_on == date(2027, 4, 15)
    assert actions.disclose(actor=DPO, request=made, reason="contrôle") is None


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (Person(), "request_contact"),
        (Person(name="Zoé"), "request_contact"),
        (replace(PERSON, text="x" * 20_001), "request_long"),
    ],
)
def test_what_cannot_be_answered_or_kept_is_not_opened(database: str, person: Person, code: str) -> None:
    assert refused(lambda: receive(person=person)) == code
    assert not Request.objects.exists()


def test_a_request_from_the_future_is_not_opened(database: str) -> None:
    with pytest.raises(UserError) as refusal:
        actions.receive(
            actor=DPO, kinds=[Kind.ACCESS], door=Door.POST, person=PERSON, received_at=RECEIVED + DAY, at=RECEIVED
        )
    assert refusal.value.code == "request_order"


def test_the_requests_of_one_number_are_found_together(database: str) -> None:
    one, two = receive(), receive(Kind.ERASURE)
    receive(person=replace(PERSON, number=NUMBER + 1))
    found = Request.objects.filter(phone_index__in=contents.indexes(NUMBER)).order_by("pk")
    assert list(found) == [one, two]
