"""A version of the policy is dated, hashed, told to the ledger, and for ever."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.database.refusals import signed_in
from tests.policies.world import FIRST, NOW, SECOND, TODAY, publish
from tests.web.house import eventually

from selfcontact.ledger.history import Question, read
from selfcontact.ledger.tags import Action
from selfcontact.lib.errors import UserError
from selfcontact.policies import rules, standard
from selfcontact.policies.actions import Draft
from selfcontact.policies.models import Version
from selfcontact.policies.text import blocks

DAYS = st.integers(0, 40).map(lambda number: TODAY + timedelta(days=number))


def test_versions_are_numbered_in_order_and_carry_the_hash_of_what_is_given_out(database: str) -> None:
    first, second = publish(), publish(SECOND, english="# Policy\n\nSix months.\n")
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 == hashlib.sha256(first.french.encode()).hexdigest()
    assert second.english_sha256 == hashlib.sha256(second.english.encode()).hexdigest()
    assert first.english_sha256 == ""


def test_a_publication_stands_in_the_ledger_with_both_hashes_and_its_day(database: str) -> None:
    made = publish(english="# Policy\n\nOne year.\n")
    (line,) = read(Question(objects=(made.uid,))).lines
    assert line.leaf is not None
    assert line.leaf.action == Action.POLICY_PUBLISHED
    assert line.details == {
        "version": 1,
        "on": "2027-03-09",
        "reason": "Ce qui change.",
        "text_sha256": made.sha256,
        "english_sha256": made.english_sha256,
        "substantial": False,
        "consent_again": False,
        "grounds": "",
    }


def test_the_editor_that_saved_a_text_does_not_change_its_hash(database: str) -> None:
    made = publish("\ufeff" + FIRST.replace("\n", "\r\n") + "  \r\n\r\n")
    assert made.french == FIRST


@pytest.mark.parametrize(
    "statement",
    ["UPDATE policies_version SET note = 'autre'", "DELETE FROM policies_version", "TRUNCATE policies_version CASCADE"],
)
def test_the_database_itself_refuses_to_change_or_remove_a_version(database: str, statement: str) -> None:
    publish()
    with psycopg.connect(database) as owner, pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(statement)
    assert Version.objects.get().note == "Ce qui change."


def test_not_even_the_program_saves_a_version_twice(database: str) -> None:
    made = publish()
    made.note = "autre"
    with pytest.raises(DatabaseError), transaction.atomic():
        made.save()


@pytest.mark.parametrize(("process", "verbs"), [("public", "R"), ("worker", "R"), ("console", "RA"), ("portal", "")])
def test_each_process_may_only_do_its_part(database: str, process: str, verbs: str) -> None:
    publish()
    tried = {
        "R": "SELECT french FROM policies_version",
        "A": "INSERT INTO policies_version (uid, number, french, english, note, english_note, in_force_on,"
        " published_at, sha256, english_sha256, substantial, consent_again, grounds)"
        " VALUES (gen_random_uuid(), 9, 'x', '', 'x', '', '2027-01-01', now(), '', '', false, false, '')",
        "U": "UPDATE policies_version SET french = 'x'",
        "D": "DELETE FROM policies_version",
        "T": "TRUNCATE policies_version",
    }
    with signed_in(database, process) as connection:
        for verb, statement in tried.items():
            if verb in verbs:
                connection.execute(statement)
            else:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)


@pytest.mark.parametrize(
    ("french", "note", "code"),
    [
        ("", "n", "policy_empty"),
        ("  \n\n ", "n", "policy_empty"),
        ("#", "n", "policy_empty"),
        (FIRST, "  ", "policy_note"),
        ("a\0b", "n", "policy_unreadable"),
        ("a" * 200_001, "n", "policy_unreadable"),
    ],
)
def test_a_text_that_nobody_could_read_or_a_change_without_a_reason_is_refused(
    database: str, french: str, note: str, code: str
) -> None:
    with pytest.raises(UserError) as refused:
        publish(french, note=note)
    assert refused.value.code == code
    assert not Version.objects.exists()


def test_the_same_text_is_not_published_twice_in_a_row_but_a_new_translation_is(database: str) -> None:
    publish()
    with pytest.raises(UserError) as refused:
        publish()
    assert refused.value.code == "policy_unchanged"
    assert publish(english="# Policy\n").number == 2


def test_the_first_version_may_take_over_a_policy_that_already_binds(database: str) -> None:
    publish(on=date(2020, 1, 1))
    found = Version.objects.in_force(date(2026, 5, 5))
    assert found is not None
    assert found.number == 1
    assert Version.objects.in_force(date(2019, 12, 31)) is None


def test_no_later_version_begins_in_the_past_of_paris(database: str) -> None:
    publish(on=date(2020, 1, 1))
    # In London it would still be the eighth.
    with pytest.raises(UserError) as refused:
        publish(SECOND, on=date(2027, 3, 8), at=NOW)
    assert refused.value.code == "policy_day"
    assert publish(SECOND, on=TODAY, at=NOW).number == 2


def test_a_version_announced_is_replaced_on_its_own_day_and_not_overtaken(database: str) -> None:
    spring = TODAY + timedelta(days=30)
    publish(on=date(2020, 1, 1))
    publish(SECOND, on=spring)
    with pytest.raises(UserError):
        publish(FIRST, on=spring - timedelta(days=1))
    publish(FIRST, on=spring)
    found = Version.objects.in_force(spring)
    assert found is not None
    assert found.number == 3
    assert [one.number for day in (TODAY, spring) if (one := Version.objects.in_force(day))] == [1, 3]


def admitted(wished: Sequence[date]) -> list[date]:
    """Return the first days that the rule admits when versions are wished for one after the other, all today."""
    begun: list[date] = []
    for day in wished:
        first = rules.earliest(begun, TODAY)
        if first is None or day >= first:
            begun.append(day)
    return begun


@given(st.lists(DAYS, min_size=1, max_size=12))
def test_as_days_pass_the_version_that_binds_never_goes_back_and_never_ceases(wished: list[date]) -> None:
    begun = admitted(wished)
    seen = [rules.binding(begun, begun[0] + timedelta(days=number)) for number in range(60)]
    assert None not in seen
    assert seen == sorted(seen, key=lambda one: -1 if one is None else one)
    assert seen[-1] == len(begun) - 1


@given(st.lists(DAYS, min_size=1, max_size=12), st.integers(0, 60))
def test_a_day_belongs_to_the_version_whose_days_hold_it(wished: list[date], after: int) -> None:
    begun, day = admitted(wished), TODAY + timedelta(days=after)
    holding = [
        place
        for place, (first, last) in enumerate(zip(begun, rules.last_days(begun), strict=True))
        if first <= day and (last is None or day < last)
    ]
    found = rules.binding(begun, day)
    assert holding == ([] if found is None else [found])


def waiting(database: str) -> bool:
    with psycopg.connect(database) as other:
        found = other.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted").fetchone()
    return found == (1,)


def publish_alone(text: str) -> int:
    """Publish over a connection of this thread's own."""
    try:
        return publish(text).number
    finally:
        connection.close()


def test_two_who_publish_at_once_get_two_numbers_one_after_the_other(database: str) -> None:
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            assert publish().number == 1
            second = other.submit(publish_alone, SECOND)
            eventually(lambda: waiting(database), "nobody waited")
        assert second.result(60) == 2


def test_the_text_of_the_house_is_readable_in_both_languages_and_says_the_same_pieces() -> None:
    draft: Draft = standard.draft()
    french, english = blocks(draft.french), blocks(draft.english)
    assert [(one.kind, one.depth) for one in french] == [(one.kind, one.depth) for one in english]
    assert sum(one.kind == "item" for one in french) == 9
    assert draft.note
    assert draft.english_note
