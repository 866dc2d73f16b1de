"""From what is dropped on the public site to a request in the register, and from a code to a verified person."""

import pytest
from django.conf import settings
from tests.identity.world import NUMBER, Browser, as_process, code_in
from tests.intake.world import Register
from tests.policies.world import publish
from tests.reception.world import CLOCK, NOW, deeds, hold, messages, prove, request_of, tend, ticket_of

from selfcontact.identity.models import Code, Purpose, Ticket
from selfcontact.identity.public import TicketState
from selfcontact.ledger.leaf import JSON
from selfcontact.lib.actor import SYSTEM
from selfcontact.opposition.actions import listed
from selfcontact.reception import desk, doubts
from selfcontact.requests import actions
from selfcontact.requests.contents import unseal
from selfcontact.requests.models import Door, Kind, Request, Rung, State

S = TicketState
Finding = Ticket.Finding


@pytest.fixture
def held(register: Register, database: str) -> Register:
    """Have a mandate hold Zoé Durand, 35000, under the number."""
    hold(database, register.mandate)
    return register


def test_a_request_from_the_site_is_in_the_register_with_its_clock_and_the_person_has_its_reference(
    browser: Browser,
) -> None:
    uid = browser.drop()
    assert tend() == 1
    made = request_of(uid)
    assert (made.kinds, made.door, made.state) == (["access"], Door.WEB, State.RECEIVED)
    assert (made.due_on - NOW.date()).days == 31
    person = unseal(made)
    assert person
    assert (person.number, person.name, person.text) == (NUMBER, "Zoé Lefèvre", "D’où vient mon numéro ?")
    parcel = browser.parcel(uid)
    assert parcel
    assert parcel.json() == {"reference": made.reference, "due_on": str(made.due_on)}
    assert browser.state(uid) == S.WAITING
    assert deeds(made.uid) == ["request:received", "code:issued"]


def test_code_and_facts_verify_a_person_whom_we_hold(held: Register, browser: Browser) -> None:
    uid = browser.drop(surname="DURAND", postcode="35 000")
    tend()
    prove(browser, uid)
    assert browser.state(uid) == S.PROVEN
    tend()
    made = request_of(uid)
    assert (made.state, made.rung) == (State.VERIFIED, Rung.CODE_AND_FACTS)
    assert browser.state(uid) == S.READY
    assert doubts.found(made) == [Finding.MATCHED]
    assert ticket_of(uid).sealed is None


@pytest.mark.parametrize("stated", ["durand", "Durand ", "DURÀND", "Du rand", "Du-rand"])
def test_accents_case_and_hyphens_make_no_other_name(held: Register, browser: Browser, stated: str) -> None:
    uid = browser.drop(surname=stated)
    tend()
    prove(browser, uid)
    tend()
    assert request_of(uid).state == State.VERIFIED


@pytest.mark.parametrize(
    "stated", [{"surname": "Lefèvre"}, {"surname": "Durand", "postcode": "35200"}, {"surname": ""}, {"postcode": ""}]
)
def test_a_recycled_number_lays_nobody_open_and_may_still_have_all_erased(
    held: Register, browser: Browser, stated: dict[str, str]
) -> None:
    facts: dict[str, JSON] = {"surname": "Durand", **stated}
    uid = browser.drop(Purpose.ASK, "fr", **facts)
    tend()
    prove(browser, uid)
    tend()
    made = request_of(uid)
    assert (made.state, made.verified_at, made.rung) == (State.RECEIVED, None, Rung.NONE)
    assert doubts.found(made) == [Finding.DOUBT]
    assert deeds(made.uid)[-1] == "request:doubted"
    # From outside nothing differs from a person who was recognised.
    assert browser.state(uid) == S.READY
    erase = browser.drop(Purpose.ASK, "fr", **{**facts, "kinds": ["erasure"]})
    tend()
    prove(browser, erase)
    tend()
    assert (request_of(erase).state, request_of(erase).rung) == (State.VERIFIED, Rung.CODE)


def test_one_contact_of_another_name_is_a_doubt_even_where_another_agrees(
    held: Register, browser: Browser, database: str
) -> None:
    hold(database, held.open_mandate("other"), "Martin", delivery=2)
    uid = browser.drop(surname="Durand")
    tend()
    prove(browser, uid)
    tend()
    assert request_of(uid).state == State.RECEIVED
    assert doubts.found(request_of(uid)) == [Finding.DOUBT]


def test_a_code_alone_opens_no_access_for_whoever_has_the_telephone_for_a_minute(
    held: Register, browser: Browser
) -> None:
    """Attack 3: a partner reads the code, but says another name; even the name alone is not enough."""
    uid = browser.drop(surname="Durand", postcode="")
    tend()
    (one,) = messages()
    assert not any(word in one.text.lower() for word in ("élection", "candidat", "vote", "polit", "selfcontact"))
    assert browser.try_code(uid, code_in(one.text))
    tend()
    assert request_of(uid).verified_at is None


