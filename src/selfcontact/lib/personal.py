"""A value about a person, which refuses to be printed."""

from typing import NoReturn

MASK = "‹personal›"


class Personal:
    """Holds a surname, first name, address, telephone number or text; every way of printing it gives a mask."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value itself; every call is a place that a reviewer looks at."""
        return self._value

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Personal) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        # Pickling would carry the value into a queue, a cache or another process.
        raise TypeError("a personal value is not serialised")
