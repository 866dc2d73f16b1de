"""A line from its description to the air and off it again, and everything that keeps it from the air."""

from datetime import timedelta

import pytest
from tests.lines.world import DAY, NOON, NUMBER, STAFF, Studio, file, voice
from tests.sponsoring import declare

from selfcontact.compliance import line as rules
from selfcontact.compliance.verdict import Refused
from selfcontact.ledger.leaf import Leaf
from selfcontact.ledger.models import Entry
from selfcontact.lib.errors import UserError
from selfcontact.lines import actions, house, prompts, standing, trunks
from selfcontact.lines.answering.shelf import Reader
from selfcontact.lines.models import Language, Line, Part, Prompt
from selfcontact.mandates import actions as mandates
from selfcontact.mandates import sponsors
from selfcontact.mandates.models import Instruction, Sponsor
from selfcontact.subprocessors import actions as subprocessors


def published(studio: Studio) -> Line:
    line = studio.line()
    studio.record(line)
    studio.approve(line)
    actions.publish(actor=STAFF, line=line, at=NOON)
    return line


def reason(line: Line, at: object = NOON) -> str:
    verdict = rules.check(standing.facts(Line.objects.get(pk=line.pk)), at)  # type: ignore[arg-type]
    return verdict.rule if isinstance(verdict, Refused) else ""


def test_a_line_goes_on_the_air_only_after_it_was_recorded_and_signed(studio: Studio) -> None:
    line = studio.line()
    with pytest.raises(UserError, match="message"):
        actions.submit(actor=STAFF, line=line, at=NOON)
    studio.record(line)
    with pytest.raises(UserError, match="approuvé"):
        actions.publish(actor=STAFF, line=line, at=NOON)
    studio.approve(line)
    assert reason(line) == "VL-01"
    actions.publish(actor=STAFF, line=line, at=NOON)
    assert reason(line) == ""
    actions.stop(actor=STAFF, line=line, grounds="fin", at=NOON)
    assert reason(line) == "VL-01"
    done = [Leaf.decode(bytes(one.leaf)).action for one in Entry.objects.order_by("id")]
    assert [one for one in done if one.startswith("line:")] == [
        "line:added", "line:recorded", "line:submitted", "line:approved", "line:published", "line:stopped",
    ]  # fmt: skip


def test_a_new_recording_voids_the_signature_given_to_the_old_one(studio: Studio) -> None:
    line = studio.line()
    studio.record(line)
    studio.approve(line)
    signed = line.content_sha256
    studio.record(line, seed=2)
    assert line.content_sha256 != signed
    assert line.state == Line.State.DRAFT
    assert not line.approvals.filter(voided_at=None).exists()
    actions.submit(actor=STAFF, line=line, at=NOON)
    with pytest.raises(UserError, match="n’est pas ce que"):
        actions.approve(actor=STAFF, line=line, content=signed, signatory="A. Durand", at=NOON)


def test_other_hours_another_number_or_another_language_are_another_content(studio: Studio) -> None:
    line = studio.line()
    studio.record(line)
    seen = {line.content_sha256}
    base = studio.terms()
    for terms in (
        actions.Terms(**{**vars(base), "closes_at": base.closes_at + DAY}),
        actions.Terms(**{**vars(base), "number": NUMBER + 1}),
        actions.Terms(**{**vars(base), "languages": (Language.FRENCH, Language.ENGLISH)}),
    ):
        actions.change(actor=STAFF, line=line, terms=terms, at=NOON)
        seen.add(line.content_sha256)
    assert len(seen) == 4


def test_how_many_calls_it_takes_is_no_part_of_what_is_signed(studio: Studio) -> None:
    line = studio.line()
    before = line.content_sha256
    actions.change(actor=STAFF, line=line, terms=actions.Terms(**{**vars(studio.terms()), "cap": 7}), at=NOON)
    assert line.content_sha256 == before


