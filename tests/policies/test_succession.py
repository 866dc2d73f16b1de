"""From when until when each version binds, as every page tells it."""

from datetime import timedelta

from tests.policies.world import FIRST, SECOND, TODAY, publish

from selfcontact.policies.models import Version
from selfcontact.policies.reading import compared, shown
from selfcontact.policies.succession import succession

SPRING = TODAY + timedelta(days=30)


def test_each_version_is_told_as_it_stands_on_the_day_one_asks(database: str) -> None:
    publish()
    publish(SECOND, on=SPRING)
    publish(FIRST, on=SPRING)
    publish(SECOND, on=SPRING + timedelta(days=30))
    told = {day: [one.state for one in succession(Version.objects.all(), day)] for day in (TODAY, SPRING)}
    assert told[TODAY] == ["announced", "announced", "replaced", "binding"]
    assert told[SPRING] == ["announced", "binding", "replaced", "former"]


def test_a_version_ends_where_the_next_one_begins_and_the_last_one_does_not_end(database: str) -> None:
    publish()
    publish(SECOND, on=SPRING)
    last, first = succession(Version.objects.all(), TODAY)
    assert (first.until, last.until) == (SPRING, None)
    assert (first.former, last.former) == (None, 1)


def test_a_text_is_shown_in_the_language_wanted_and_else_in_the_one_that_binds(database: str) -> None:
    plain, both = publish(), publish(SECOND, english="# Policy\n\nSix months.\n")
    assert (shown(plain, "en").language, shown(both, "en-gb").language, shown(both, "fr").language) == (
        "fr",
        "en",
        "fr",
    )
    assert shown(both, "en").sha256 == both.english_sha256
    assert shown(both, "en").note == "What changes."
    assert compared(plain, both, "en").language == "fr"
