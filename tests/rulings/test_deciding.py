"""A precaution is decided otherwise by the DPO alone, with grounds, on the ledger; silence and opposition never are."""

import asyncio
import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.campaigns.sending import HandClock, ask, scene
from tests.campaigns.sending_world import NOON, TODAY, People
from typer.testing import CliRunner

from selfcontact.accounts.actions import terminal_actor
from selfcontact.accounts.models import Face, Role, User
from selfcontact.cli.rules import rules as command
from selfcontact.compliance import alternatives, catalogue, hours, text
from selfcontact.compliance.elections import election
from selfcontact.compliance.places import Place, places
from selfcontact.compliance.silence import silence_windows
from selfcontact.compliance.validity import validity
from selfcontact.compliance.verdict import Refused
from selfcontact.contacts import actions as contacts
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.lib.errors import UserError
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry as Opposed
from selfcontact.rulings.actions import decide, take_back
from selfcontact.rulings.models import Ruling, in_force

GROUNDS = "Avis écrit de notre conseil, du 3 mars 2027."
#: A Sunday at noon in Paris, four weeks before the ballot.
SUNDAY = datetime(2027, 3, 21, 11, tzinfo=UTC)
#: Some days before the first silence; three weeks later the second is over.
EVE = datetime(2027, 4, 14, tzinfo=UTC)
RENNES = places("metropole", "35", 0)
EVERYTHING = frozenset(one.id for one in catalogue.rules())


def _account(role: Role, email: str = "") -> Actor:
    user = User.objects.create_user(email or f"{role}@selfcontact.example")
    user.face, user.roles = Face.CONSOLE, [role]
    user.save()
    return user.actor()


@pytest.fixture
def dpo(database: str) -> Actor:
    """Give the account of a data protection officer."""
    return _account(Role.DPO)


def test_a_decision_and_its_return_stand_in_the_ledger_with_their_grounds(dpo: Actor) -> None:
    decide(actor=dpo, rule="sm-07", grounds=GROUNDS, at=NOON)
    assert in_force() == ["SM-07"]
    take_back(actor=dpo, rule="SM-07", grounds="L’avis a été retiré par le conseil.", at=NOON + timedelta(days=1))
    assert in_force() == []
    for action in (Action.RULE_DECIDED, Action.RULE_RESTORED):
        (line,) = read(Question(action=action)).lines
        assert line.actor is not None
        assert line.actor.uid == dpo.uid
        assert line.details is not None
        assert line.details["rule"] == "SM-07"
        assert line.details["grounds"]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_nobody_but_the_dpo_decides_or_takes_back(database: str, role: Role) -> None:
    for actor in (_account(role), SYSTEM):
        for verb in (decide, take_back):
            with pytest.raises(UserError) as refused:
                verb(actor=actor, rule="SM-07", grounds=GROUNDS, at=NOON)
            assert refused.value.code == "dpo_only"
    assert in_force() == []


@pytest.mark.parametrize("grounds", ["", "parce que", " " * 40, "x" * 2001])
def test_a_decision_without_written_grounds_is_not_taken(dpo: Actor, grounds: str) -> None:
    with pytest.raises(UserError) as refused:
        decide(actor=dpo, rule="SM-07", grounds=grounds, at=NOON)
    assert refused.value.code == "ruling_grounds"
    assert not Ruling.objects.exists()


def test_a_rule_is_decided_once_at_a_time(dpo: Actor) -> None:
    decide(actor=dpo, rule="EL-14", grounds=GROUNDS, at=NOON)
    with pytest.raises(UserError) as refused:
        decide(actor=dpo, rule="EL-14", grounds=GROUNDS, at=NOON)
    assert refused.value.code == "rule_decided"
    take_back(actor=dpo, rule="EL-14", grounds=GROUNDS, at=NOON)
    with pytest.raises(UserError) as refused:
        take_back(actor=dpo, rule="EL-14", grounds=GROUNDS, at=NOON)
    assert refused.value.code == "rule_not_decided"
    decide(actor=dpo, rule="EL-14", grounds=GROUNDS, at=NOON)


def test_silence_and_opposition_are_refused_to_the_dpo_too_and_by_the_database_itself(dpo: Actor) -> None:
    assert {f"EL-0{number}" for number in range(1, 9)} | {"GD-08", "CN-05"} <= alternatives.FIXED
    for number in sorted(alternatives.FIXED):
        with pytest.raises(UserError) as refused:
            decide(actor=dpo, rule=number, grounds=GROUNDS, at=NOON)
        assert refused.value.code == "rule_fixed"
        with pytest.raises(IntegrityError), transaction.atomic():
            Ruling.objects.create(rule=number, grounds=GROUNDS, decided_at=NOON)
    assert in_force() == []


def test_a_rule_may_be_decided_otherwise_only_when_it_is_a_precaution_with_another_reading() -> None:
    may = {one.id for one in catalogue.rules() if alternatives.decidable(one)}
    assert may == set(alternatives.ALTERNATIVES)
    assert not may & alternatives.FIXED
    assert all(catalogue.rule(number).precaution for number in may)
    for one in catalogue.rules():
        if one.id not in may:
            with pytest.raises(UserError):
                alternatives.demand(one.id)


