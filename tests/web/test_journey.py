"""From a provider's file to the figures that the candidate reads, in a real browser and without a terminal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.web.browsing import sign_in, visit
from tests.web.clients import make_user, totp
from tests.web.house import House, eventually, opened

from selfcontact.accounts.models import Face, Membership, Role, Seat
from selfcontact.campaigns.models import Campaign
from selfcontact.demo import people
from selfcontact.demo.cast import SENDER_NAME, STOP_CODE, Cast, make_cast
from selfcontact.demo.recipe import Expected
from selfcontact.figures.due import Publisher
from selfcontact.geo import areas
from selfcontact.intake.models import Delivery
from selfcontact.lib.actor import SYSTEM

ROWS = 200_000
#: One recipient in two hundred answers STOP: far under what halts a campaign, far over what may be shown.
STOPS = ("--stop-share", "0.005")
TEXT = "{prenom}, Camille Démo, candidate, vous attend jeudi soir."
#: Slow enough that a person has the time to pause it.
PER_SECOND = 6_000


@dataclass(frozen=True, kw_only=True)
class Act:
    """The installation, its papers, and a provider's file with what must be found in it."""

    house: House
    cast: Cast
    file: Path
    expected: Expected


@pytest.fixture
def act(database: str, tmp_path: Path) -> Iterator[Act]:
    """Give a house with papers in order and no contact."""
    with opened(database, tmp_path / "home", carrier=STOPS) as house:
        start = datetime.fromisoformat(house.environment["SELFCONTACT_CLOCK_START"])
        cast = make_cast(actor=SYSTEM, today=start.date(), at=start, port=house.carrier, segments_per_second=PER_SECOND)
        file = tmp_path / "fournisseur.csv"
        inside = areas.parse(cast.mandate.area).communes
        found = people.write_file(file, rows=ROWS, seed=7, kind="demo", delivered_on=start.date(), inside=inside)
        file.with_name("attestation.pdf").write_bytes(b"%PDF-1.4 attestation")
        yield Act(house=house, cast=cast, file=file, expected=found)


@pytest.mark.timeout(1200)
def test_from_a_file_of_200_000_lines_to_the_figures_in_the_portal(act: Act, chromium: Browser) -> None:
    with visit(chromium) as console, visit(chromium) as portal:
        _sign_in_both(act, console, portal)
        delivery = _upload_and_confirm(act, console)
        _attest(act, console, delivery)
        _compose_and_submit(act, console)
        _approve(act, portal)
        handed_over = _send_with_a_pause(console)
        stops = _count_stops(console, handed_over)
        _read_the_figures(act, portal, delivery.accepted, stops)


def _sign_in_both(act: Act, console: Page, portal: Page) -> None:
    roles = [Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR]
    staff, secret = make_user("equipe@selfcontact.example", face=Face.CONSOLE, roles=roles)
    sign_in(console, act.house.console, staff.email, secret)
    camille, secret = make_user("camille@equipe.example", face=Face.PORTAL, name="Camille Démo")
    Membership.objects.create(user=camille, candidate=act.cast.candidate, seat=str(Seat.OWNER))
    sign_in(portal, act.house.portal, camille.email, secret)
    portal.evaluate("secret => { window.name = secret }", secret)


def _upload_and_confirm(act: Act, page: Page) -> Delivery:
    """Upload the file piece by piece, read what was recognised, confirm, and watch it load."""
    page.goto(f"{act.house.console}/deliveries/new/")
    page.locator("select[name=mandate]").select_option(act.cast.mandate.reference)
    page.locator("select[name=agreement]").select_option(act.cast.agreement.reference)
    page.locator("input[name=synthetic]").check()
    page.locator("input[type=file]").set_input_files(act.file)
    page.get_by_role("button", name="Déposer", exact=True).click()
    confirm = page.get_by_role("button", name="Confirmer et charger")
    confirm.wait_for()
    assert "cp1252" in page.locator("main").inner_text()
    confirm.click()
    page.wait_for_url(re.compile(r"/deliveries/(?!new/|uploads/)"), timeout=180_000)
    delivery = Delivery.objects.get()
    assert (delivery.lines, delivery.accepted) == (ROWS, act.expected.accepted)
    assert number(page.locator(".stat", has_text="Acceptées").locator("dd").inner_text()) == delivery.accepted
    return delivery


def _attest(act: Act, page: Page, delivery: Delivery) -> None:
    """See that nobody may be written to yet, and put on record what the provider attests of its file."""
    page.goto(f"{act.house.console}/mandates/{act.cast.mandate.reference}/")
    page.get_by_text("règle CN-03").first.wait_for()
    page.goto(f"{act.house.console}/deliveries/{delivery.reference}/origin/")
    page.get_by_role("link", name="Enregistrer l’attestation").click()
    page.locator("input[type=file]").set_input_files(act.file.with_name("attestation.pdf"))
    page.locator("[name=signed_on]").fill(delivery.received_on.isoformat())
    page.locator("[name=file_sha256]").fill(delivery.file_sha256)
    page.locator("[name=rows]").fill(str(delivery.lines))
    page.locator("[name=own_collection]").check()
    page.get_by_role("button", name="Enregistrer l’attestation").click()
    page.get_by_text("le fichier est bien celui-là").wait_for()


