"""What the public site may do with nothing but its own rights, and what it can never do."""

import psycopg
import pytest
from django.db import connection
from tests.identity.world import NUMBER, TYPED, Browser, issued

from selfcontact.identity import actions, contents, parcels
from selfcontact.identity import public as site
from selfcontact.identity.contents import UnreadableError
from selfcontact.identity.models import BoxKey, Purpose, Ticket
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.vault import opening

S = site.TicketState


def test_what_is_typed_is_read_by_the_worker_and_stands_nowhere_in_clear(browser: Browser, database: str) -> None:
    uid = browser.drop()
    said = contents.read(Ticket.objects.get(pk=uid))
    assert (said.number, said.surname, said.postcode, said.kinds) == (NUMBER, "Lefèvre", "35000", ("access",))
    with psycopg.connect(database) as owner:
        row = owner.execute("SELECT t::text, sealed FROM identity_ticket t").fetchone()
    assert row
    for needle in ("Lef", "35000", str(NUMBER)[2:], "access"):
        assert needle not in row[0]
        assert needle.encode() not in row[1]


def test_the_site_opens_no_vault(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: object) -> None:
        raise AssertionError("the vault was opened")

    monkeypatch.setattr(opening, "_opened", refused)
    uid = browser.drop()
    assert browser.state(uid) == S.WAITING
    assert not browser.try_code(uid, "12345678")
    assert browser.parcel(uid) is None


def test_without_setup_the_site_says_so_and_drops_nothing(database: str) -> None:
    with pytest.raises(UserError, match="pas encore prête"):
        Browser().drop()
    assert not Ticket.objects.exists()


def test_each_box_is_made_once(browser: Browser) -> None:
    actions.ensure_box(actor=SYSTEM)
    assert sorted(BoxKey.objects.values_list("use", flat=True)) == ["document", "ticket"]


def test_for_another_browser_a_ticket_is_gone(browser: Browser) -> None:
    uid, stranger = browser.drop(), Browser()
    assert browser.state(uid) == S.WAITING
    assert stranger.state(uid) == S.GONE
    code = issued(uid)
    assert not stranger.try_code(uid, code)
    assert browser.try_code(uid, code)
    assert (browser.state(uid), stranger.state(uid)) == (S.PROVEN, S.GONE)


def test_a_parcel_is_opened_by_the_browser_that_asked_and_by_nobody_else(browser: Browser) -> None:
    uid, stranger = browser.drop(), Browser()
    ticket = Ticket.objects.get(pk=uid)
    parcel = parcels.as_json("receipt", {"reference": "d-1"})
    actions.lay(ticket=ticket, said=contents.read(ticket), parcel=parcel)
    found = browser.parcel(uid)
    assert found == parcel
    assert found.json() == {"reference": "d-1"}
    assert stranger.parcel(uid) is None
    # Nor with the browser's digest, which is all that the database has of it.
    stored = Ticket.objects.get(pk=uid)
    assert parcels.unwrap(uid, bytes(stored.browser_digest), "receipt", bytes(stored.parcel or b"")) is None


def test_after_its_time_a_parcel_is_gone(browser: Browser) -> None:
    uid = browser.drop()
    ticket = Ticket.objects.get(pk=uid)
    actions.lay(ticket=ticket, said=contents.read(ticket), parcel=parcels.as_json("receipt", {}))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_ticket SET parcel_until = statement_timestamp() - interval '1 second'")
    assert browser.parcel(uid) is None
    assert browser.state(uid) == S.GONE
    actions.purge(actor=SYSTEM)
    assert Ticket.objects.get(pk=uid).parcel is None


def test_a_ticket_that_was_moved_to_another_browser_or_purpose_cannot_be_read(browser: Browser) -> None:
    ticket = Ticket.objects.get(pk=browser.drop())
    ticket.purpose = Purpose.OPEN
    with pytest.raises(UnreadableError):
        contents.read(ticket)


@pytest.mark.parametrize("junk", [b"", b"x", b"\x01" * 5, b"\x00" * 400])
def test_whatever_a_site_in_other_hands_drops_is_no_more_than_unreadable(browser: Browser, junk: bytes) -> None:
    ticket = Ticket.objects.get(pk=browser.drop())
    ticket.sealed = junk
    with pytest.raises(UnreadableError):
        contents.read(ticket)


@pytest.mark.parametrize(
    "wrong", [{"surname": 3}, {"parcel_key": ""}, {"parcel_key": "AAAA"}, {"text": None}, {"number": ["33"]}]
)
def test_contents_of_another_shape_are_unreadable(browser: Browser, wrong: dict[str, object]) -> None:
    with pytest.raises(UnreadableError):
        contents._contents({**TYPED, "parcel_key": "A" * 43 + "=", **wrong})


def test_a_text_that_is_too_long_is_refused_before_it_is_dropped(browser: Browser) -> None:
    with pytest.raises(UserError, match="trop long"):
        browser.drop(text="é" * 70_000)
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("33639980001", 33639980001),
        ("262692000001", 262692000001),
        ("33139980001", None),
        ("33899000000", None),
        ("447911123456", None),
        ("", None),
        ("0", None),
        ("nonsense", None),
    ],
)
def test_only_a_mobile_of_france_or_its_territories_is_a_number(
    browser: Browser, typed: str, number: int | None
) -> None:
    assert contents.read(Ticket.objects.get(pk=browser.drop(number=typed))).number == number
