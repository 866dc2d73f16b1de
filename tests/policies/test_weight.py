"""How much a version changes is the DPO's decision, on written grounds, and stands in the ledger."""

from datetime import date, timedelta

import pytest
from tests.policies.world import DPO, FIRST, GROUNDS, SECOND, TODAY, publish, publish_weighty

from selfcontact.ledger.history import Question, read
from selfcontact.lib.errors import UserError
from selfcontact.policies import standing
from selfcontact.policies.weighing import Weight

LATER = TODAY + timedelta(days=30)
WEIGHTY = Weight(substantial=True, grounds=GROUNDS)
AGAIN = Weight(consent_again=True, grounds=GROUNDS)


def test_a_version_that_asks_for_consent_again_is_substantial_and_the_ledger_says_why(database: str) -> None:
    publish()
    publish_weighty(french="# Autre\n\nUn autre texte.\n", on=TODAY)
    made = publish(SECOND, LATER, weight=AGAIN, actor=DPO)
    (line,) = read(Question(objects=(made.uid,))).lines
    assert (made.substantial, made.consent_again) == (True, True)
    assert {name: line.details[name] for name in ("substantial", "consent_again", "grounds")} == {
        "substantial": True,
        "consent_again": True,
        "grounds": GROUNDS,
    }


@pytest.mark.parametrize("weight", [WEIGHTY, AGAIN])
def test_nobody_but_the_officer_publishes_a_version_that_weighs(database: str, weight: Weight) -> None:
    publish()
    with pytest.raises(UserError) as refused:
        publish(SECOND, LATER, weight=weight)
    assert refused.value.code == "dpo_only"


def test_nobody_but_the_officer_puts_another_version_in_the_place_of_one_that_weighs(database: str) -> None:
    publish()
    publish_weighty(on=LATER, consent_again=True)
    with pytest.raises(UserError) as refused:
        publish(FIRST, LATER)
    assert refused.value.code == "dpo_only"
    publish(FIRST, LATER, weight=Weight(grounds=GROUNDS), actor=DPO)
    assert standing.counts_from(LATER) is None


@pytest.mark.parametrize("grounds", ["", "x" * 19, " " * 40, "x" * 2001])
def test_without_written_grounds_nothing_is_decided(database: str, grounds: str) -> None:
    publish()
    with pytest.raises(UserError) as refused:
        publish_weighty(grounds=grounds)
    assert refused.value.code == "policy_grounds"


def test_the_first_version_changes_nothing_that_was_said(database: str) -> None:
    with pytest.raises(UserError) as refused:
        publish_weighty()
    assert refused.value.code == "policy_first"


def test_the_same_text_is_published_again_to_say_that_it_weighs(database: str) -> None:
    publish()
    assert publish_weighty(FIRST, LATER).substantial
    with pytest.raises(UserError) as refused:
        publish_weighty(FIRST, LATER)
    assert refused.value.code == "policy_unchanged"


def test_a_consent_counts_from_the_first_day_of_the_last_version_in_force_that_asked(database: str) -> None:
    publish(on=date(2026, 1, 1))
    assert standing.counts_from(LATER) is None
    publish_weighty(on=TODAY, consent_again=True)
    publish_weighty(FIRST, LATER, consent_again=True)
    publish(SECOND, LATER + timedelta(days=1))
    assert [standing.counts_from(TODAY + timedelta(days=days)) for days in (-1, 0, 29, 30, 90)] == [
        None,
        TODAY,
        TODAY,
        LATER,
        LATER,
    ]
