"""The timeline of a mandate and its cautions, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from selfcontact.campaigns.models import Campaign
from selfcontact.certificates.models import Certificate
from selfcontact.compliance.elections import election
from selfcontact.compliance.silence import silence_windows
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Instruction, Mandate, Sponsor
from selfcontact.web.console.registers.cautions import cautions
from selfcontact.web.console.registers.timeline import Facts, timeline

NOW = datetime(2027, 3, 16, 11, tzinfo=UTC)
PRESIDENTIAL = election("presidentielle-2027")


def mandate(**changes: object) -> Mandate:
    values: dict[str, object] = {
        "reference": "m",
        "election": PRESIDENTIAL.code,
        "area": ["dep:35"],
        "opens_on": date(2026, 11, 1),
        "ends_on": date(2027, 6, 30),
    }
    return Mandate(**(values | changes))


SPONSOR = Sponsor(political=True, standing="citizen", country="FR", paying="agent")


def facts(**changes: object) -> Facts:
    values: dict[str, object] = {
        "mandate": mandate(),
        "election": PRESIDENTIAL,
        "territories": frozenset({"metropole"}),
        "sponsor": SPONSOR,
    }
    return Facts(**(values | changes))  # type: ignore[arg-type]


def instruction(kind: Instruction.Kind, withdrawn_at: datetime | None = None) -> Instruction:
    signed = NOW - timedelta(days=90)
    return Instruction(kind=kind, signed_at=signed, withdrawn_at=withdrawn_at, signatory="A. Durand", reference="o")


BOTH = (instruction(Instruction.Kind.PROCESSING), instruction(Instruction.Kind.CAMPAIGNS))
SIGNED = (*BOTH, instruction(Instruction.Kind.ASSESSMENT))


def test_everything_stands_in_the_order_of_time() -> None:
    delivery = Delivery(reference="d", state="published", received_on=date(2027, 1, 5), accepted=90, refused={"x": 7})
    campaign = Campaign(
        reference="c", state="scheduled", earliest=NOW + timedelta(days=1), latest=NOW + timedelta(days=1, hours=8)
    )
    events = timeline(facts(instructions=BOTH, deliveries=[delivery], campaigns=[campaign]))
    assert [event.kind for event in events] == [
        "opening",
        "instruction",
        "instruction",
        "delivery",
        "campaign",
        "silence",
        "silence",
        "planned-end",
    ]
    assert "90 lignes acceptées, 7 refusées" in events[3].text


@pytest.mark.parametrize(
    ("accepted", "refused", "said"),
    [
        (1, 1, "1 ligne acceptée, 1 refusée"),
        (2, 2, "2 lignes acceptées, 2 refusées"),
        (12_000, 3, "12\u202f000 lignes acceptées, 3 refusées"),
    ],
)
def test_lines_are_counted_as_people_count(accepted: int, refused: int, said: str) -> None:
    delivery = Delivery(
        reference="d", state="published", received_on=date(2027, 1, 5), accepted=accepted, refused={"x": refused}
    )
    (found,) = [event for event in timeline(facts(deliveries=[delivery])) if event.kind == "delivery"]
    assert found.text == said


def test_a_silence_lasts_exactly_as_long_as_the_rule_says() -> None:
    found = [event for event in timeline(facts()) if event.kind == "silence"]
    windows = silence_windows(PRESIDENTIAL, frozenset({"metropole"}))
    assert [(event.at, event.until) for event in found] == [(window.start, window.end) for window in windows]


def test_territories_that_vote_on_other_days_have_silences_of_their_own() -> None:
    found = [
        event
        for event in timeline(facts(territories=frozenset({"metropole", "971", "974"})))
        if event.kind == "silence"
    ]
    assert len(found) == 4
    assert "Guadeloupe" in found[0].text
    assert "métropole, La Réunion" in found[1].text
    assert "vendredi 16 avril" in found[0].text
    assert "samedi 17 avril" in found[1].text


def test_a_territory_of_several_clocks_is_silent_on_the_same_days_as_its_people_read_them() -> None:
    found = [event for event in timeline(facts(territories=frozenset({"987"}))) if event.kind == "silence"]
    assert len(found) == 2
    assert "du vendredi 16 avril à 0 h au samedi 17 avril 2027 à minuit" in found[0].text


def test_a_mandate_that_ended_shows_its_end_and_its_certificate_and_no_plan() -> None:
    ended = mandate(state="ended", ended_at=NOW)
    events = timeline(facts(mandate=ended, certificate=Certificate(issued_at=NOW)))
    kinds = [event.kind for event in events]
    assert "planned-end" not in kinds
    assert kinds.index("end") < kinds.index("certificate")


def test_a_withdrawn_instruction_is_shown_twice() -> None:
    kinds = [event.kind for event in timeline(facts(instructions=[instruction(Instruction.Kind.CAMPAIGNS, NOW)]))]
    assert kinds.count("instruction") == kinds.count("withdrawal") == 1


def remedies(**changes: object) -> list[str]:
    return [caution.remedy for caution in cautions(facts(**changes), NOW)]


def test_a_mandate_in_good_order_only_waits_for_the_decree() -> None:
    (only,) = cautions(facts(instructions=SIGNED), NOW)
    assert "attendent leur décret" in only.text


@pytest.mark.parametrize(
    ("changes", "remedy"),
    [
        ({"instructions": SIGNED[1:]}, "instruction"),
        ({"instructions": (SIGNED[0], SIGNED[2])}, "instruction"),
        ({"instructions": SIGNED[:2]}, "instruction"),
        ({"instructions": [SIGNED[0], SIGNED[2], instruction(Instruction.Kind.CAMPAIGNS, NOW)]}, "instruction"),
        ({"instructions": SIGNED, "sponsor": None}, "sponsor"),
        ({"instructions": SIGNED, "sponsor": Sponsor(political=False, standing="citizen")}, "sponsor"),
        ({"instructions": SIGNED, "sponsor": Sponsor(political=True, standing="other", country="FR")}, "sponsor"),
        ({"instructions": SIGNED, "mandate": mandate(ends_on=date(2027, 4, 20))}, "move-end"),
        ({"instructions": SIGNED, "mandate": mandate(ends_on=date(2027, 3, 1))}, "end"),
        ({"instructions": SIGNED, "mandate": mandate(state="ending")}, "end"),
        ({"instructions": SIGNED, "deliveries": [Delivery(state="held", refused={})]}, "delivery"),
        ({"instructions": SIGNED, "campaigns": [Campaign(state="scheduled", earliest=NOW, latest=NOW)]}, "delivery"),
    ],
)
def test_what_is_missing_is_said_with_its_remedy(changes: dict[str, object], remedy: str) -> None:
    assert remedy in remedies(**changes)
    assert remedy not in remedies(instructions=SIGNED)


def test_a_mandate_that_ended_needs_nothing() -> None:
    assert not cautions(facts(mandate=mandate(state="ended", ended_at=NOW)), NOW)
