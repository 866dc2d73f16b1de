"""Two mandates with people in them."""

from tests.requests.desk.conftest import put, register, second

__all__ = ["put", "register", "second"]
