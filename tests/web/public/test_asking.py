"""Asking on the public site: only what a right needs is taken in, sealed, and every page that follows is the same."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from tests.identity.world import issued
from tests.policies.world import SECOND, publish
from tests.web.public.conftest import DAY
from tests.web.public.desk import FORMS, NATIONAL, NUMBER, ask, found, send, ticket_of

from selfcontact.identity import actions as identity
from selfcontact.identity import boxes, contents
from selfcontact.identity.context import of_ticket
from selfcontact.identity.models import Ticket
from selfcontact.identity.parcels import as_json
from selfcontact.lib.actor import SYSTEM
from selfcontact.mandates import actions as mandates
from selfcontact.web.public.choices import CHOICES

COOKIE = "selfcontact_public_browser"
BACK = ["/answer/", "/withdraw/", "/resume/"]
FIELDS = re.compile(r'<(?:input|select|textarea)[^>]*\bname="(\w+)"')


def said(answer: Any) -> str:
    """Return a page."""
    return str(answer.content.decode())


@pytest.mark.parametrize("slug", CHOICES)
def test_a_form_asks_for_what_its_right_needs_and_for_nothing_else(asker: Client, slug: str) -> None:
    page = said(asker.get(f"/rights/{slug}/ask/"))
    names = set(FIELDS.findall(page[page.index("<main") :])) - {"csrfmiddlewaretoken", "policy"}
    assert names == set(FORMS[slug])
    assert f'href="/rights/{slug}/ask/"' in said(asker.get(f"/rights/{slug}/"))


@pytest.mark.parametrize("slug", CHOICES)
def test_what_is_sent_reaches_the_house_sealed_and_stands_nowhere_in_clear(asker: Client, slug: str) -> None:
    ticket = ticket_of(ask(asker, slug))
    read = found(ticket)
    assert read.kinds == (str(CHOICES[slug].kind),)
    assert read.number == (None if slug == "complain" else NUMBER)
    for name in ("surname", "first_name", "postcode", "text", "where"):
        assert getattr(read, name) == FORMS[slug].get(name, "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM identity_ticket t UNION ALL SELECT c::text FROM cache_public c")
        rows = " ".join(row[0] for row in cursor.fetchall())
    assert "639980001" not in rows
    assert "Lef" not in rows
    assert bytes(Ticket.objects.get(pk=ticket).sealed or b"").find(b"639980001") == -1


def test_the_version_of_the_policy_that_stood_on_the_page_is_kept_with_what_is_asked(asker: Client) -> None:
    publish(SECOND, on=DAY.date() + timedelta(days=30), at=DAY)
    ticket = Ticket.objects.get(pk=ticket_of(ask(asker, "erase")))
    place = of_ticket(ticket.uid, ticket.purpose, bytes(ticket.browser_digest))
    clear = json.loads(boxes.unseal(bytes(ticket.sealed or b""), place))
    assert clear["policy"] == 1, "the version announced does not bind yet"


@pytest.mark.parametrize("number", ["", "06 39 98 00", "01 99 00 12 34", "+44 7911 123456", "zéro six"])
def test_a_number_that_is_none_is_refused_with_how_it_is_written_and_nothing_is_dropped(
    asker: Client, number: str
) -> None:
    answer = ask(asker, "erase", number=number)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in said(answer)
    assert "field__error" in said(answer)
    assert not Ticket.objects.exists()
    assert COOKIE not in answer.cookies


@pytest.mark.parametrize(
    "number", ["0639980001", "06.39.98.00.01", "+33 6 39 98 00 01", "0033639980001", "+33 (0)6 39 98 00 01"]
)
def test_a_number_is_read_however_it_is_written(asker: Client, number: str) -> None:
    assert found(ticket_of(ask(asker, "erase", number=number))).number == NUMBER


@pytest.mark.parametrize(("slug", "name"), [("know", "surname"), ("know", "postcode"), ("correct", "text")])
def test_what_a_right_needs_must_be_filled_in(asker: Client, slug: str, name: str) -> None:
    assert ask(asker, slug, **{name: " "}).status_code == 200
    assert not Ticket.objects.exists()


def test_what_was_typed_comes_back_with_the_error_so_that_it_is_not_typed_twice(asker: Client) -> None:
    page = said(ask(asker, "know", postcode="350"))
    assert "Un code postal a cinq chiffres." in page
    assert f'value="{NATIONAL}"' in page
    assert 'value="Lefèvre"' in page


def test_one_may_say_stop_to_one_candidate_or_to_all_but_not_to_a_candidate_who_is_none(asker: Client) -> None:
    candidate = mandates.add_candidate(actor=SYSTEM, reference="c-1", name="Camille Exemple")
    mandates.open_mandate(
        actor=SYSTEM,
        reference="m-1",
        candidate=candidate,
        election="presidentielle-2027",
        area=["FR"],
        opens_on=DAY.date(),
        ends_on=DAY.date() + timedelta(days=90),
    )
    assert "Camille Exemple" in said(asker.get("/rights/stop/ask/"))
    assert found(ticket_of(ask(asker, "stop"))).candidate == ""
    assert found(ticket_of(ask(asker, "stop", candidate=str(candidate.uid)))).candidate == str(candidate.uid)
    assert ask(asker, "stop", candidate="00000000-0000-4000-8000-000000000000").status_code == 200


def test_the_secret_of_the_browser_is_out_of_reach_of_scripts_and_of_other_sites(asker: Client) -> None:
    assert COOKIE not in asker.get("/rights/erase/ask/").cookies
    cookie = ask(asker, "erase").cookies[COOKIE]
    assert len(cookie.value) == 43, "256 bits"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["max-age"] == 86400
    with override_settings(HTTPS=True):
        named = ask(Client(), "erase").cookies[f"__Host-{COOKIE}"]
        assert (named["secure"], named["path"], named["domain"]) == (True, "/", "")


def test_a_browser_keeps_its_secret_from_one_request_to_the_next_and_nonsense_is_replaced(asker: Client) -> None:
    first = ask(asker, "erase").cookies[COOKIE].value
    assert ask(asker, "know").cookies[COOKIE].value == first
    asker.cookies[COOKIE] = "nonsense"
    assert ask(asker, "know").cookies[COOKIE].value not in {first, "nonsense"}


@pytest.mark.parametrize("slug", CHOICES)
def test_the_page_that_follows_says_what_happens_next_and_is_kept_by_no_cache(asker: Client, slug: str) -> None:
    answer = asker.get(f"/rights/{slug}/ask/{ticket_of(ask(asker, slug))}/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    assert "Ce qui se passe ensuite" in said(answer)
    assert "votre référence s’affiche ici" in said(answer).lower()
    assert ('name="code"' in said(answer)) is CHOICES[slug].code
    assert NATIONAL not in said(answer)


def test_the_right_code_leads_to_the_day_by_which_there_is_an_answer(asker: Client) -> None:
    ticket = ticket_of(ask(asker, "know"))
    path = f"/rights/know/ask/{ticket}/"
    row = Ticket.objects.get(pk=ticket)
    receipt = as_json("receipt", {"reference": "d-0123456789", "due_on": "2027-04-15"})
    identity.lay(ticket=row, said=contents.read(row), parcel=receipt)
    code = issued(ticket)
    assert "d-0123456789" in said(asker.get(path)), "the reference comes before the code"
    answer = send(asker, path, {"code": f"{code[:4]} {code[4:]}"})
    assert answer.status_code == 302
    page = said(asker.get(path))
    assert "15 avril 2027 au plus tard" in page
    assert "Votre numéro est vérifié" in page
    assert 'name="code"' not in page


def test_wrong_codes_are_counted_and_every_one_is_answered_alike(asker: Client) -> None:
    ticket = ticket_of(ask(asker, "erase"))
    path = f"/rights/erase/ask/{ticket}/"
    code = issued(ticket)
    pages = [send(asker, path, {"code": other(code)}) for _ in range(6)]
    assert {one.status_code for one in pages} == {200}
    assert len({clean(one) for one in pages}) == 1
    assert "Ce code n’est pas le bon, ou il ne vaut plus." in said(pages[0])
    assert clean(send(asker, path, {"code": code})).replace(code, other(code)) == clean(pages[0]), "used up"
    assert Ticket.objects.get(pk=ticket).proven_at is None


def other(code: str) -> str:
    """Return a code that is not this one."""
    return f"{(int(code) + 1) % 10**8:08d}"


def clean(answer: Any) -> str:
    """Return a page without the token of its forms, which is never the same."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", said(answer))