def test_a_line_on_the_air_is_stopped_before_anything_of_it_changes(studio: Studio) -> None:
    line = published(studio)
    with pytest.raises(UserError, match="publiée"):
        studio.record(line, seed=2)
    with pytest.raises(UserError, match="publiée"):
        actions.change(actor=STAFF, line=line, terms=studio.terms(), at=NOON)


def test_a_line_answers_from_its_opening_to_its_closing_to_the_second(studio: Studio) -> None:
    line = published(studio)
    second = timedelta(seconds=1)
    assert [reason(line, at) for at in (line.opens_at - second, line.opens_at)] == ["VL-01", ""]
    assert [reason(line, at) for at in (line.closes_at - second, line.closes_at)] == ["", "VL-01"]


def test_a_line_falls_silent_with_the_vetting_of_its_operator(studio: Studio) -> None:
    line = published(studio)
    operator = line.trunk.subprocessor
    subprocessors.suspend(actor=STAFF, subprocessor=operator, on=NOON.date(), grounds="test")
    assert reason(line) == ""  # simulated: it is ours, and leaves this machine for nobody
    line.trunk.simulated = False
    line.trunk.save()
    mandate = line.mandate
    mandate.election = "municipales-2026"
    mandate.save()
    assert reason(line) == "GD-14"
    subprocessors.vet(
        actor=STAFF, subprocessor=operator, contract_sha256="0" * 64, on=NOON.date(), until=(NOON + DAY).date(),
        grounds="test", transfers="none",
    )  # fmt: skip
    assert reason(line) == ""
    assert reason(line, NOON + 2 * DAY) == "GD-14"
    trunks.disable_trunk(actor=STAFF, trunk=line.trunk, grounds="test")
    assert reason(line) == "GD-14"


def test_no_real_trunk_answers_while_the_dates_of_the_election_wait_for_their_decree(studio: Studio) -> None:
    line = published(studio)
    line.trunk.simulated = False
    line.trunk.save()
    assert reason(line) == "CA-05"


@pytest.mark.parametrize(
    ("kind", "rule"), [(Instruction.Kind.CAMPAIGNS, "GD-09"), (Instruction.Kind.ASSESSMENT, "GD-12")]
)
def test_a_line_falls_silent_with_what_the_candidate_signed_and_with_the_mandate(
    studio: Studio, kind: Instruction.Kind, rule: str
) -> None:
    line = published(studio)
    order = Instruction.objects.get(mandate=studio.mandate, kind=kind)
    mandates.withdraw_instruction(actor=STAFF, instruction=order, at=NOON)
    assert reason(line) == rule
    assert reason(line, NOON + 101 * DAY) == "FI-04"


def test_a_line_whose_sponsor_has_declared_nothing_is_refused_and_one_on_the_air_falls_silent(studio: Studio) -> None:
    line = studio.line()
    studio.record(line)
    studio.approve(line)
    sponsors.withdraw(actor=STAFF, sponsor=Sponsor.objects.get(), at=NOON)
    with pytest.raises(UserError, match="RP-02"):
        actions.publish(actor=STAFF, line=line, at=NOON)
    declare(STAFF, studio.mandate, NOON)
    actions.publish(actor=STAFF, line=line, at=NOON)
    assert str(line.uid) in Reader().read(NOON).by_line
    sponsors.withdraw(actor=STAFF, sponsor=Sponsor.objects.get(withdrawn_at=None), at=NOON)
    assert reason(line) == "RP-02"
    assert str(line.uid) not in Reader().read(NOON).by_line


def test_a_sponsor_from_outside_the_union_has_no_line_in_the_last_three_months(studio: Studio) -> None:
    line = published(studio)
    declare(STAFF, studio.mandate, NOON, standing=Sponsor.Standing.OTHER, country="CH")
    assert reason(line) == "RP-03"
    declare(STAFF, studio.mandate, NOON + DAY)
    assert reason(line, NOON + DAY) == ""


@pytest.mark.parametrize("number", [33_811_001_234, 33_639_980_001, 33_700_000_001, 33_800_001_234])
def test_a_number_that_costs_or_is_free_or_moves_gets_no_line(studio: Studio, number: int) -> None:
    with pytest.raises(UserError, match=r"SM-21|EL-12"):
        studio.line(terms=studio.terms(number))


