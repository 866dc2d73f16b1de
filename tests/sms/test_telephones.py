"""What the simulated telephones still show after many messages to others."""

from selfcontact.sms.carrier.telephones import NUMBERS, Telephones
from selfcontact.sms.message import Message

ONE = 33639980000


def message(number: int, text: str) -> Message:
    return Message(b"\x05", b"38000", str(number).encode(), 0, b"", 1, 0, text.encode(), {})


def to_many_others(telephones: Telephones) -> None:
    for number in range(ONE + 1, ONE + 1 + NUMBERS):
        telephones.take(message(number, "Bonjour"))


def test_a_telephone_that_nobody_looks_at_is_forgotten_after_many_others() -> None:
    telephones = Telephones()
    telephones.take(message(ONE, "Premier"))
    to_many_others(telephones)
    assert telephones.read(ONE) == []


def test_a_telephone_that_was_looked_at_keeps_what_it_shows_and_shows_what_comes() -> None:
    telephones = Telephones()
    telephones.take(message(ONE, "Premier"))
    assert telephones.read(ONE) == ["Premier"]
    to_many_others(telephones)
    telephones.take(message(ONE, "Second"))
    to_many_others(telephones)
    assert telephones.read(ONE) == ["Premier", "Second"]


def test_a_telephone_looked_at_before_anything_came_shows_what_comes_afterwards() -> None:
    telephones = Telephones()
    assert telephones.read(ONE) == []
    telephones.take(message(ONE, "Premier"))
    to_many_others(telephones)
    assert telephones.read(ONE) == ["Premier"]
