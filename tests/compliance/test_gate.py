"""Every rule before sending, in order: one missing fact and nothing leaves."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from selfcontact.compliance import age, approval, sender_name
from selfcontact.compliance.checklist import RULES, checklist, draft_objections
from selfcontact.compliance.elections import election
from selfcontact.compliance.gate import Campaign, check_block, check_campaign, check_person
from selfcontact.compliance.mandate import Mandate
from selfcontact.compliance.places import places
from selfcontact.compliance.route import EU_COUNTRIES, Route
from selfcontact.compliance.sponsor import Sponsor
from selfcontact.compliance.validity import Validity
from selfcontact.compliance.verdict import ALLOWED, Held, Refused, first, objections

RENNES = places("metropole", "35", 0)
NOON = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)
MANDATE = Mandate(
    live=True, opens_on=date(2026, 1, 1), ends_on=date(2026, 6, 30), instructed=True, assessed_on=date(2026, 1, 1)
)
ROUTE = Route(
    simulated=False,
    enabled=True,
    country="FR",
    vetted_on=date(2026, 1, 1),
    vetted_until=date(2026, 12, 31),
    suspended=False,
    short_code="36180",
    sender_names=frozenset({"ALEFEVRE"}),
)
BALLOT = date(2026, 3, 22)
NOTICE = "https://p.example/n/0123456789/"
MENTIONS = f"Pub. politique {NOTICE} STOP 36180"
SPONSOR = Sponsor(political=True, standing="citizen", country="FR", control_country="", paying="agent")
CAMPAIGN = Campaign(
    mandate=MANDATE,
    election=election("municipales-2026"),
    route=ROUTE,
    names=("Anne Lefèvre",),
    text=f"Bonjour , votez Anne Lefèvre ! {MENTIONS}",
    notice=NOTICE,
    sender="ALEFEVRE",
    content_sha256="ab" * 32,
    approved_sha256="ab" * 32,
    signed_at=datetime(2026, 3, 1, tzinfo=UTC),
    earliest=datetime(2026, 3, 9, tzinfo=UTC),
    latest=datetime(2026, 3, 13, 19, tzinfo=UTC),
    synthetic=False,
    sponsor=SPONSOR,
    noticed=True,
    targeted=False,
)


def test_a_campaign_in_order_leaves_with_a_validity() -> None:
    assert check_campaign(CAMPAIGN, NOON) is ALLOWED
    assert isinstance(check_block(CAMPAIGN, RENNES, NOON), Validity)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"mandate": replace(MANDATE, live=False)}, "FI-04"),
        ({"mandate": replace(MANDATE, ends_on=date(2026, 3, 9))}, "FI-04"),
        ({"mandate": replace(MANDATE, instructed=False)}, "GD-09"),
        ({"mandate": replace(MANDATE, assessed_on=None)}, "GD-12"),
        ({"mandate": replace(MANDATE, assessed_on=date(2023, 3, 10))}, "GD-12"),
        ({"sponsor": None}, "RP-02"),
        ({"sponsor": replace(SPONSOR, political=False)}, "RP-02"),
        ({"sponsor": replace(SPONSOR, standing="other")}, "RP-03"),
        ({"noticed": False}, "RP-06"),
        ({"targeted": True}, "RP-14"),
        ({"election": election("presidentielle-2027")}, "CA-05"),
        ({"route": replace(ROUTE, enabled=False)}, "GD-14"),
        ({"route": replace(ROUTE, country="US")}, "GD-14"),
        ({"route": replace(ROUTE, country="GB")}, "GD-14"),
        ({"route": replace(ROUTE, vetted_until=date(2026, 3, 9))}, "GD-14"),
        ({"route": replace(ROUTE, vetted_on=None)}, "GD-14"),
        ({"route": replace(ROUTE, suspended=True)}, "GD-14"),
        ({"synthetic": True}, "OP-01"),
        ({"approved_sha256": None}, "EL-16"),
        ({"approved_sha256": "cd" * 32}, "EL-16"),
        ({"text": f"Votez ! {MENTIONS}"}, "CN-01"),
        ({"text": f"Anne Lefèvre {NOTICE} STOP 36180"}, "RP-04"),
        ({"text": "Anne Lefèvre Pub. politique STOP 36180"}, "CN-04"),
        ({"notice": ""}, "CN-04"),
        ({"text": f"Votez Anne Lefèvre ! Pub. politique {NOTICE}"}, "SM-12"),
        ({"text": f"Anne Lefèvre 0899 12 34 56 {MENTIONS}"}, "SM-02"),
        ({"text": f"Anne Lefèvre 0800 12 34 56 {MENTIONS}"}, "EL-12"),
        ({"sender": "0639980001"}, "SM-16"),
        ({"sender": "ANNE L"}, "SM-11"),
        ({"sender": "AUTRE"}, "SM-11"),
        ({"earliest": datetime(2026, 3, 11, tzinfo=UTC)}, "EL-16"),
        ({"latest": NOON}, "EL-16"),
    ],
)
def test_one_wrong_fact_stops_the_block_and_names_its_rule(change: dict[str, Any], rule: str) -> None:
    verdict = check_block(replace(CAMPAIGN, **change), RENNES, NOON)
    assert isinstance(verdict, Refused)
    assert verdict.rule == rule
    assert verdict.fr
    assert verdict.en
    assert verdict.source


def test_a_simulated_route_may_carry_a_provisional_election_and_synthetic_people() -> None:
    rehearsal = replace(
        CAMPAIGN, route=replace(ROUTE, simulated=True, vetted_on=None), election=election("presidentielle-2027"),
        synthetic=True,
    )  # fmt: skip
    assert check_campaign(rehearsal, NOON) is ALLOWED


def test_a_short_number_of_unknown_price_holds_the_block() -> None:
    held = replace(CAMPAIGN, text=f"Anne Lefèvre, appelez le 3960. {MENTIONS}")
    assert isinstance(check_block(held, RENNES, NOON), Held)


def test_a_draft_shows_all_that_is_wrong_without_asking_for_its_approval() -> None:
    draft = replace(
        CAMPAIGN, approved_sha256=None, text="Votez !", sender="é", mandate=replace(MANDATE, instructed=False)
    )
    found = draft_objections(checklist(draft, NOON, {}))
    assert [one.rule for one in found] == ["GD-09", "CN-01", "RP-04", "CN-04", "SM-12", "SM-11"]


def test_a_draft_names_the_lines_of_its_notice_that_are_empty() -> None:
    (found,) = draft_objections(checklist(replace(CAMPAIGN, empty=(1, 7)), NOON, {}))
    assert found.rule == "RP-06"
    assert "1 « Commanditaire », 7 « Origine de l’argent »" in found.fr
    assert "1 “Sponsor”, 7 “Origin of the money”" in found.en


def test_a_campaign_in_order_shows_every_rule_with_its_number_and_source() -> None:
    checked = checklist(CAMPAIGN, NOON, {})
    assert [one.rule for one in checked] == list(RULES)
    assert all(one.verdict is ALLOWED and one.rule.fr and one.rule.en and one.rule.source for one in checked)
    assert len({one.rule.number for one in checked}) == len(checked)


def test_what_the_checklist_refuses_the_gate_refuses_too() -> None:
    for change in ({"text": f"Anne Lefèvre 0800 12 34 56 {MENTIONS}"}, {"sender": "AUTRE"}, {"synthetic": True}):
        wrong = replace(CAMPAIGN, **change)
        assert draft_objections(checklist(wrong, NOON, {}))[0] == check_campaign(wrong, NOON)


def test_nothing_leaves_in_the_silence_nor_on_sunday() -> None:
    for day in (14, 15, 21, 22):
        verdict = check_block(replace(CAMPAIGN, latest=datetime(2026, 4, 1, tzinfo=UTC)), RENNES, NOON.replace(day=day))
        assert isinstance(verdict, Refused)


@pytest.mark.parametrize(
    ("years", "opposed", "restricted", "rule"),
    [(40, False, False, None), (18, False, False, None), (17, False, False, "EL-21"), (None, False, False, "EL-21"),
     (40, True, False, "GD-08"), (40, False, True, "GD-08")],
)  # fmt: skip
def test_a_person_is_refused_by_age_opposition_or_restriction(
    years: int | None, *, opposed: bool, restricted: bool, rule: str | None
) -> None:
    refusal = check_person(years=years, opposed=opposed, restricted=restricted, minimum_age=18)
    assert (refusal.rule if refusal else None) == rule


def test_an_age_grows_only_by_whole_years() -> None:
    assert age.on_ballot_day(17, known_on=date(2026, 3, 16), ballot_day=date(2027, 3, 15)) == 17
    assert age.on_ballot_day(17, known_on=date(2026, 3, 15), ballot_day=date(2027, 3, 15)) == 18
    assert age.on_ballot_day(17, known_on=date(2027, 1, 1), ballot_day=date(2026, 3, 15)) == 17
    assert age.voting_age(date(2026, 3, 15)) == 18


@pytest.mark.parametrize("name", ["ALEFEVRE", "Anne2026", "A", "36123", "ABCDEFGHIJK"])
def test_good_sender_names_pass(name: str) -> None:
    assert sender_name.check(name) is ALLOWED


@pytest.mark.parametrize(
    ("name", "rule"),
    [("", "SM-11"), ("ABCDEFGHIJKL", "SM-11"), ("Lefèvre", "SM-11"), ("A-B", "SM-11"), ("123", "SM-11"),
     ("Info", "SM-11"), ("38123", "SM-10"), ("+33639980001", "SM-16"), ("0639980001", "SM-16")],
)  # fmt: skip
def test_bad_sender_names_are_refused(name: str, rule: str) -> None:
    verdict = sender_name.check(name)
    assert isinstance(verdict, Refused)
    assert verdict.rule == rule


def test_the_union_has_twenty_seven_members_without_the_united_kingdom() -> None:
    assert len(EU_COUNTRIES) == 27
    assert not EU_COUNTRIES & {"GB", "CH", "NO", "US"}


def test_an_empty_hash_approves_nothing() -> None:
    assert approval.check("", "") is approval.NOT_APPROVED


def test_a_refusal_comes_before_a_hold_whatever_their_order() -> None:
    held = Held(rule="A", fr="a", en="a", source="a")
    refused = Refused(rule="B", fr="b", en="b", source="b")
    assert first([held, refused]) is refused
    assert first([held, ALLOWED]) is held
    assert first([]) == ALLOWED
    assert objections([ALLOWED, held, refused]) == (held, refused)