def test_one_number_is_one_line_at_a_time(studio: Studio) -> None:
    line = studio.line("one")
    with pytest.raises(UserError, match="déjà"):
        studio.line("two")
    later = actions.Terms(**{**vars(studio.terms()), "opens_at": line.closes_at, "closes_at": line.closes_at + DAY})
    studio.line("three", terms=later)
    actions.retire(actor=STAFF, line=line, at=NOON)
    studio.line("four")


def test_a_line_in_two_languages_needs_both_recordings(studio: Studio) -> None:
    line = studio.line(terms=studio.terms(languages=(Language.FRENCH, Language.ENGLISH)))
    studio.record(line)
    with pytest.raises(UserError, match="en"):
        actions.submit(actor=STAFF, line=line, at=NOON)
    studio.record(line, language=Language.ENGLISH)
    actions.submit(actor=STAFF, line=line, at=NOON)


def test_the_greeting_says_that_it_is_political_and_for_whom_until_the_candidate_records_one(
    studio: Studio, quick_voice: list[tuple[str, Language]]
) -> None:
    line = studio.line()
    said = next(text for text, _ in quick_voice)
    assert "annonce à caractère politique" in said
    assert "Alix Durand" in said
    spoken = prompts.live_of_line(line)["greeting", "fr"]
    assert spoken.origin == Prompt.Origin.SPOKEN
    with pytest.raises(UserError, match="annonce à caractère politique"):
        studio.record(line, Part.GREETING)
    with pytest.raises(UserError, match="candidat"):
        studio.record(line, Part.GREETING, said="Bonjour. Publicité politique de notre mouvement.")
    studio.record(line, Part.GREETING, said="Bonjour. Annonce politique d’Alix Durand.")
    assert prompts.live_of_line(line)["greeting", "fr"].origin == Prompt.Origin.RECORDED


def test_a_humans_announcement_comes_before_the_machines_which_comes_back_when_it_is_withdrawn(
    studio: Studio,
) -> None:
    place = Part.NOTICE, Language.FRENCH
    house.speak_missing(actor=STAFF, languages=["fr"], at=NOON)
    assert prompts.live_of_house()[place].origin == Prompt.Origin.SPOKEN
    sound = file(voice())
    house.record_prompt(actor=STAFF, part=place[0], language=place[1], file=sound, said="…", at=NOON)
    house.speak_missing(actor=STAFF, languages=["fr"], at=NOON)
    assert prompts.live_of_house()[place].origin == Prompt.Origin.RECORDED
    house.withdraw_prompt(actor=STAFF, part=place[0], language=place[1], at=NOON)
    assert prompts.live_of_house()[place].origin == Prompt.Origin.SPOKEN
    with pytest.raises(UserError, match="Aucune autre"):
        house.withdraw_prompt(actor=STAFF, part=place[0], language=place[1], at=NOON)


def test_what_the_house_says_is_spoken_once_and_again_when_it_is_worded_otherwise(
    studio: Studio, quick_voice: list[tuple[str, Language]], settings_company: None
) -> None:
    assert house.speak_missing(actor=STAFF, languages=["fr"], at=NOON) > 10
    assert house.speak_missing(actor=STAFF, languages=["fr"], at=NOON) == 0
    quick_voice.clear()
    rename()
    assert house.speak_missing(actor=STAFF, languages=["fr"], at=NOON) > 0
    assert all("Maison Neuve" in text for text, _ in quick_voice)


def rename() -> None:
    from django.conf import settings

    settings.COMPANY_NAME = "Maison Neuve"


@pytest.fixture
def settings_company(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "COMPANY_NAME", settings.COMPANY_NAME)


def test_no_recording_holds_a_line_that_it_was_not_made_for(studio: Studio) -> None:
    line = studio.line()
    with pytest.raises(UserError, match="place"):
        studio.record(line, Part.NOTICE)
    with pytest.raises(UserError, match="place"):
        studio.record(line, language=Language.ENGLISH)
