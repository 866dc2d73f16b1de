"""Who may open which page: the matrix is read off the addresses, and every cell of it is tried."""

import csv
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from tests.web.clients import Signed

from selfcontact.accounts.models import Face, Role
from selfcontact.web.routes import Everyone, Row, columns, matrix

GOLDEN = Path(__file__).parent / "roles.csv"
#: A value of each kind of an address's parts; none of them names an object that exists.
EXAMPLES = {
    "int": "999999",
    "str": "inconnu",
    "slug": "inconnu",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "path": "inconnu",
}


def rows(face: str) -> list[Row]:
    return list(matrix(import_module(f"selfcontact.web.{face}.urls").urlpatterns))


def lines() -> Iterator[list[str]]:
    for face in ("console", "portal", "public"):
        for row in rows(face):
            held = [str(row.roles)] if isinstance(row.roles, Everyone) else sorted(str(role) for role in row.roles)
            yield [face, row.name, row.pattern, " ".join(held)]


def test_every_address_stands_in_the_matrix_that_was_reviewed() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        reviewed = list(csv.reader(file))
    assert list(lines()) == reviewed, "python tests/web/test_roles.py writes it anew: read the difference first"


@pytest.mark.parametrize("face", ["console", "portal", "public"])
def test_no_two_addresses_share_a_name(face: str) -> None:
    names = [row.name for row in rows(face)]
    assert len(names) == len(set(names))


def address(pattern: str) -> str:
    """Return an address that fits a pattern."""
    plain = pattern.replace("^", "").replace("$", "").replace("\\Z", "")
    plain = re.sub(r"\(\?P<uidb36>[^)]*\)-\(\?P<key>[^)]*\)", "a-b", plain)
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES.get(found[1] or "str", "inconnu"), plain)


def test_every_page_of_the_console_refuses_every_role_that_it_does_not_name(staff: Callable[..., Signed]) -> None:
    for role in Role:
        client = staff(role)
        for row in rows("console"):
            if isinstance(row.roles, Everyone) or role in row.roles:
                continue
            for method in (client.get, client.post):
                assert method(address(row.pattern)).status_code == 404, (role, row.pattern)


def test_every_page_of_the_console_lets_in_the_roles_that_it_names(staff: Callable[..., Signed]) -> None:
    # An object that does not exist answers 404 to everyone, so only addresses without a part are asked here.
    for role in Role:
        client = staff(role)
        for row in rows("console"):
            if isinstance(row.roles, Everyone) or role not in row.roles or "<" in row.pattern:
                continue
            assert client.get(address(row.pattern)).status_code in {200, 302, 405}, (role, row.pattern)


@pytest.mark.parametrize("face", ["console", "portal"])
def test_a_visitor_is_led_to_the_sign_in_from_every_page(face: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(face)
    client = Signed()
    for row in rows(face):
        if isinstance(row.roles, Everyone):
            continue
        answer = client.get(address(row.pattern))
        assert answer.status_code == 302, row.pattern
        assert answer["Location"].startswith("/account/login/"), row.pattern


def test_the_columns_of_the_matrix_are_the_roles() -> None:
    assert columns(Face.CONSOLE) == [str(role) for role in Role]


if __name__ == "__main__":
    with GOLDEN.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(lines())
