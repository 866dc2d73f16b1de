"""Attack 1: does the site tell a stranger whether a number is in a file? By its answer, or by how long it takes?"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from scipy.stats import mannwhitneyu
from tests.attacks.asking import Attacker, Seen
from tests.attacks.conftest import KNOWN

from selfcontact.identity import public

FIRST = 33_639_980_000
#: Below this, two samples of times are said to differ; an attacker then tells one number from another this often.
SAME, LEAST, MOST = 0.001, 0.45, 0.55


def told_apart(known: Sequence[float], unknown: Sequence[float]) -> bool:
    """Tell whether times differ, by each half of them on its own: chance tells one half apart once in hundreds."""
    return all(_differ(known[half::2], unknown[half::2]) for half in (0, 1))


def _differ(known: Sequence[float], unknown: Sequence[float]) -> bool:
    """Tell whether times differ: by a test of ranks, or by how often one of a pair is the longer one."""
    found = mannwhitneyu(known, unknown)
    area = found.statistic / (len(known) * len(unknown))
    return bool(found.pvalue <= SAME or not LEAST <= area <= MOST)


def interleaved(known: int, unknown: int) -> list[int]:
    """Return numbers that the house knows and others, in an order that no drift of the machine follows."""
    numbers = [FIRST + at for at in range(known)] + [FIRST + 5000 + at for at in range(unknown)]
    random.Random(1).shuffle(numbers)
    return numbers


def is_known(number: int) -> bool:
    return number < FIRST + KNOWN


@contextmanager
def looking_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the site as one writes it without thinking: for a number that it knows, it reads a little more."""
    plain = public.drop

    def drop(**given: object) -> object:
        contents = given["contents"]
        assert isinstance(contents, dict)
        if is_known(int(contents["number"])):
            with connection.cursor() as cursor:
                # Enough to stand out of the noise of a busy machine with few numbers.
                for _ in range(100):
                    cursor.execute("SELECT count(*) FROM policies_version")
        return plain(**given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(public, "drop", drop)
        yield


@pytest.mark.parametrize("site", [KNOWN], indirect=True)
@pytest.mark.timeout(1200)
def test_two_thousand_known_and_two_thousand_unknown_numbers_cannot_be_told_apart(site: str) -> None:
    attacker = Attacker()
    attacker.timed(FIRST + 9999)  # what is made at the first call is nobody's
    asked: dict[bool, list[float]] = {True: [], False: []}
    shown: dict[bool, list[float]] = {True: [], False: []}
    answers: dict[bool, set[Seen]] = {True: set(), False: set()}
    for number in interleaved(2000, 2000):
        first, second, answer, page = attacker.timed(number)
        asked[is_known(number)].append(first)
        shown[is_known(number)].append(second)
        answers[is_known(number)] |= {answer, page}
    assert len(asked[True]) == len(asked[False]) == 2000
    assert answers[True] == answers[False]
    assert {one.status for one in answers[True]} == {302, 200}
    assert len(answers[True]) == 2, "one answer and one page, for everyone"
    assert not told_apart(asked[True], asked[False])
    assert not told_apart(shown[True], shown[False])
    with psycopg.connect(site) as owner:
        assert owner.execute("SELECT count(*) FROM identity_ticket").fetchone() == (4001,)
        assert owner.execute("SELECT count(*) FROM contacts_contact").fetchone() == (KNOWN,), "the known are known"


@pytest.mark.parametrize("site", [KNOWN], indirect=True)
@pytest.mark.timeout(600)
def test_a_site_that_looked_a_number_up_would_be_found_out_by_the_same_measure(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    attacker = Attacker()
    attacker.timed(FIRST + 9999)
    asked: dict[bool, list[float]] = {True: [], False: []}
    with looking_up(monkeypatch):
        for number in interleaved(300, 300):
            asked[is_known(number)].append(attacker.timed(number)[0])
    assert told_apart(asked[True], asked[False])
