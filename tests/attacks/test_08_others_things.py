"""Attack 8: what is somebody else's, by its address: tickets, codes and answers."""

from uuid import UUID, uuid4

import psycopg
import pytest
from django.test import Client
from psycopg.conninfo import make_conninfo
from tests.attacks.asking import Attacker, Seen, seen
from tests.attacks.conftest import behind
from tests.identity.world import issued

from selfcontact.identity import actions, contents
from selfcontact.identity.models import Ticket
from selfcontact.identity.parcels import as_json

NUMBER = 33_639_980_001
FOUND = {"reference": "d-0123456789", "number": "0639980001"}


def address(answer_path: str) -> UUID:
    return UUID(answer_path.rstrip("/").split("/")[-1])


def addresses(ticket: UUID) -> list[str]:
    """Return every address under which a ticket could be looked for."""
    files = [f"/answer/{ticket}/{ending}/" for ending in ("pdf", "csv", "json", "portable.csv", "portable.json")]
    pages = [f"/{page}/{ticket}/" for page in ("answer", "withdraw", "resume")]
    return [*files, *pages, *(f"/rights/{slug}/ask/{ticket}/" for slug in ("stop", "know", "erase", "complain"))]


def normal(answer: Seen, path: str, ticket: UUID) -> Seen:
    """Return what was seen, without the address that was asked for."""
    return Seen(**{**vars(answer), "body": answer.body.replace(path, "").replace(str(ticket), "")})


@pytest.fixture
def victim(site: str) -> tuple[Client, UUID]:
    """Give the browser of somebody whose answer lies there, and its ticket."""
    attacker = Attacker()
    client = attacker.browser()
    path = attacker.post(client, "/answer/", **FOUND).headers["Location"]
    ticket = address(path)
    with behind(site):
        code = issued(ticket, NUMBER)
    assert attacker.post(client, path, code=code).status_code == 302
    with behind(site):
        row = Ticket.objects.get(pk=ticket)
        actions.lay(ticket=row, said=contents.read(row), parcel=as_json("answer", {"content": "of the victim"}))
        actions.finish(ticket=row)
    return client, ticket


def test_another_browser_finds_of_a_ticket_what_it_finds_of_one_that_never_was(victim: tuple[Client, UUID]) -> None:
    client, ticket = victim
    assert client.get(f"/withdraw/{ticket}/").status_code == 200, "it is there, for its own browser"
    attacker, nobody = Attacker(), uuid4()
    other = attacker.browser()
    assert attacker.ask(other, NUMBER).status_code == 302, "a browser with a secret of its own"
    for theirs, none in zip(addresses(ticket), addresses(nobody), strict=True):
        for stranger in (other, attacker.browser()):
            got, missing = stranger.get(theirs), stranger.get(none)
            assert got.status_code == 404, theirs
            assert normal(seen(got), theirs, ticket) == normal(seen(missing), none, nobody)


def test_a_code_of_somebody_else_opens_nothing_and_is_not_even_counted(site: str) -> None:
    attacker = Attacker()
    mine, theirs = attacker.browser(), attacker.browser()
    path = attacker.ask(mine, NUMBER).headers["Location"]
    attacker.ask(theirs, NUMBER + 1)
    with behind(site):
        code = issued(address(path), NUMBER)
    assert attacker.post(theirs, path, code=code).status_code == 404
    assert attacker.post(attacker.browser(), path, code=code).status_code == 404
    with psycopg.connect(site) as owner:
        assert owner.execute("SELECT attempts FROM identity_code").fetchall() == [(0,)]
    assert attacker.post(mine, path, code=code).status_code == 302


def test_the_public_role_reads_no_ticket_and_no_parcel_by_itself(site: str) -> None:
    attacker = Attacker()
    attacker.ask(attacker.browser(), NUMBER)
    with psycopg.connect(make_conninfo(site, user="selfcontact_public"), autocommit=True) as taken_over:
        for asked in ("SELECT sealed FROM identity_ticket", "SELECT uid FROM identity_ticket", "TABLE identity_code"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                taken_over.execute(asked)
