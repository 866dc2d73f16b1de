"""What the tests of changes begin with."""

from tests.breaches.conftest import house

__all__ = ["house"]