def test_what_is_no_code_at_all_is_said_to_be_none_without_costing_an_attempt(asker: Client) -> None:
    ticket = ticket_of(ask(asker, "erase"))
    path = f"/rights/erase/ask/{ticket}/"
    code = issued(ticket)
    for typed in ("", "0", "1234", "١٢٣٤٥٦٧٨"):
        assert "field__error" in said(send(asker, path, {"code": typed}))
    assert send(asker, path, {"code": code}).status_code == 302


@pytest.mark.parametrize(
    ("path", "follows"), [("/answer/", "answer"), ("/withdraw/", "withdraw"), ("/resume/", "resume")]
)
def test_one_comes_back_with_a_reference_and_a_number(asker: Client, path: str, follows: str) -> None:
    answer = send(asker, path, {"reference": " D-0123456789 ", "number": NATIONAL})
    read = found(ticket_of(answer))
    assert (read.reference, read.number) == ("d-0123456789", NUMBER)
    assert answer.headers["Location"].startswith(path)
    assert 'name="code"' in said(asker.get(answer.headers["Location"]))
    assert "field__error" in said(send(asker, path, {"reference": "0123", "number": NATIONAL}))


def test_a_page_loads_itself_again_only_for_whoever_asked_for_it_and_not_for_ever(asker: Client) -> None:
    path = f"/rights/stop/ask/{ticket_of(ask(asker, 'stop'))}/"
    assert 'http-equiv="refresh"' not in said(asker.get(path))
    followed = said(asker.get(f"{path}?follow=1"))
    assert f'<meta http-equiv="refresh" content="10;url={path}?follow=2">' in followed
    assert "Ne plus recharger" in followed
    for odd in ("60", "-1", "0", "x", "9999"):
        assert 'http-equiv="refresh"' not in said(asker.get(f"{path}?follow={odd}"))


