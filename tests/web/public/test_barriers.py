"""No barrier on any page of the public site, in a browser: both languages, both themes, 360 px, no scripts."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlparse
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page
from tests.answers.world import NOW as ANSWERED
from tests.answers.world import granted, second_candidate
from tests.audits.world import House as Audited
from tests.intake.world import make_register
from tests.policies.world import SECOND, publish
from tests.requests.world import DPO, NUMBER
from tests.sponsoring import NOTICE, publish_notice
from tests.web import browsing
from tests.web.clients import make_user
from tests.web.house import START, House, opened
from tests.web.public.desk import FORMS, code_for
from tests.web.test_accessibility import barriers, examine, seen_as, walked
from tests.web.world import pages

from selfcontact.accounts.models import Face, Role
from selfcontact.answers import actions as answers
from selfcontact.answers import parcels
from selfcontact.audits import actions as audits
from selfcontact.identity import actions as identity
from selfcontact.identity import contents
from selfcontact.identity.models import Ticket
from selfcontact.identity.parcels import Parcel
from selfcontact.ledger.actions import sequence
from selfcontact.lib.actor import SYSTEM
from selfcontact.policies import actions, standard
from selfcontact.requests.models import Kind
from selfcontact.transparency import reports
from selfcontact.transparency.models import Report

NOW = datetime.fromisoformat(START)
#: What only whoever has sent a form comes to: see below.
AFTER_A_FORM = {
    "asked",
    "answer",
    "answer_file",
    "withdrawn",
    "resumed",
    "piece",
    "leave",
    "proofs",
    "proof",
    "report_receipt",
}


@pytest.fixture
def site(database: str, tmp_path: Path) -> Iterator[House]:
    """Give a house without a sender, where one version binds, one was replaced in time and one is announced."""
    with opened(database, tmp_path / "home", sending=False) as house:
        spring = NOW.date() + timedelta(days=20)
        actions.publish(actor=SYSTEM, draft=standard.draft(), in_force_on=date(2026, 12, 1), at=NOW)
        publish(SECOND, on=spring, at=NOW)
        draft = standard.draft("Le délai est plus court.")
        text = draft.french.replace("pendant la durée de la relation", "trois mois au plus après la fin de la relation")
        publish(
            text, on=spring, at=NOW, english=draft.english.replace("only for as long as", "until three months after")
        )
        for days in (1, 2):
            publish_notice(at=NOW, days=days)
        yield house


@pytest.mark.timeout(900)
def test_no_page_of_the_public_site_raises_a_barrier_and_all_are_found_by_links(site: House, chromium: Browser) -> None:
    found: list[str] = []
    reported = reports.report(code=NOTICE, ground=Report.Ground.CONTENT, line=None, at=NOW)
    for language in ("fr-FR", "en-GB"):
        with browsing.visit(chromium, language=language) as page:
            seen = walked(page, "public", site.public, ())
            found += seen.wrong
            beside = ["/policy/3/", "/policy/2/3/", "/nowhere/", f"/n/reports/{reported.uid}/"]
            for path in [*seen.pages.values(), *beside]:
                found += examine(page, site.public, path)
        linked = set(seen.pages) | set(seen.others) | {"health"} | AFTER_A_FORM
        found += [f"no link leads to {row.name}" for row in pages("public") if row.name not in linked]
    assert not found, "\n".join(found)


@pytest.mark.timeout(600)
def test_an_old_telephone_without_scripts_or_cookies_reads_changes_language_and_finds_the_address(
    site: House, chromium: Browser
) -> None:
    with browsing.visit(chromium, width=360, scripts=False) as page:
        page.goto(site.public)
        page.get_by_role("link", name="Savoir ce que vous avez sur moi").click()
        page.get_by_role("heading", name="Combien de temps cela prend").wait_for()
        address = page.get_by_role("link", name="dpo@selfcontact.com").first.get_attribute("href")
        assert address is not None
        assert address.startswith("mailto:dpo@selfcontact.com?subject=Savoir%20ce%20que")
        assert page.context.cookies() == []
        page.get_by_role("link", name="English").click()
        page.get_by_role("heading", name="How long it takes").wait_for()
        assert page.url.endswith("/rights/know/?language=en")


@pytest.mark.timeout(600)
def test_the_form_prints_on_one_sheet_without_the_site_around_it(site: House, chromium: Browser) -> None:
    with browsing.visit(chromium) as page:
        page.goto(f"{site.public}/form/")
        page.emulate_media(media="print")
        assert not page.locator(".top").is_visible()
        assert not page.locator(".foot").is_visible()
        assert not page.get_by_text("Imprimez cette page").is_visible()
        assert page.locator(".box").first.is_visible()
        assert page.get_by_text("00000 Nulle-Part").is_visible()
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


@pytest.mark.timeout(600)
def test_the_differences_are_marked_by_more_than_a_colour(site: House, chromium: Browser) -> None:
    with browsing.visit(chromium) as page:
        page.goto(f"{site.public}/policy/1/3/")
        assert "three" not in page.locator(".differences").inner_text()
        assert "trois mois" in page.locator("ins").first.inner_text()
        lines = page.locator("ins, del").evaluate_all("all => all.map(one => getComputedStyle(one).textDecorationLine)")
        assert set(lines) == {"underline", "line-through"}


@pytest.mark.timeout(600)
def test_what_the_dpo_publishes_without_a_barrier_is_announced_on_the_public_site_at_once(
    site: House, chromium: Browser
) -> None:
    user, secret = make_user("dpo@selfcontact.example", face=Face.CONSOLE, roles=[Role.DPO], name="Déléguée")
    with browsing.visit(chromium) as page:
        browsing.sign_in(page, site.console, user.email, secret)
        paths = ("/policies/", "/policies/3/", "/policies/2/3/", "/policies/publish/")
        found = [one for path in paths for one in examine(page, site.console, path)]
        assert not found, "\n".join(found)
        text = page.locator("[name=french]").input_value()
        page.locator("[name=french]").fill(text.replace("trois mois au plus", "deux mois au plus"))
        page.locator("[name=note]").fill("Deux mois au lieu de trois.")
        page.locator("[name=in_force_on]").fill((NOW.date() + timedelta(days=40)).isoformat())
        page.locator("[name=substantial]").check()
        page.locator("[name=grounds]").fill("La durée promise aux personnes devient plus courte.")
        page.locator("[name=sure]").check()
        page.get_by_role("button", name="Publier pour toujours").click()
        page.wait_for_url("**/policies/4/")
        weighty = ("/policies/4/", "/policies/4/tell/", "/policies/4/told/")
        found = [one for path in weighty for one in examine(page, site.console, path)]
        assert not found, "\n".join(found)
        assert not examine(page, site.public, "/why/")
        page.get_by_text("Changement de notre politique de confidentialité, daté du").wait_for()
        page.goto(f"{site.public}/policy/")
        page.get_by_role("link", name="Toutes les versions").click()
        page.get_by_role("link", name="Ce qui a changé depuis la version 3").click()
        assert "trois" in page.locator("del").inner_text()
        assert "deux" in page.locator("ins").inner_text()


def fill(page: Page, path: str, values: Mapping[str, str]) -> str:
    """Fill a form in and send it; return the path that it leads to."""
    page.goto(path)
    for name, value in values.items():
        field = page.locator(f"main [name={name}]")
        if field.evaluate("field => field.tagName") != "SELECT":
            field.fill(value)
    page.locator("main form.form button").click()
    page.wait_for_url(lambda url: url != path)
    return page.url.split(page.url.split("/")[2])[1]


def ticket_in(path: str) -> UUID:
    return UUID(re.findall(r"[0-9a-f-]{36}", path)[0])


@pytest.fixture
def answer(site: House, tmp_path: Path) -> Parcel:
    """Publish the answer to a person whom two candidates hold, and open it once."""
    identity.ensure_box(actor=SYSTEM)
    (tmp_path / "files").mkdir()
    second_candidate(make_register(tmp_path / "files"))
    made = granted(Kind.ACCESS, Kind.PORTABILITY)
    answers.publish(actor=DPO, request=made, at=ANSWERED)
    parcel = parcels.for_ticket(request=made, number=NUMBER, at=ANSWERED)
    assert parcel
    return parcel


@pytest.mark.timeout(900)
def test_no_page_after_a_form_raises_a_barrier(site: House, answer: Parcel, chromium: Browser) -> None:
    found: list[str] = []
    for number, language in enumerate(("fr-FR", "en-GB"), start=33639980050):
        with browsing.visit(chromium, language=language) as page:
            for slug in ("know", "stop", "complain"):
                found += examine(page, site.public, fill(page, f"{site.public}/rights/{slug}/ask/", FORMS[slug]))
            page.goto(f"{site.public}/rights/know/ask/")
            page.locator("main form.form button").click()
            page.locator(".field__error").first.wait_for()
            found += seen_as(page, "a form with errors")
            for door in ("withdraw", "resume", "answer"):
                back = fill(page, f"{site.public}/{door}/", {"reference": "d-0123456789", "number": f"+{number}"})
                found += examine(page, site.public, back)
            ticket = Ticket.objects.get(pk=ticket_in(back))
            said = contents.read(ticket)
            page.locator("main [name=code]").fill(code_for(ticket.uid, number))
            page.locator("main form.form button").click()
            page.wait_for_url("**?follow=1")
            # The same ticket, once proven, leads to the page of documents.
            found += examine(page, site.public, f"/piece/{ticket.uid}/")
            found += examine(page, site.public, f"/piece/{ticket.uid}/?sent=1")
            page.goto(f"{site.public}{back}?follow=1")
            # It loads itself again, for whoever left the box ticked; a button ends that (WCAG 2.2.1).
            found += [one for one in barriers(page) if not one.startswith("meta-refresh")]
            identity.lay(ticket=ticket, said=said, parcel=answer)
            identity.finish(ticket=ticket)
            found += examine(page, site.public, back)
            assert page.get_by_text("Dominique Invention").first.is_visible()
    assert not found, "\n".join(found)


@pytest.mark.timeout(600)
def test_an_old_telephone_without_scripts_asks_where_its_number_comes_from_and_its_number_is_verified(
    site: House, chromium: Browser
) -> None:
    identity.ensure_box(actor=SYSTEM)
    with browsing.visit(chromium, width=360, scripts=False) as page:
        page.goto(site.public)
        page.get_by_role("link", name="Savoir ce que vous avez sur moi").click()
        page.get_by_role("link", name="Faire la demande sur ce site").click()
        path = fill(page, page.url, FORMS["know"])
        page.get_by_text("Votre demande est déposée").wait_for()
        page.locator("main [name=code]").fill("00000000")
        page.get_by_role("button", name="Vérifier le code").click()
        page.get_by_text("Ce code n’est pas le bon").wait_for()
        page.locator("main [name=code]").fill(code_for(ticket_in(path)))
        page.get_by_role("button", name="Vérifier le code").click()
        page.get_by_text("Votre numéro est vérifié").wait_for()
        page.get_by_role("button", name="Oublier ma demande").click()
        page.goto(f"{site.public}{path}")
        page.get_by_role("heading", name="Cette page n’existe pas").wait_for()


@pytest.mark.timeout(600)
def test_the_page_of_a_provider_raises_no_barrier(site: House, chromium: Browser, tmp_path: Path) -> None:
    place = tmp_path / "files"
    place.mkdir()
    delivery = Audited(register=make_register(place)).deliver(5)
    drawn = audits.draw(actor=SYSTEM, delivery=delivery, at=NOW)
    sequence()
    path = urlparse(audits.ask(actor=SYSTEM, audit=drawn, at=NOW).link).path
    found: list[str] = []
    for language in ("fr-FR", "en-GB"):
        with browsing.visit(chromium, language=language) as page:
            for one in (path, f"{path}2/"):
                found += examine(page, site.public, one)
                assert page.locator("main form").count()
    assert not found, "\n".join(found)