def _compose_and_submit(act: Act, page: Page) -> None:
    """Write a text that a rule refuses, be told while typing, correct it, and send it to the candidate."""
    page.goto(f"{act.house.console}/campaigns/new/?mandate={act.cast.mandate.reference}")
    page.locator("[name=reference]").fill("appel")
    page.locator("[name=route]").select_option(act.cast.route.reference)
    page.locator("[name=sender_name]").fill(SENDER_NAME)
    page.locator("[name=earliest]").fill("2027-03-09T14:00")
    page.locator("[name=latest]").fill("2027-03-09T19:30")
    reading = page.locator("#reading")
    page.locator("[name=text]").press_sequentially(TEXT)
    reading.get_by_text("3 règles refusent encore ce texte").wait_for()
    page.get_by_role("button", name="Ajouter l’étiquette et le lien").click()
    reading.get_by_text("règle refuse encore ce texte").wait_for()
    page.get_by_role("button", name=f"Ajouter « STOP {STOP_CODE} »").click()
    reading.get_by_text("Aucune règle ne s’oppose.").wait_for()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.wait_for_url("**/campaigns/appel/")
    page.get_by_role("button", name="Soumettre au candidat").click()
    page.get_by_text("soumise", exact=False).first.wait_for()
    assert Campaign.objects.get().state == Campaign.State.SUBMITTED


def _approve(act: Act, page: Page) -> None:
    """Read the exact text in the portal and sign its hash with a second factor."""

    def proposed() -> bool:
        page.goto(act.house.portal)
        return page.locator("a[href^='/proposals/']").count() > 0

    eventually(proposed, "the proposal never reached the portal")
    page.locator("a[href^='/proposals/']").first.click()
    page.wait_for_url("**/proposals/**")
    shown = page.locator(".phone__bubble").first.inner_text()
    assert re.search(rf"^{re.escape(TEXT)} Pub\. politique http\S+/n/[0-9a-f]{{10}}/ STOP {STOP_CODE}$", shown), shown
    page.locator("[name=verdict][value=approve]").check()
    page.locator("[name=code]").fill(totp(page.evaluate("window.name"), 1))
    page.get_by_role("button", name="Signer ma décision").click()
    page.get_by_text("Approuvé le").wait_for(timeout=60_000)


def _send_with_a_pause(page: Page) -> int:
    """Start, pause, see that nothing moves, resume, and wait for the end; return what was handed over."""
    page.goto(page.url.split("/campaigns/")[0] + "/sending/appel/")
    page.locator("#order-start").click()
    eventually(lambda: figure(page, "handed-over") > 0, "nothing was handed over")
    page.locator("#order-pause").click()
    page.locator("[data-order=followed]").wait_for()
    assert page.get_by_text("La campagne est en pause").count()

    def still() -> bool:
        before = figure(page, "handed-over")
        page.reload()
        return figure(page, "handed-over") == before

    # What was on the wire when the pause came has yet to be answered for; nothing more may join it.
    eventually(still, "messages left after the pause was followed")
    held = figure(page, "handed-over")
    assert 0 < held < Delivery.objects.get().accepted
    page.locator("#order-resume").click()
    eventually(lambda: figure(page, "handed-over") > held, "nothing left after the pause")
    page.get_by_text("Temps restant").wait_for()
    eventually(lambda: Campaign.objects.get().state == Campaign.State.FINISHED, "it never finished", patience=900)
    page.reload()
    assert page.locator("[data-closes=yes]").count() == 1
    return figure(page, "handed-over")


def _count_stops(page: Page, handed_over: int) -> int:
    """Return the oppositions that the page shows, once every reply is in."""

    def counted() -> int:
        return number(
            page.locator(".stat", has_text="Oppositions en réponse").locator("dd").inner_text().split("\n")[0]
        )

    eventually(lambda: counted() > 0.004 * handed_over, "the replies were not counted")
    return counted()


def _read_the_figures(act: Act, page: Page, accepted: int, stops: int) -> None:
    """Read totals at once, and the next morning how many opposed: rounded, never a small number."""
    tomorrow = datetime.fromisoformat(act.house.environment["SELFCONTACT_CLOCK_START"]) + timedelta(days=1)
    address = f"{act.house.portal}/campaigns/{Campaign.objects.get().uid}/"

    def totals() -> dict[str, str]:
        page.goto(address)
        shown = page.locator("#totals .stat")
        return dict(zip(shown.locator("dt").all_inner_texts(), shown.locator("dd").all_inner_texts(), strict=True))

    eventually(lambda: abs(number(totals().get("Personnes choisies", "0")) - accepted) <= 5, "no totals in the portal")
    eventually(lambda: number(totals()["Reçus"]) > 0.9 * accepted, "the receipts never reached the portal")
    Publisher().publish(actor=SYSTEM, at=tomorrow)
    page.goto(address)
    daily = page.locator("figure", has_text="Réponses STOP, relevé quotidien")
    daily.locator("summary").click()
    assert abs(number(daily.locator("td").last.inner_text()) - stops) <= 5


def figure(page: Page, name: str) -> int:
    """Return a figure of the sending page, as it is shown now."""
    return number(page.locator(f"[data-figure={name}]").inner_text())


def number(shown: str) -> int:
    """Return the number that is written with thin spaces at the beginning of a text."""
    digits = re.match(r"\d{1,3}(?:[\u202f\u00a0]\d{3})*", shown.strip())
    return int(re.sub(r"\D", "", digits[0])) if digits else 0
