"""What tests of answers begin with."""

from tests.requests.conftest import people, register

__all__ = ["people", "register"]