def test_where_nothing_is_held_the_code_is_enough_to_say_so(browser: Browser) -> None:
    uid = browser.drop()
    tend()
    prove(browser, uid)
    tend()
    made = request_of(uid)
    assert (made.state, made.rung) == (State.VERIFIED, Rung.CODE_AND_FACTS)
    assert doubts.found(made) == [Finding.NOTHING_HELD]


def test_without_a_code_nothing_is_ever_verified(held: Register, browser: Browser) -> None:
    uid = browser.drop(surname="Durand")
    for _ in range(3):
        tend()
    assert not browser.try_code(uid, "")
    tend()
    assert (request_of(uid).state, browser.state(uid)) == (State.RECEIVED, S.WAITING)


@pytest.mark.parametrize("kinds", [["objection"], ["objection", "access"]])
def test_an_objection_is_done_at_once_and_asks_for_no_proof(browser: Browser, kinds: list[str]) -> None:
    uid = browser.drop(kinds=kinds)
    tend()
    assert listed(number=NUMBER) == ["opposition"]
    made = Request.objects.get(kinds=["objection"])
    assert (made.state, made.rung) == (State.CLOSED, Rung.NONE)
    assert len(messages()) == len(kinds) - 1
    assert browser.state(uid) == (S.READY if len(kinds) == 1 else S.WAITING)


def test_an_objection_to_one_candidate_leaves_the_others(browser: Browser, register: Register) -> None:
    browser.drop(kinds=["objection"], candidate=str(register.candidate.uid))
    tend()
    assert listed(number=NUMBER) == []
    assert listed(number=NUMBER, candidate_id=register.candidate.pk) == ["opposition"]


