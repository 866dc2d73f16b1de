"""The counts of the dashboard agree with what happened."""

from datetime import date, datetime, timedelta

from tests.requests.world import DAY, DEPUTY, DPO, NUMBER, RECEIVED, receive, verified

from selfcontact.compliance.deadline import PARIS
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import ShiftedClock
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.requests import actions, execution
from selfcontact.requests.desk import targets, volumes
from selfcontact.requests.models import Door, Ground, Kind, Means, Request, Rung

APRIL = datetime(2027, 4, 20, 12, tzinfo=PARIS)


def answered(after: int, *kinds: Kind) -> Request:
    made = verified(*kinds)
    actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED)
    if made.state == "in-review":
        actions.confirm(actor=DEPUTY, request=made, at=RECEIVED)
    actions.deliver(actor=DPO, request=made, means=Means.POST, at=RECEIVED + after * DAY)
    return made


def test_delays_are_whole_days_and_what_is_overdue_counts_against_the_share_on_time(database: str) -> None:
    for after in (2, 4, 40):
        answered(after, Kind.ACCESS)
    receive()
    found = volumes.volumes(APRIL + 20 * DAY)
    assert (found.received, found.open) == (4, 4)
    assert found.delays == volumes.Delays(answered=3, median=4, longest=40, late=2, on_time=0.5)


def test_nothing_yet_gives_no_share_rather_than_a_perfect_one(database: str) -> None:
    found = volumes.volumes(APRIL)
    assert (found.received, found.delays.on_time, found.delays.median) == (0, None, None)
    assert len(found.months) == 12


def test_rights_doors_extensions_and_refusals_are_counted(database: str) -> None:
    receive(Kind.ACCESS, Kind.ERASURE)
    extended = receive(Kind.ERASURE, door=Door.MAIL)
    actions.extend(actor=DPO, request=extended, reason="plusieurs mandats", at=RECEIVED + DAY)
    refused = verified(Kind.ERASURE)
    actions.decide(actor=DPO, request=refused, ground=Ground.LEGAL_CLAIMS, at=RECEIVED)
    assert volumes.volumes(APRIL).refusals == {}
    actions.confirm(actor=DEPUTY, request=refused, at=RECEIVED)
    withdrawn = receive(Kind.COMPLAINT)
    actions.withdraw(actor=DPO, request=withdrawn, rung=Rung.NONE, at=RECEIVED)
    found = volumes.volumes(APRIL)
    assert found.by_right == {"access": 1, "erasure": 3, "complaint": 1}
    assert found.by_door == {"post": 3, "mail": 1}
    assert found.refusals == {"legal-claims": 1}
    assert (found.extended, found.withdrawn) == (1, 1)


def test_a_stop_and_a_key_pressed_are_counted_from_the_opposition_list(database: str) -> None:
    for number, channel in enumerate((Entry.Channel.SMS, Entry.Channel.SMS, Entry.Channel.VOICE, Entry.Channel.MAIL)):
        oppose(actor=SYSTEM, number=NUMBER + number, channel=channel, on=date(2027, 3, 3))
    oppose(actor=SYSTEM, number=NUMBER, channel=Entry.Channel.SMS, on=date(2027, 3, 3), kind=Entry.Kind.HOLD)
    found = volumes.volumes(APRIL)
    assert found.oppositions == {"sms": 2, "voice": 1}
    assert {one.month: one.oppositions for one in found.months}["2027-03"] == {"sms": 2, "voice": 1}


def test_a_month_is_that_of_paris(database: str) -> None:
    receive(at=datetime(2027, 3, 31, 23, 30, tzinfo=PARIS))
    receive(at=datetime(2027, 4, 1, 0, 30, tzinfo=PARIS))
    months = {one.month: one.received for one in volumes.volumes(APRIL).months}
    assert (months["2027-03"], months["2027-04"]) == (1, 1)


def test_each_mandate_has_its_counts(second: Mandate) -> None:
    made = verified(Kind.ERASURE)
    execution.hold(actor=DPO, request=made, mandate=second, reason="litige", at=RECEIVED)
    actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED)
    execution.execute(actor=DPO, request=made, clock=ShiftedClock(RECEIVED))
    found = {one.mandate: one for one in volumes.by_mandate()}
    kept = found.pop("second")
    assert (kept.erased, kept.held) == (0, 1)
    assert [(one.erased, one.held) for one in found.values()] == [(1, 0)]


def test_an_objection_should_be_done_in_a_day_an_erasure_in_three_an_access_in_ten(database: str) -> None:
    for kind, hours in ((Kind.OBJECTION, 24), (Kind.ERASURE, 72), (Kind.ACCESS, 240)):
        made, end = receive(kind), RECEIVED + timedelta(hours=hours)
        assert targets.due(made) == end
        assert not targets.passed(made, end)
        assert targets.passed(made, end + timedelta(seconds=1))
    assert targets.due(receive(Kind.COMPLAINT)) is None


def test_a_target_is_over_once_it_is_done_and_waits_while_the_person_is_asked(database: str) -> None:
    made = receive(Kind.OBJECTION)
    actions.verify(actor=DPO, request=made, rung=Rung.NONE, at=RECEIVED)
    actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED)
    assert targets.passed(made, RECEIVED + 2 * DAY)
    execution.execute(actor=DPO, request=made, clock=ShiftedClock(RECEIVED))
    assert targets.due(made) is None
    asked = receive(Kind.ERASURE)
    actions.ask_identity(actor=DPO, request=asked, reason="doute", at=RECEIVED + DAY)
    assert not targets.passed(asked, RECEIVED + 9 * DAY)