def test_an_opened_answer_is_waited_for_by_itself_unless_one_does_not_want_that(asker: Client) -> None:
    for follow, expected in (({"follow": "on"}, "?follow=1"), ({}, "")):
        sent = send(asker, "/answer/", {"reference": "d-0123456789", "number": NATIONAL})
        ticket = ticket_of(sent)
        answer = send(asker, f"/answer/{ticket}/", {"code": issued(ticket), **follow})
        assert answer.headers["Location"] == f"/answer/{ticket}/{expected}"


def test_whoever_forgets_sees_no_more_of_it_in_this_browser(asker: Client) -> None:
    path = f"/rights/erase/ask/{ticket_of(ask(asker, 'erase'))}/"
    assert asker.get("/leave/").status_code == 405
    token = re.findall(r'csrfmiddlewaretoken" value="(\w+)', said(asker.get(path)))[0]
    left = asker.post("/leave/", {"csrfmiddlewaretoken": token})
    assert left.headers["Location"] == "/"
    assert asker.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", [f"/rights/{slug}/ask/" for slug in CHOICES] + ["/answer/", "/withdraw/", "/resume/", "/leave/"]
)
def test_a_form_from_elsewhere_is_refused(asker: Client, path: str) -> None:
    assert asker.post(path, dict(FORMS["know"])).status_code == 403
    assert not Ticket.objects.exists()


def test_too_much_from_one_network_is_refused_whatever_is_sent_and_others_are_not(asker: Client) -> None:
    with override_settings(WEB_POSTS_PER_HOUR=3):
        for _ in range(3):
            assert ask(asker, "erase").status_code == 302
        refused = [ask(asker, "erase"), ask(asker, "erase", number="06 39 98 77 77"), ask(asker, "erase", number="x")]
        assert {one.status_code for one in refused} == {429}
        assert len({clean(one) for one in refused}) == 1
        assert "STOP" in said(refused[0])
        token = re.findall(r'csrfmiddlewaretoken" value="(\w+)', said(asker.get("/rights/erase/ask/")))[0]
        asker.defaults["REMOTE_ADDR"] = "192.0.2.7"
        assert asker.post("/rights/erase/ask/", {**FORMS["erase"], "csrfmiddlewaretoken": token}).status_code == 302
    assert Ticket.objects.count() == 4


def test_a_household_of_ipv6_counts_as_one_and_no_address_is_kept_in_clear(asker: Client) -> None:
    with override_settings(WEB_POSTS_PER_HOUR=2):
        for last in ("1", "2"):
            asker.defaults["REMOTE_ADDR"] = f"2001:db8:1:2::{last}"
            assert ask(asker, "erase").status_code == 302
        asker.defaults["REMOTE_ADDR"] = "2001:db8:1:2:ffff::3"
        assert ask(asker, "erase").status_code == 429
        asker.defaults["REMOTE_ADDR"] = "2001:db8:1:3::1"
        assert ask(asker, "erase").status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_public")
        keys = [row[0] for row in cursor.fetchall()]
    assert len(keys) == 2
    assert not any("2001" in key or "db8" in key for key in keys)


def test_no_page_that_asks_needs_a_script(asker: Client) -> None:
    for slug in CHOICES:
        page = said(asker.get(f"/rights/{slug}/ask/"))
        assert re.findall(r"<script[^>]*src=\"([^\"]+)", page) == ["/static/web/page.js"]
        assert "style=" not in page
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["default-src"] == ["'none'"]
