"""Attack 2: what the form does not say, do its side doors say? Budgets, caps, repetitions, wrong codes, references."""

from uuid import UUID

from django.test import Client
from tests.attacks.asking import Attacker, Seen, seen
from tests.attacks.conftest import NOW, behind
from tests.identity.world import issued
from tests.requests.world import receive

from selfcontact.identity import actions
from selfcontact.identity.models import Ticket
from selfcontact.lib.actor import SYSTEM
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry

KNOWN, UNKNOWN = 33_639_980_001, 33_639_987_001


def path_of(attacker: Attacker, client: Client, number: int) -> str:
    return str(attacker.ask(client, number).headers["Location"])


def ticket_of(path: str) -> UUID:
    return UUID(path.rstrip("/").split("/")[-1])


def same(*pages: Seen) -> bool:
    """Tell whether pages differ in nothing."""
    return len(set(pages)) == 1


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08d}"


def test_the_budget_of_a_number_is_seen_by_nobody(site: str) -> None:
    attacker = Attacker()
    client = attacker.browser()
    paths = [path_of(attacker, client, KNOWN) for _ in range(5)]
    with behind(site):
        reasons = [
            actions.issue(actor=SYSTEM, ticket=Ticket.objects.get(pk=ticket_of(path)), number=KNOWN) for path in paths
        ]
    assert reasons == ["", "", "", "day", "day"]
    assert same(*(seen(client.get(path)) for path in paths))
    assert same(*(seen(attacker.post(client, path, code="00000000")) for path in paths))


def test_a_wrong_code_a_used_up_code_and_a_code_that_never_was_are_answered_alike(site: str) -> None:
    attacker = Attacker()
    client = attacker.browser()
    sent, never = path_of(attacker, client, KNOWN), path_of(attacker, client, UNKNOWN)
    with behind(site):
        code = issued(ticket_of(sent), KNOWN)
    tried = [seen(attacker.post(client, sent, code=wrong(code))) for _ in range(6)]
    none = [seen(attacker.post(client, never, code=wrong(code))) for _ in range(6)]
    assert same(*tried, *none)
    used_up = seen(attacker.post(client, sent, code=code))
    assert used_up.body.replace(code, wrong(code)) == tried[0].body
    assert (used_up.status, used_up.headers, used_up.cookies) == (tried[0].status, tried[0].headers, tried[0].cookies)


def test_asking_again_and_again_changes_nothing_for_a_known_or_an_unknown_number(site: str) -> None:
    attacker = Attacker()
    client = attacker.browser()
    first = [attacker.ask(client, number) for number in (KNOWN, UNKNOWN)]
    again = [attacker.ask(client, number) for number in (KNOWN, UNKNOWN) for _ in range(3)]
    assert same(*(seen(one) for one in first + again))
    assert same(*(seen(client.get(one.headers["Location"])) for one in first + again))


def test_a_reference_that_exists_is_answered_like_one_that_does_not(site: str) -> None:
    attacker = Attacker()
    client = attacker.browser()
    with behind(site):
        reference = receive().reference
    for door in ("/answer/", "/withdraw/", "/resume/"):
        given = [(reference, KNOWN), (reference, UNKNOWN), ("d-0123456789", KNOWN)]
        answers = [attacker.post(client, door, reference=one, number=f"+{number}") for one, number in given]
        assert same(*(seen(one) for one in answers))
        assert same(*(seen(client.get(one.headers["Location"])) for one in answers))


def test_whoever_has_said_stop_already_is_answered_like_whoever_never_did(site: str) -> None:
    attacker = Attacker()
    client = attacker.browser()
    with behind(site):
        oppose(actor=SYSTEM, number=KNOWN, channel=Entry.Channel.SMS, on=NOW.date())
    for slug, more in (("stop", {"candidate": ""}), ("erase", {}), ("freeze", {})):
        path = f"/rights/{slug}/ask/"
        answers = [attacker.post(client, path, number=f"+{number}", **more) for number in (KNOWN, UNKNOWN, KNOWN)]
        assert same(*(seen(one) for one in answers))
        assert same(*(seen(client.get(one.headers["Location"])) for one in answers))
