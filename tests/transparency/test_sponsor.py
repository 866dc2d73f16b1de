"""Nothing is done for a sponsor who has not declared, nor in the last months for one who may not sponsor."""

from datetime import date, timedelta

import pytest
from tests.campaigns.sending_world import NOON, STAFF, House, People
from tests.sponsoring import declare

from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.checks import objections
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.models import Campaign
from selfcontact.compliance import sponsor as rules
from selfcontact.compliance.elections import election
from selfcontact.compliance.verdict import ALLOWED
from selfcontact.ledger.history import Question, read
from selfcontact.lib.errors import UserError
from selfcontact.mandates import sponsors
from selfcontact.mandates.models import Sponsor

PRESIDENTIAL = election("presidentielle-2027")
CITIZEN = rules.Sponsor(political=True, standing="citizen", country="FR", control_country="")


def sponsored(standing: str, country: str = "FR", control: str = "") -> rules.Sponsor:
    return rules.Sponsor(political=True, standing=standing, country=country, control_country=control)


def test_the_last_three_months_count_from_the_earliest_vote_to_the_last_round() -> None:
    assert rules.window(PRESIDENTIAL, NOON.date()) == (date(2027, 1, 17), date(2027, 5, 2))
    other = sponsored("other")
    for day, allowed in ((date(2027, 1, 16), True), (date(2027, 1, 17), False), (date(2027, 5, 2), False)):
        assert (rules.check_eligible(other, PRESIDENTIAL, day) is ALLOWED) is allowed
    assert rules.check_eligible(other, PRESIDENTIAL, date(2027, 5, 3)) is ALLOWED


@pytest.mark.parametrize(
    ("sponsor", "allowed"),
    [
        (CITIZEN, True),
        (sponsored("citizen", "US"), True),
        (sponsored("resident", "FR"), True),
        (sponsored("company"), True),
        (sponsored("company", "BE", "FR"), True),
        (sponsored("company", "CH"), False),
        (sponsored("company", "FR", "US"), False),
        (sponsored("citizen", "FR", "US"), False),
        (sponsored("other"), False),
        (sponsored(""), False),
        (None, False),
    ],
)
def test_only_the_union_sponsors_in_the_last_months_and_the_unknown_does_not(
    sponsor: rules.Sponsor | None, *, allowed: bool
) -> None:
    assert (rules.check_eligible(sponsor, PRESIDENTIAL, NOON.date()) is ALLOWED) is allowed


def test_a_draft_whose_sponsor_has_not_declared_is_not_submitted(house: House) -> None:
    mandate = house.mandate(People(count=1))
    campaign = house.campaign(mandate, start=False)
    declared = mandate.sponsor()
    assert declared is not None
    sponsors.withdraw(actor=STAFF, sponsor=declared, at=NOON)
    with pytest.raises(UserError) as refused:
        campaigns.submit(actor=STAFF, campaign=campaign, at=NOON)
    assert refused.value.code == "rule_RP-02"
    declare(STAFF, mandate, NOON)
    campaigns.submit(actor=STAFF, campaign=campaign, at=NOON)


def test_what_is_withdrawn_between_submission_and_signature_stops_the_signature_and_the_start(house: House) -> None:
    mandate = house.mandate(People(count=1))
    campaign = house.campaign(mandate, start=False)
    campaigns.submit(actor=STAFF, campaign=campaign, at=NOON)
    first = mandate.sponsor()
    assert first is not None
    sponsors.withdraw(actor=STAFF, sponsor=first, at=NOON)
    signed = content_sha256(campaign)
    with pytest.raises(UserError) as refused:
        campaigns.approve(actor=STAFF, campaign=campaign, content=signed, signatory="A. Durand", at=NOON)
    assert refused.value.code == "rule_RP-02"
    second = declare(STAFF, mandate, NOON)
    campaigns.approve(actor=STAFF, campaign=campaign, content=signed, signatory="A. Durand", at=NOON)
    sponsors.withdraw(actor=STAFF, sponsor=second, at=NOON)
    with pytest.raises(UserError) as refused:
        campaigns.start(actor=STAFF, campaign=campaign, at=NOON)
    assert refused.value.code == "rule_RP-02"
    assert Campaign.objects.get().state == Campaign.State.APPROVED


def test_a_company_controlled_from_outside_the_union_sponsors_before_the_last_months_only(house: House) -> None:
    mandate = house.mandate(People(count=1))
    declare(
        STAFF,
        mandate,
        NOON,
        standing=Sponsor.Standing.COMPANY,
        registration="123 456 789",
        controller="Holding Inc.",
        controller_country="US",
    )
    campaign = house.campaign(mandate, start=False)
    with pytest.raises(UserError) as refused:
        campaigns.submit(actor=STAFF, campaign=campaign, at=NOON)
    assert refused.value.code == "rule_RP-03"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"standing": Sponsor.Standing.COMPANY}, "sponsor_number"),
        ({"controller": "Holding"}, "sponsor_control"),
        ({"controller_country": "FR"}, "sponsor_control"),
        ({"email": "nowhere"}, "field_invalid"),
        ({"address": ""}, "field_invalid"),
        ({"country": "FRANCE"}, "field_invalid"),
    ],
)
def test_half_a_declaration_is_refused(house: House, changes: dict[str, object], code: str) -> None:
    mandate = house.mandate(People(count=1))
    with pytest.raises(UserError) as refused:
        declare(STAFF, mandate, NOON, **changes)
    assert refused.value.code == code


def test_the_last_declaration_recorded_counts_whatever_day_it_bears_and_none_comes_back(house: House) -> None:
    mandate = house.mandate(People(count=1))
    older = declare(STAFF, mandate, NOON - timedelta(days=90), payer="Association Durand")
    assert mandate.sponsor() == older
    campaign = house.campaign(mandate, start=False)
    assert not objections(campaign, NOON)
    declare(STAFF, mandate, NOON - timedelta(days=91), political=False)
    assert [one.rule for one in objections(campaign, NOON)] == ["RP-02"]
    last = mandate.sponsor()
    assert last is not None
    sponsors.withdraw(actor=STAFF, sponsor=last, at=NOON)
    assert mandate.sponsor() is None
    assert "RP-02" in [one.rule for one in objections(campaign, NOON)]


def test_a_declaration_is_in_the_ledger_and_the_last_one_counts(house: House) -> None:
    mandate = house.mandate(People(count=1))
    later = declare(STAFF, mandate, NOON + timedelta(days=1), payer="Association Durand")
    assert mandate.sponsor() == later
    said = [str(line.leaf.action) for line in read(Question(objects=(later.uid,))).lines if line.leaf]
    assert said == ["sponsor:declared"]