@pytest.mark.parametrize("nobody", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_objection_to_nobody_we_know_is_to_everyone(browser: Browser, nobody: str) -> None:
    browser.drop(kinds=["objection"], candidate=nobody)
    tend()
    assert listed(number=NUMBER) == ["opposition"]


def test_beyond_a_days_objections_the_dpo_decides(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "WEB_OBJECTIONS_PER_DAY", 1)
    first, second = browser.drop(kinds=["objection"]), browser.drop(kinds=["objection"], number="33639980002")
    tend()
    tend()
    assert (listed(number=NUMBER), listed(number=33639980002)) == (["opposition"], [])
    assert request_of(second).state == State.RECEIVED
    assert doubts.found(request_of(second)) == [Finding.FLOOD]
    assert (browser.state(first), browser.state(second)) == (S.READY, S.WAITING)


def test_a_complaint_asks_for_no_proof_and_waits_for_an_answer(browser: Browser) -> None:
    uid = browser.drop(kinds=["complaint"])
    tend()
    assert (request_of(uid).state, browser.state(uid)) == (State.RECEIVED, S.READY)
    assert not messages()


@pytest.mark.parametrize("number", ["33139980001", "33899000000", "447911123456", "12025550100"])
def test_landlines_premium_and_foreign_numbers_get_no_code_and_the_same_page(browser: Browser, number: str) -> None:
    uid, usual = browser.drop(number=number), browser.drop()
    tend()
    assert [one.number for one in messages()] == [NUMBER]
    assert browser.state(uid) == browser.state(usual) == S.WAITING
    found, other = browser.parcel(uid), browser.parcel(usual)
    assert found
    assert other
    assert found.json().keys() == other.json().keys()
    assert len(found.body) == len(other.body)
    assert deeds(request_of(uid).uid) == ["request:received", "code:withheld"]
    person = unseal(request_of(uid))
    assert person
    assert (person.number, person.address) == (None, number)


@pytest.mark.parametrize(
    "junk", [{"kinds": ["nonsense"]}, {"kinds": []}, {"number": "", "where": ""}, {"text": "x" * 20_001}]
)
def test_what_makes_no_request_waits_in_vain_and_holds_nobody_back(browser: Browser, junk: dict[str, JSON]) -> None:
    uid, good = browser.drop(Purpose.ASK, "fr", **junk), browser.drop()
    tend()
    assert ticket_of(uid).finding == Finding.UNREADABLE
    assert (browser.state(uid), browser.state(good)) == (S.WAITING, S.WAITING)
    assert Request.objects.count() == 1
    assert tend() == 0


def test_a_request_is_asked_for_again_with_its_reference_and_verified_by_a_fresh_code(browser: Browser) -> None:
    first = browser.drop()
    tend()
    messages()
    made = request_of(first)
    again = browser.drop(reference=made.reference)
    tend()
    assert Request.objects.count() == 1
    prove(browser, again)
    tend()
    assert request_of(again).state == State.VERIFIED


def test_a_reference_opens_to_its_own_number_alone_and_a_code_leaves_in_any_case(browser: Browser) -> None:
    first = browser.drop()
    tend()
    messages()
    made = request_of(first)
    uids = [
        browser.drop(purpose, reference=reference, number=number)
        for purpose in (Purpose.OPEN, Purpose.WITHDRAW)
        for reference, number in ((made.reference, "33639980002"), ("d-0000000000", str(NUMBER)))
    ]
    tend()
    codes = [code_in(one.text) for one in messages()]
    assert len(codes) == len(uids)
    assert sum(browser.try_code(uid, code) for uid in uids for code in codes) == len(uids)
    tend()
    made.refresh_from_db()
    assert made.state == State.RECEIVED
    assert {browser.state(uid) for uid in uids} == {S.READY}
    assert [browser.parcel(uid) for uid in uids] == [None] * len(uids)


def test_a_reference_without_a_number_gets_no_code(browser: Browser) -> None:
    first = browser.drop()
    tend()
    messages()
    uid = browser.drop(Purpose.OPEN, reference=request_of(first).reference, number="")
    tend()
    assert not messages()
    assert browser.state(uid) == S.WAITING


def test_whoever_asked_takes_it_back_with_the_proof_that_it_rests_on(held: Register, browser: Browser) -> None:
    uid = browser.drop(surname="Durand")
    tend()
    prove(browser, uid)
    tend()
    made = request_of(uid)
    own = browser.drop(Purpose.WITHDRAW, reference=made.reference, surname="", postcode="")
    tend()
    prove(browser, own)
    tend()
    made.refresh_from_db()
    assert (made.state, browser.state(own)) == (State.WITHDRAWN, S.READY)


def test_a_code_answers_the_question_that_paused_the_clock(browser: Browser) -> None:
    uid = browser.drop()
    tend()
    made = request_of(uid)
    actions.ask_identity(actor=SYSTEM, request=made, reason="Le nom manque.", at=CLOCK.now())
    prove(browser, uid)
    tend()
    made.refresh_from_db()
    assert (made.state, made.asked_at) == (State.VERIFIED, None)
    assert len(made.clock) == 2


def test_a_request_that_somebody_changes_meanwhile_is_tried_again(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = browser.drop()
    tend()
    prove(browser, uid)
    usual = actions.verify

    def late(**said: object) -> None:
        Request.objects.update(version=9)
        usual(**said)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(actions, "verify", late)
        assert tend() == 0
    assert ticket_of(uid).done_at is None
    assert tend() == 1
    assert request_of(uid).state == State.VERIFIED


def test_two_workers_at_once_open_one_request(browser: Browser) -> None:
    uid = browser.drop()
    with as_process("worker"):
        assert desk.tend(clock=CLOCK) == 1
        assert desk.tend(clock=CLOCK) == 0
    assert Request.objects.count() == 1
    assert Code.objects.filter(ticket_id=uid).count() == 1


def test_the_duplicate_of_a_request_skips_neither_proof_nor_deadline(browser: Browser) -> None:
    """Attack 7: the second asks as much as the first, and takes nothing from it."""
    first, second = browser.drop(), browser.drop()
    tend()
    one, two = messages()
    by_ticket = {code.ticket_id: code.uid for code in Code.objects.all()}
    codes = {found.uid: code_in(found.text) for found in (one, two)}
    assert browser.try_code(first, codes[by_ticket[first]])
    tend()
    assert (request_of(first).state, request_of(second).state) == (State.VERIFIED, State.RECEIVED)
    actions.link_duplicate(actor=SYSTEM, request=request_of(second), original=request_of(first))
    assert request_of(second).verified_at is None
    assert browser.try_code(second, codes[by_ticket[second]])
    tend()
    assert (request_of(first).state, request_of(second).state) == (State.VERIFIED, State.VERIFIED)
    assert Kind.ACCESS in request_of(second).kinds


def test_the_version_of_the_policy_on_the_persons_page_goes_into_the_register(browser: Browser) -> None:
    publish(on=NOW.date(), at=NOW)
    uid = browser.drop(policy=1)
    tend()
    assert request_of(uid).policy_version == 1


@pytest.mark.parametrize("policy", [7, 0, -1, 10**12, True, "1", None, [1]])
def test_a_version_that_was_never_published_is_not_written_down_and_the_request_is(
    browser: Browser, policy: JSON
) -> None:
    publish(on=NOW.date(), at=NOW)
    uid = browser.drop(policy=policy)
    tend()
    assert request_of(uid).policy_version is None
