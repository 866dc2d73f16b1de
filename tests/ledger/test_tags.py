"""The list of actions keeps its grammar."""

import pytest

from selfcontact.ledger.tags import GRAMMAR, Action


@pytest.mark.parametrize("action", list(Action))
def test_a_code_follows_the_grammar_and_its_name(action: Action) -> None:
    assert GRAMMAR.fullmatch(action)
    assert action.name == action.upper().replace(":", "_").replace("-", "_")


def test_no_code_stands_twice() -> None:
    assert len(set(Action)) == len(Action.__members__)