@given(
    st.integers(0, 21 * 24 * 60).map(lambda minutes: EVE + timedelta(minutes=minutes)),
    st.sampled_from(["metropole", "971", "974", "987"]),
    st.frozensets(st.sampled_from(sorted(EVERYTHING))) | st.just(EVERYTHING),
)
def test_whatever_were_decided_no_message_lives_in_a_silence(
    at: datetime, territory: str, decided: frozenset[str]
) -> None:
    where = frozenset({Place(territory=territory)})
    silences = silence_windows(election("presidentielle-2027"), frozenset({territory}))
    latest = at + timedelta(days=3)
    found = validity(at, latest=latest, where=where, silences=silences, decided=decided)
    if not isinstance(found, Refused):
        assert not any(silence.touches(at, found.until) for silence in silences)


def test_of_all_the_rules_only_those_with_another_reading_can_ever_be_in_force(dpo: Actor) -> None:
    for one in catalogue.rules():
        with suppress(UserError):
            decide(actor=dpo, rule=one.id, grounds=GROUNDS, at=NOON)
    assert set(in_force()) == set(alternatives.ALTERNATIVES)
    assert not set(in_force()) & alternatives.FIXED


def test_with_everything_decided_an_opposition_a_freeze_and_the_silence_withhold_as_before(
    dpo: Actor, database: str
) -> None:
    people = People(count=4)

    async def play() -> None:
        clock = HandClock(SUNDAY)
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, people)
            campaign = await ask(lambda: play.house.campaign(mandate, latest=SUNDAY + timedelta(days=60)))
            for number in sorted(alternatives.ALTERNATIVES):
                await ask(decide, actor=dpo, rule=number, grounds=GROUNDS, at=SUNDAY)
            clock.at = datetime(2027, 4, 17, 10, tzinfo=UTC)
            await play.send(clock)
            assert (await play.balance(campaign)).pending == 4
            await ask(lambda: oppose(actor=dpo, number=people.numbers[0], channel=Opposed.Channel.STAFF, on=TODAY))
            await ask(lambda: contacts.restrict(actor=dpo, mandate=mandate, number=people.numbers[1]))
            clock.at = SUNDAY
            await play.send(clock)
            found = await play.balance(campaign)
            assert (found.handed_over, found.opposed, found.pending) == (2, 1, 0)
            assert not play.taken(people.numbers[0]) + play.taken(people.numbers[1])

    asyncio.run(play())


def test_each_other_reading_changes_what_it_says_and_nothing_else() -> None:
    calm, sunday = frozenset[str](), frozenset({"SM-07"})
    assert hours.open_window(SUNDAY, RENNES, calm) is None
    assert hours.open_window(SUNDAY, RENNES, sunday) is not None
    assert hours.open_window(SUNDAY.replace(hour=21), RENNES, sunday) is None
    free, on = "Appelez le 0800 12 34 56", date(2024, 5, 1)
    assert isinstance(text.check_free(free, election("europeennes-2024"), on), Refused)
    assert not isinstance(text.check_free(free, election("europeennes-2024"), on, frozenset({"EL-14"})), Refused)
    assert isinstance(text.check_free(free, election("legislatives-2024"), on, frozenset({"EL-14"})), Refused)
    used, code = datetime(2027, 5, 28, 15, tzinfo=UTC), datetime(2027, 5, 27, 15, tzinfo=UTC)
    island = frozenset({Place(territory="978")})
    assert hours.open_window(used, island, calm) is None
    assert hours.open_window(used, island, frozenset({"CA-10"})) is not None
    assert hours.open_window(code, island, frozenset({"CA-10"})) is None


def test_the_sender_reads_a_decision_and_its_return_at_the_moment_of_sending(dpo: Actor, database: str) -> None:
    async def play() -> None:
        clock = HandClock(SUNDAY)
        async with scene(database) as play:
            mandate = await ask(play.house.mandate, People(count=5))
            campaign = await ask(lambda: play.house.campaign(mandate, latest=SUNDAY + timedelta(days=30)))
            await play.send(clock)
            assert (await play.balance(campaign)).pending == 5
            await ask(lambda: decide(actor=dpo, rule="SM-07", grounds=GROUNDS, at=SUNDAY))
            await ask(lambda: take_back(actor=dpo, rule="SM-07", grounds=GROUNDS, at=SUNDAY))
            await play.send(clock)
            assert (await play.balance(campaign)).pending == 5
            await ask(lambda: decide(actor=dpo, rule="SM-07", grounds=GROUNDS, at=SUNDAY))
            await play.send(clock)
            assert (await play.balance(campaign)).handed_over == 5

    asyncio.run(play())


def test_the_command_decides_in_the_name_of_this_machines_account_and_lists_what_was_decided(database: str) -> None:
    runner = CliRunner()
    words = ["decide", "SM-07", "--grounds", GROUNDS]
    made = json.loads(runner.invoke(command, [*words, "--json"], catch_exceptions=False).stdout)
    assert (made["rule"], made["in_force"]) == ("SM-07", True)
    assert "SM-07" in runner.invoke(command, ["decisions"], catch_exceptions=False).stdout
    back = json.loads(runner.invoke(command, [*words, "--back", "--json"], catch_exceptions=False).stdout)
    assert back["in_force"] is False
    for line in read(Question(action=Action.RULE_DECIDED)).lines:
        assert line.actor == terminal_actor()
    for never in ("EL-01", "GD-08", "SM-12"):
        refused = runner.invoke(command, ["decide", never, "--grounds", GROUNDS]).exception
        assert isinstance(refused, UserError)
        assert refused.code == "rule_fixed"
