"""What is told as changed is what changed: from the old text and the differences comes the new one, and back."""

from hypothesis import given
from hypothesis import strategies as st
from tests.policies.world import FIRST, SECOND

from selfcontact.policies.differences import compare, counted
from selfcontact.policies.text import blocks

WORDS = st.lists(
    st.sampled_from(["nous", "vous", "gardons", "données", "un", "an", "deux", "mois", "jamais"]),
    min_size=1,
    max_size=9,
)
LINES = st.tuples(st.sampled_from(["", "- ", "# ", "## "]), WORDS).map(lambda one: one[0] + " ".join(one[1]))
TEXTS = st.lists(LINES, max_size=8).map("\n\n".join)


def rebuilt(older: str, newer: str, left_out: str) -> list[tuple[str, str]]:
    """Return the pieces of one side, from the differences alone."""
    return [
        (change.kind, " ".join(run.text for run in change.runs if run.state != left_out))
        for change in compare(older, newer)
        if change.state != left_out
    ]


@given(TEXTS, TEXTS)
def test_both_texts_are_rebuilt_from_their_differences(older: str, newer: str) -> None:
    assert rebuilt(older, newer, "added") == [(one.kind, one.text) for one in blocks(older)]
    assert rebuilt(older, newer, "removed") == [(one.kind, one.text) for one in blocks(newer)]


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {one.state for one in compare(text, text)} <= {"same"}


@given(TEXTS, TEXTS)
def test_there_are_differences_as_soon_as_a_piece_differs(older: str, newer: str) -> None:
    assert any(counted(compare(older, newer)).values()) == (blocks(older) != blocks(newer))


def test_a_sentence_rewritten_is_told_word_by_word_and_a_new_line_as_new() -> None:
    changes = [one for one in compare(FIRST, SECOND) if one.state != "same"]
    assert [(one.state, one.kind) for one in changes] == [("changed", "paragraph"), ("added", "item")]
    assert [(run.state, run.text) for run in changes[0].runs] == [
        ("same", "Nous gardons vos données"),
        ("removed", "un an."),
        ("added", "six mois."),
    ]


def test_two_sentences_that_share_nothing_are_not_mixed_into_one() -> None:
    assert [one.state for one in compare("Un an au plus.", "Jamais hors de l’Union.")] == ["removed", "added"]
