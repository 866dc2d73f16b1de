"""Who the demo meets: somebody who has a message and has not said stop, at that moment."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from selfcontact.contacts.payload import Payload
from selfcontact.demo import asking, people
from selfcontact.lib.errors import UserError
from selfcontact.sms.carrier.telephones import NUMBERS, Telephones
from selfcontact.sms.message import Message

FIRST, SECOND = 33639980001, 33639980002
CAST = SimpleNamespace(candidate=SimpleNamespace(pk=1))
PAYLOAD = Payload(surname="Réserve", first_name="Ada", address="1 rue A", e164=FIRST)
FILE = SimpleNamespace(recipe=None)


@pytest.fixture(name="stopped")
def _stopped(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Give the set of those who have said stop; two people are in the file, and both have a message."""
    said: set[int] = set()
    held = SimpleNamespace(postcode="35000", payload=PAYLOAD)
    monkeypatch.setattr(people, "numbers", lambda _: [FIRST, SECOND])
    monkeypatch.setattr(asking, "everywhere", lambda _: [held])
    shown = Telephones()
    monkeypatch.setattr(asking.Telephones, "texts", lambda _, number: shown.read(number))
    asking.watch(FILE, Path("telephones"))  # type: ignore[arg-type]
    for number in (FIRST, SECOND, *range(33639981000, 33639981000 + 2 * NUMBERS)):
        shown.take(Message(b"\x05", b"38000", str(number).encode(), 0, b"", 1, 0, b"Bonjour", {}))
    monkeypatch.setattr(asking, "listed", lambda **asked: ["opposition"] if asked["number"] in said else [])
    return said


def met() -> int:
    return asking.meet(FILE, CAST, site="http://127.0.0.1", telephones=Path("telephones")).number  # type: ignore[arg-type]


def test_whoever_said_stop_since_is_not_met_again(stopped: set[int]) -> None:
    assert met() == FIRST
    stopped.add(FIRST)
    assert met() == SECOND


def test_a_campaign_to_more_than_the_telephones_remember_hides_nobody_that_is_watched(stopped: set[int]) -> None:
    assert stopped == set()
    assert met() == FIRST


def test_when_everyone_said_stop_the_demo_says_so(stopped: set[int]) -> None:
    stopped.update({FIRST, SECOND})
    with pytest.raises(UserError, match="message"):
        met()
