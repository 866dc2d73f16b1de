"""Refused in part, sorted, reopened, complained of, set aside, released: each told to the person in their language."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.campaigns.sending_world import FIRST_NUMBER, NOON, House, People
from tests.requests.world import DAY, DEPUTY, DPO, PERSON, RECEIVED, receive, verified

from selfcontact.certificates.actions import end_mandate
from selfcontact.contacts import finding
from selfcontact.ledger.history import Question, read
from selfcontact.lib.clock import ShiftedClock
from selfcontact.lib.errors import UserError
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Notice
from selfcontact.opposition.actions import listed
from selfcontact.requests import actions, execution, outstanding, restriction, sorting, statements
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Complaint, Door, Ground, Kind, Means, Request, Rung, State

NUMBER = FIRST_NUMBER + 1
CLOCK = ShiftedClock(NOON)
THEIRS = Person(number=NUMBER, name="Camille", address="camille@exemple.example")


@pytest.fixture
def house(database: str) -> House:
    return House(database, 1)


def told(made: Request) -> list[tuple[str, str]]:
    """Return what was written to the person, each with its words."""
    found = Notice.objects.filter(subject_uid=made.uid, recipient="person").order_by("pk")
    return [(one.kind, notices.opened(one).text) for one in found]


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as refusal:
        act()
    return refusal.value.code


def test_one_right_is_granted_and_the_other_refused_on_its_ground_by_two_people(house: House) -> None:
    house.mandate(People(count=2))
    made = verified(Kind.ERASURE, Kind.RESTRICTION, person=THEIRS)
    but = {Kind.ERASURE: Ground.LEGAL_CLAIMS}
    actions.decide(actor=DPO, request=made, ground=None, refused=but, at=NOON)
    assert (made.state, refused(lambda: actions.confirm(actor=DPO, request=made, at=NOON))) == (
        State.REVIEWED,
        "second_person",
    )
    actions.confirm(actor=DEPUTY, request=made, at=NOON)
    done = execution.execute(actor=DPO, request=made, clock=CLOCK)
    assert (done.erased, done.restricted, listed(number=NUMBER)) == (0, 1, [])
    kind, text = told(made)[0]
    assert kind == "partly-refused"
    for said in ("Accepté : mettre vos données de côté", "effacer vos données", "17.3 e", "CNIL", "tribunal"):
        assert said in text


def test_a_refusal_in_part_leaves_something_and_never_an_objection(database: str) -> None:
    made = verified(Kind.OBJECTION, Kind.ERASURE)

    def decide(but: dict[Kind, Ground], ground: Ground | None = None) -> None:
        actions.decide(actor=DPO, request=made, ground=ground, refused=but, at=NOON)

    excessive = Ground.EXCESSIVE
    assert refused(lambda: decide({Kind.OBJECTION: excessive})) == "objection_succeeds"
    assert refused(lambda: decide({Kind.OBJECTION: excessive, Kind.ERASURE: excessive})) == "refused_in_part"
    assert refused(lambda: decide({Kind.ACCESS: excessive})) == "refused_in_part"
    assert refused(lambda: decide({Kind.ERASURE: Ground.UNIDENTIFIED})) == "refused_in_part"
    assert made.state == State.VERIFIED


def test_every_refusal_leads_to_the_authority_and_the_courts_in_the_person_s_language(database: str) -> None:
    made = verified(Kind.ACCESS, person=replace(THEIRS, language="en"))
    actions.decide(actor=DPO, request=made, ground=Ground.OTHERS_RIGHTS, at=NOON)
    actions.confirm(actor=DEPUTY, request=made, at=NOON)
    ((kind, text),) = told(made)
    assert kind == "refused"
    for said in ("to know what we hold about you", "articles 15(4)", "CNIL", "judicial court"):
        assert said in text


def test_each_step_is_told_once_with_its_reason_and_day(database: str) -> None:
    made = receive(Kind.ACCESS, person=THEIRS)
    actions.acknowledge(actor=DPO, request=made, at=RECEIVED)
    assert refused(lambda: actions.acknowledge(actor=DPO, request=made, at=RECEIVED)) == "request_state"
    actions.ask_identity(actor=DPO, request=made, reason="ce numéro a changé de main", at=RECEIVED + DAY)
    actions.identity_answered(actor=DPO, request=made, at=RECEIVED + 2 * DAY)
    actions.extend(actor=DPO, request=made, reason="plusieurs mandats", at=RECEIVED + 3 * DAY)
    kinds = [kind for kind, _ in told(made)]
    texts = [text for _, text in told(made)]
    assert kinds == ["acknowledged", "identity-asked", "extended"]
    assert "15 avril 2027" in texts[0]
    assert "ce numéro a changé de main" in texts[1]
    assert "plusieurs mandats" in texts[2]
    assert not any(str(NUMBER)[2:] in text or "Camille" in text for text in texts)


def test_a_letter_is_sorted_without_moving_its_deadline_and_without_opening_more(database: str) -> None:
    made = receive(Kind.ACCESS, person=THEIRS)
    due = made.due_on
    sorting.sort(actor=DPO, request=made, kinds=[Kind.ERASURE, Kind.OBJECTION], reason="la lettre dit « supprimez »")
    assert (made.kinds, made.due_on, len(made.clock)) == (["erasure", "objection"], due, 1)
    actions.verify(actor=DPO, request=made, rung=Rung.CODE, at=RECEIVED)
    assert refused(lambda: sorting.sort(actor=DPO, request=made, kinds=[Kind.ACCESS], reason="x")) == "rung_too_low"
    assert refused(lambda: sorting.sort(actor=DPO, request=made, kinds=[Kind.ERASURE], reason=" ")) == "request_reason"


def test_new_facts_make_a_new_request_and_leave_the_old_deadline_as_it_was(database: str) -> None:
    made = receive(Kind.ACCESS, person=THEIRS)
    actions.withdraw(actor=DPO, request=made, rung=Rung.NONE, at=RECEIVED + DAY)
    due, later = made.due_on, RECEIVED + 40 * DAY
    again = sorting.reopen(actor=DPO, request=made, reason="une ligne de plus", received_at=later, at=later)
    made.refresh_from_db()
    assert (made.state, made.due_on, again.reopens) == (State.WITHDRAWN, due, made)
    assert (again.state, again.due_on) == (State.RECEIVED, date(2027, 5, 24))
    assert told(again)[0][0] == "reopened"


def test_a_complaint_has_a_record_before_it_is_answered_and_the_authority_s_address_at_once(database: str) -> None:
    made = receive(Kind.COMPLAINT, person=THEIRS)
    actions.verify(actor=DPO, request=made, rung=Rung.NONE, at=RECEIVED)
    actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED)

    def deliver() -> None:
        actions.deliver(actor=DPO, request=made, means=Means.POST, at=RECEIVED)

    assert refused(deliver) == "complaint_unnoted"
    statements.note_complaint(
        actor=DPO, request=made, category=Complaint.Category.AFTER_STOP, upheld=True, reason="deux STOP", at=RECEIVED
    )
    deliver()
    assert (told(made)[0][0], "CNIL" in told(made)[0][1]) == ("complaint-recorded", True)
    assert (made.complaint.category, made.complaint.upheld) == ("after-stop", True)


def test_an_objection_is_against_one_candidate_or_everywhere(house: House) -> None:
    mandate = house.mandate(People(count=2))
    made = actions.receive(
        actor=DPO,
        kinds=[Kind.OBJECTION],
        door=Door.WEB,
        person=THEIRS,
        received_at=NOON,
        at=NOON,
        candidate=mandate.candidate,
    )
    actions.verify(actor=DPO, request=made, rung=Rung.NONE, at=NOON)
    actions.decide(actor=DPO, request=made, ground=None, at=NOON)
    execution.execute(actor=DPO, request=made, clock=CLOCK)
    assert listed(number=NUMBER, candidate_id=mandate.candidate_id) == ["opposition"]
    assert listed(number=NUMBER) == []
    assert "de ce candidat" in told(made)[-1][1]


def aside(person: Person = THEIRS) -> Request:
    made = verified(Kind.RESTRICTION, person=person)
    actions.decide(actor=DPO, request=made, ground=None, at=NOON)
    execution.execute(actor=DPO, request=made, clock=CLOCK)
    return made


def test_what_is_set_aside_is_used_again_only_once_the_person_was_told_and_the_day_has_come(house: House) -> None:
    house.mandate(People(count=2))
    made, other = aside(), aside()
    day = (NOON + 10 * DAY).date()

    def release(at: datetime) -> int:
        return restriction.release(actor=DPO, request=made, clock=ShiftedClock(at))

    assert refused(lambda: release(NOON)) == "release_unannounced"
    assert refused(lambda: restriction.announce(actor=DPO, request=made, on=day, reason="", at=NOON)) == (
        "request_reason"
    )
    restriction.announce(actor=DPO, request=made, on=day, reason="exactitude vérifiée", at=NOON)
    # The letter is still here.
    assert refused(lambda: release(NOON + 11 * DAY)) == "release_unannounced"
    letter = Notice.objects.get(subject_uid=made.uid, kind="release-announced")
    notices.sent(actor=DPO, notice=letter, proof="250 Ok", at=NOON)
    assert refused(lambda: release(NOON + 9 * DAY)) == "release_unannounced"
    # Another request of the same person still sets it aside.
    assert release(NOON + 11 * DAY) == 0
    assert [one.restricted for one in finding.everywhere(NUMBER)] == [True]
    restriction.announce(actor=DPO, request=other, on=day, reason="exactitude vérifiée", at=NOON)
    notices.sent(
        actor=DPO, notice=Notice.objects.get(subject_uid=other.uid, kind="release-announced"), proof="ok", at=NOON
    )
    assert restriction.release(actor=DPO, request=other, clock=ShiftedClock(NOON + 11 * DAY)) == 1
    assert [one.restricted for one in finding.everywhere(NUMBER)] == [False]
    assert Notice.objects.filter(subject_uid=other.uid, kind="released-recipient").count() == 1


def test_a_person_is_not_forgotten_while_their_data_are_set_aside(house: House) -> None:
    house.mandate(People(count=2))
    made = aside()
    actions.deliver(actor=DPO, request=made, means=Means.POST, at=NOON)
    actions.close(actor=DPO, request=made, at=NOON)
    assert refused(lambda: actions.purge(actor=DPO, request=made)) == "request_restricts"
    assert actions.purge_due(actor=DPO, at=NOON + 2 * actions.KEPT) == 0


def test_a_mandate_does_not_end_over_somebody_who_waits_without_a_reason_that_stays(house: House) -> None:
    mandate, other = house.mandate(People(count=2)), house.mandate(People(count=2, first=FIRST_NUMBER + 50))
    waiting, stranger = receive(Kind.ACCESS, person=THEIRS), receive(Kind.ACCESS, person=PERSON)
    kept = receive(Kind.ERASURE, person=THEIRS)
    execution.hold(actor=DPO, request=kept, mandate=mandate, reason="litige", at=NOON)
    found = outstanding.of_mandate(mandate)
    assert (found.open, found.held) == ([waiting.reference, kept.reference], [kept.reference])
    assert stranger.reference not in found.references
    assert not outstanding.of_mandate(other)
    assert refused(lambda: end_mandate(actor=DPO, mandate=mandate, grounds="fin", clock=CLOCK)) == "mandate_outstanding"
    mandate.refresh_from_db()
    assert mandate.state == "live"
    end_mandate(actor=DPO, mandate=mandate, grounds="fin", clock=CLOCK, despite="décision de justice")
    assert mandate.state == "ended"
    forced = [line.details for line in read(Question(objects=(mandate.uid,))).lines if line.details]
    assert any("décision de justice" in str(one) and waiting.reference in str(one) for one in forced)
