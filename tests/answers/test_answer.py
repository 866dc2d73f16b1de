"""From a verified request to what the person reads: the database, the ledger and the answer say the same."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from functools import partial

import jsonschema_rs
import psycopg
import pytest
from tests.answers.world import NOW, TEXT, code, current, granted, items, message, put, read, refused, second_candidate
from tests.database.refusals import possible, relations, signed_in
from tests.intake.world import Register
from tests.policies.world import FIRST, SECOND, publish
from tests.requests.world import DEPUTY, DPO, NUMBER, PERSON, RECEIVED, deeds, receive, verified

from selfcontact.answers import actions, document, holdings, parcels
from selfcontact.answers.formats.archive import files
from selfcontact.answers.models import Answer, State
from selfcontact.answers.reading import sections
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.wording import notice_of
from selfcontact.certificates.actions import end_mandate
from selfcontact.contacts import actions as contacts
from selfcontact.contacts.correcting import Values
from selfcontact.contacts.watching import IN_AN_HOUR
from selfcontact.intake.models import Delivery
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.lib.clock import ShiftedClock
from selfcontact.mandates.models import Mandate
from selfcontact.requests import actions as requests
from selfcontact.requests import execution, statements
from selfcontact.requests.models import Directive, Ground, Kind, Request, Rung
from selfcontact.requests.models import State as Stand

Owner = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def second(register: Register) -> Mandate:
    return second_candidate(register)


def valid(said: dict[str, JSON]) -> None:
    """Hold a document against the schema that is published."""
    jsonschema_rs.validator_for(json.loads(document.schema())).validate(said)


def opened(made: Request, number: int = NUMBER) -> dict[str, object]:
    parcel = parcels.for_ticket(request=made, number=number, at=NOW)
    assert parcel
    return dict(parcel.json())


def test_an_access_goes_from_the_files_of_two_candidates_to_what_the_person_reads(second: Mandate) -> None:
    made = granted(Kind.ACCESS)
    actions.publish(actor=DPO, request=made, at=NOW)
    laid = opened(made)
    said = laid["content"]
    assert isinstance(said, dict)
    valid(said)
    assert said["searched"] == {"number": f"+{NUMBER}", "on": "2027-03-17", "mandates": 2, "held": True}
    first, other = said["contacts"]
    assert (first["controller"], other["controller"]) == ("Camille Fiction", "Dominique Invention")
    assert first["data"]["surname"] == "Durand"
    assert other["data"]["address"].startswith("2 quai du Port")
    assert first["source"]["provider"] == {"name": "Fichiers Fiction", "country": "FR"}
    assert first["source"]["consented_on"] == "2026-05-04"
    assert first["source"]["form"]["wording"] == "J’accepte"
    assert first["until"] == "2027-12-01"
    assert [one["name"] for one in said["controllers"]] == ["Camille Fiction", "Dominique Invention"]
    made.refresh_from_db()
    assert made.state == Stand.DELIVERED
    assert [one.action for one in Entry.objects.filter(object_id=current(made).uid).order_by("id")] == [
        "answer:prepared", "answer:disclosed", "answer:reviewed", "answer:published", "answer:opened",
    ]  # fmt: skip
    assert deeds(made.uid)[-1] == "request:delivered"
    assert laid["openings_left"] == 2


def test_a_portability_gives_what_the_person_provided_and_nothing_that_was_made_of_it(second: Mandate) -> None:
    made = granted(Kind.PORTABILITY)
    actions.publish(actor=DPO, request=made, at=NOW)
    said = opened(made)["content"]
    assert isinstance(said, dict)
    valid(said)
    assert (said["copied"], said["contacts"], said["messages"], said["oppositions"]) == (False, [], [], [])
    first, other = said["portable"]["people"]
    assert set(first) == {
        "controller", "surname", "first_name", "address", "number", "age", "consented_on", "form",
    }  # fmt: skip
    assert (first["number"], first["age"], other["surname"]) == (f"+{NUMBER}", 40, "Lefèvre")
    written = files(said, "fr")
    assert sorted(written) == [
        f"reponse-{made.reference}{end}" for end in ("-portable.csv", "-portable.json", ".csv", ".json", ".pdf")
    ]
    assert json.loads(written[f"reponse-{made.reference}-portable.json"])["people"] == [first, other]


def test_that_nothing_is_held_is_an_answer(register: Register) -> None:
    put(register, register.mandate, NUMBER + 1, "Durand", "1 rue de la Paix")
    made = granted(Kind.ACCESS)
    actions.publish(actor=DPO, request=made, at=NOW)
    said = opened(made)["content"]
    assert isinstance(said, dict)
    valid(said)
    assert said["searched"] == {"number": f"+{NUMBER}", "on": "2027-03-17", "mandates": 1, "held": False}
    assert said["contacts"] == said["controllers"] == said["recipients"] == []
    assert "Non, nous n’avons rien sur vous." in str(sections(said, "fr"))
    assert "No, we hold nothing about you." in str(sections(said, "en"))


def test_a_message_sent_is_told_with_its_text_its_signature_and_its_carrier(second: Mandate, owner: Owner) -> None:
    message(second, owner)
    made = granted(Kind.ACCESS)
    (one,) = items(read(made)["messages"])
    assert (one["controller"], one["sender_name"], one["outcome"]) == ("Dominique Invention", "INVENTION", "delivered")
    shown = TEXT.replace("{notice}", notice_of(Campaign.objects.get(reference=one["campaign"])))
    assert one["text"] == shown
    assert one["text_sha256"] == hashlib.sha256(shown.encode()).hexdigest()
    assert (one["approved_on"], one["at"], one["received_at"]) == (
        "2027-03-10", "2027-03-16T10:00:00+00:00", "2027-03-16T10:01:00+00:00",
    )  # fmt: skip
    valid(read(made))
    assert [two["name"] for two in items(read(made)["recipients"])] == ["Opérateur Fiction"]


def test_a_refusal_names_its_ground_the_authority_and_the_courts_and_shows_no_data(second: Mandate) -> None:
    made = refused(Ground.EXCESSIVE, Kind.ACCESS)
    actions.publish(actor=DPO, request=made, at=NOW)
    said = opened(made)["content"]
    assert isinstance(said, dict)
    valid(said)
    assert (said["searched"], said["contacts"], said["decision"]["ground"]) == (None, [], "excessive")
    for language, words in (
        ("fr", ("article 12", "CNIL", "tribunal judiciaire")),
        ("en", ("article 12", "CNIL", "court")),
    ):
        text = str(sections(said, language))
        assert all(word in text for word in words)
    assert "Durand" not in json.dumps(said)


def test_who_was_not_identified_is_not_told_whether_anything_is_held(second: Mandate) -> None:
    made = receive(Kind.ACCESS)
    requests.acknowledge(actor=DPO, request=made, at=NOW)
    requests.decide(actor=DPO, request=made, ground=Ground.UNIDENTIFIED, at=NOW)
    actions.prepare(actor=DPO, request=made, at=NOW)
    said = read(made)
    valid(said)
    assert (said["searched"], said["contacts"]) == (None, [])


def test_an_objection_without_proof_does_not_tell_whether_the_number_is_known(second: Mandate) -> None:
    made = receive(Kind.OBJECTION)
    requests.verify(actor=DPO, request=made, rung=Rung.NONE, at=NOW)
    requests.decide(actor=DPO, request=made, ground=None, at=NOW)
    execution.execute(actor=DPO, request=made, clock=ShiftedClock(NOW))
    actions.prepare(actor=DPO, request=made, at=NOW)
    actions.publish(actor=DPO, request=made, at=NOW)
    said = opened(made)["content"]
    assert isinstance(said, dict)
    valid(said)
    assert (said["searched"], said["contacts"], said["effects"]["rights"]) == (None, [], ["objection"])
    assert "plus aucun message" in str(sections(said, "fr"))


def test_a_refusal_that_says_nothing_is_held_is_not_made_when_something_is(second: Mandate) -> None:
    made = verified(Kind.ACCESS)
    requests.decide(actor=DPO, request=made, ground=Ground.NOT_HELD, at=NOW)
    assert code(lambda: actions.prepare(actor=DPO, request=made, at=NOW)) == "answer_contradicts"


def test_what_is_refused_in_part_is_said_right_by_right(second: Mandate) -> None:
    made = verified(Kind.ACCESS, Kind.PORTABILITY)
    part = {Kind.PORTABILITY: Ground.OTHERS_RIGHTS}
    requests.decide(actor=DPO, request=made, ground=None, refused=part, at=NOW)
    actions.prepare(actor=DPO, request=made, at=NOW)
    said = read(made)
    valid(said)
    assert (said["copied"], said["portable"]) == (True, None)
    assert "sauf" in str(sections(said, "fr"))


def test_the_second_person_confirms_only_what_they_have_read(second: Mandate) -> None:
    made = verified()
    requests.decide(actor=DPO, request=made, ground=None, at=NOW)
    confirm = partial(actions.confirm, actor=DEPUTY, request=made, at=NOW)
    assert code(confirm) == "answer_none"
    actions.prepare(actor=DPO, request=made, at=NOW)
    assert code(confirm) == "answer_unread"
    read(made)
    actions.prepare(actor=DPO, request=made, at=NOW)
    # Another document, which they have not seen.
    assert code(confirm) == "answer_unread"
    read(made)
    confirm()
    assert (made.state, current(made).state) == (Stand.GRANTED, State.REVIEWED)
    assert code(lambda: actions.confirm(actor=DPO, request=made, at=NOW)) == "answer_unread"


def test_nobody_confirms_alone_an_answer_that_they_had_made_in_place_of_the_one_proposed(second: Mandate) -> None:
    made = verified()
    actions.prepare(actor=DPO, request=made, at=NOW)
    actions.leave_out(actor=DPO, request=made, section="contacts.1", reason="autre titulaire", at=NOW)
    requests.decide(actor=DPO, request=made, ground=None, at=NOW)
    # What was left out is there again, and whoever proposed has not seen it.
    actions.prepare(actor=DEPUTY, request=made, at=NOW)
    read(made)
    confirm = partial(actions.confirm, actor=DEPUTY, request=made, at=NOW)
    assert code(confirm) == "second_person"
    actions.disclose(actor=DPO, answer=current(made), reason="relecture")
    confirm()
    assert (made.state, current(made).state) == (Stand.GRANTED, State.REVIEWED)


def test_who_had_the_number_before_is_not_laid_open_by_a_file_that_came_after_the_verification(
    register: Register,
) -> None:
    made = verified()
    put(register, register.mandate, NUMBER, "Durand", "1 rue de la Paix")
    late = Delivery.objects.filter(published_at=None)
    assert late.update(published_at=NOW) == 1
    assert code(lambda: actions.prepare(actor=DPO, request=made, at=NOW)) == "answer_another_name"
    other = verified(Kind.ERASURE)
    actions.prepare(actor=DPO, request=other, at=NOW)
    put(register, register.mandate, NUMBER + 1, "LEFEVRE", "2 quai du Port")
    late.update(published_at=NOW)
    same = verified(person=replace(PERSON, number=NUMBER + 1))
    actions.prepare(actor=DPO, request=same, at=NOW)
    assert items(read(same)["contacts"])


def test_an_answer_does_not_leave_before_it_is_decided_or_when_nobody_reviewed_it(second: Mandate) -> None:
    made = verified()
    actions.prepare(actor=DPO, request=made, at=NOW)
    publish = partial(actions.publish, actor=DPO, request=made, at=NOW)
    assert code(publish) == "answer_undecided"
    requests.decide(actor=DPO, request=made, ground=None, at=NOW)
    # Around the review, by another hand: the answer itself is still unreviewed.
    requests.confirm(actor=DEPUTY, request=made, at=NOW)
    assert code(publish) == "answer_unreviewed"
    assert parcels.for_ticket(request=made, number=NUMBER, at=NOW) is None


def without(made: Request, section: str) -> None:
    actions.leave_out(actor=DPO, request=made, section=section, reason="x", at=NOW)


def test_a_part_is_left_out_before_it_is_proposed_and_the_person_reads_why(second: Mandate) -> None:
    made = verified()
    actions.prepare(actor=DPO, request=made, at=NOW)
    first = current(made).uid
    actions.leave_out(actor=DPO, request=made, section="contacts.1", reason="autre titulaire", at=NOW)
    said = read(made)
    valid(said)
    (kept,) = items(said["contacts"])
    assert kept["controller"] == "Dominique Invention"
    assert said["left_out"] == [{"section": "contacts.1", "reason": "autre titulaire"}]
    assert "autre titulaire" in str(sections(said, "fr"))
    assert current(made).uid != first
    assert Answer.objects.get(uid=first).sealed is None
    for section in ("decision", "authority", "contacts.2", "contacts.x", "messages", "contacts.1.1"):
        assert code(partial(without, made, section)) == "answer_section"
    requests.decide(actor=DPO, request=made, ground=None, at=NOW)
    assert code(partial(without, made, "contacts")) == "answer_fixed"
    actions.confirm(actor=DEPUTY, request=made, at=NOW)


def test_what_was_erased_meanwhile_does_not_leave_and_a_new_answer_does_not_bring_it_back(
    second: Mandate, register: Register
) -> None:
    made = granted()
    contacts.erase(actor=DPO, mandate=register.mandate, number=NUMBER, clock=ShiftedClock(NOW))
    assert code(lambda: actions.publish(actor=DPO, request=made, at=NOW)) == "answer_stale"
    actions.prepare(actor=DPO, request=made, at=NOW)
    assert code(lambda: actions.publish(actor=DPO, request=made, at=NOW)) == "answer_unreviewed"
    said = read(made)
    assert [one["controller"] for one in items(said["contacts"])] == ["Dominique Invention"]
    assert "erasure" in str(said["oppositions"])
    actions.confirm(actor=DEPUTY, request=made, at=NOW)
    actions.publish(actor=DPO, request=made, at=NOW)


def test_a_mandate_that_ended_meanwhile_takes_its_data_out_of_the_answer(second: Mandate) -> None:
    made = granted()
    end_mandate(actor=DPO, mandate=second, grounds="fin", clock=ShiftedClock(NOW), despite="essai")
    assert code(lambda: actions.publish(actor=DPO, request=made, at=NOW)) == "answer_stale"
    actions.prepare(actor=DPO, request=made, at=NOW)
    said = read(made)
    assert [one["controller"] for one in items(said["contacts"])] == ["Camille Fiction"]
    assert "Dominique" not in json.dumps(said, ensure_ascii=False)


def test_who_asks_for_a_copy_and_then_the_erasure_gets_both(second: Mandate) -> None:
    made = granted(Kind.ACCESS, Kind.ERASURE)
    assert code(lambda: actions.publish(actor=DPO, request=made, at=NOW)) == "not_executed"
    execution.execute(actor=DPO, request=made, clock=ShiftedClock(NOW))
    actions.publish(actor=DPO, request=made, at=NOW)
    said = opened(made)["content"]
    assert isinstance(said, dict)
    valid(said)
    assert (len(said["contacts"]), said["effects"]["erased"]) == (2, 2)
    assert "avant l’effacement" in str(sections(said, "fr"))
    assert holdings.of(NUMBER).contacts == []


def test_a_correction_is_reported_by_its_fields_and_never_by_its_values(second: Mandate) -> None:
    made = verified(Kind.RECTIFICATION)
    statements.state_correction(actor=DPO, request=made, values=Values(surname="Le Fèvre"), at=NOW)
    requests.decide(actor=DPO, request=made, ground=None, at=NOW)
    execution.execute(actor=DPO, request=made, clock=ShiftedClock(NOW))
    actions.prepare(actor=DPO, request=made, at=NOW)
    actions.publish(actor=DPO, request=made, at=NOW)
    said = opened(made)["content"]
    assert isinstance(said, dict)
    valid(said)
    assert (said["effects"]["fields"], said["effects"]["corrected"]) == (["surname"], 2)
    assert "Le Fèvre" not in json.dumps(said, ensure_ascii=False)


def test_a_directive_on_record_has_its_answer(second: Mandate) -> None:
    made = verified(Kind.DIRECTIVES)
    statements.state_directive(actor=DPO, request=made, wish=Directive.Wish.ERASE, at=NOW)
    requests.decide(actor=DPO, request=made, ground=None, at=NOW)
    execution.execute(actor=DPO, request=made, clock=ShiftedClock(NOW))
    actions.prepare(actor=DPO, request=made, at=NOW)
    said = actions.disclose(actor=DPO, answer=current(made), reason="contrôle")
    valid(said)
    assert "après votre mort" in str(sections(said, "fr"))


def test_no_candidate_learns_of_it(second: Mandate) -> None:
    made = granted()
    actions.publish(actor=DPO, request=made, at=NOW)
    opened(made)
    ours = Entry.objects.filter(action__startswith="answer:")
    assert ours.count() == 5
    # What is of a mandate is what its candidate may be told of.
    assert not ours.exclude(mandate_id=None).exists()


def test_reading_an_answer_counts_for_the_alarm_and_preparing_it_does_not(second: Mandate) -> None:
    made = verified()
    for _ in range(IN_AN_HOUR + 2):
        actions.prepare(actor=DEPUTY, request=made, at=NOW)
    assert not Entry.objects.filter(action=Action.DISCLOSURES_REPEATED).exists()
    for _ in range(IN_AN_HOUR + 1):
        read(made)
    assert Entry.objects.filter(action=Action.DISCLOSURES_REPEATED).count() == 1


@pytest.mark.parametrize("process", ["portal", "public", "sender", "voice"])
def test_no_other_process_reaches_an_answer(database: str, owner: Owner, process: str) -> None:
    ours = [one for one in relations(owner) if one.name.startswith("answers_")]
    assert [one.name for one in ours] == ["answers_answer"]
    with signed_in(database, process) as connection:
        assert [possible(connection, one) for one in ours] == [set()]


def test_an_answer_names_the_policy_in_force_and_the_one_that_the_person_had_before_them(second: Mandate) -> None:
    publish(FIRST, on=RECEIVED.date(), at=RECEIVED)
    publish(SECOND, on=RECEIVED.date() + timedelta(days=1), at=RECEIVED)
    made = receive(Kind.ACCESS, policy=1)
    requests.verify(actor=DPO, request=made, rung=Rung.CODE_AND_FACTS, at=RECEIVED)
    actions.prepare(actor=DPO, request=made, at=NOW)
    said = read(made)
    valid(said)
    policy = said["policy"]
    assert isinstance(policy, dict)
    assert (policy["version"], policy["before_you"]["version"]) == (2, 1)
    assert policy["before_you"]["url"].endswith("/policy/1/")
    links = [row for one in sections(said, "fr") for block in one.blocks for row in getattr(block, "rows", ())]
    assert any("sous les yeux" in words and where.endswith("/policy/1/") for words, where, *_ in links)


def test_an_answer_says_nothing_of_a_version_that_nobody_knows(second: Mandate) -> None:
    publish(FIRST, on=RECEIVED.date(), at=RECEIVED)
    made = verified(Kind.ACCESS)
    actions.prepare(actor=DPO, request=made, at=NOW)
    said = read(made)
    valid(said)
    assert isinstance(said["policy"], dict)
    assert "before_you" not in said["policy"]
