"""Signing in with a real browser: by invitation, with codes, with a passkey, at every width and without a mouse."""

from playwright.sync_api import Browser, CDPSession
from tests.web.browsing import open_account, sign_in, visit
from tests.web.clients import PASSWORD, make_user
from tests.web.house import House, eventually

from selfcontact.accounts.models import Face, Invitation, Role
from selfcontact.lib.actor import SYSTEM
from selfcontact.mandates.actions import add_candidate


def virtual_key(session: CDPSession) -> None:
    """Plug in a passkey that verifies its user."""
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )


def test_the_first_administrator_opens_an_account_and_then_signs_in_with_a_passkey(
    house: House, chromium: Browser
) -> None:
    email = "ada@selfcontact.example"
    link = str(house.command("user", "invite", email, "--role", "administrator", "--name", "Ada")["link"])
    with visit(chromium) as page:
        open_account(page, house.console, link, email)
        virtual_key(page.context.new_cdp_session(page))
        page.goto(f"{house.console}/account/second-factor/webauthn/add/")
        page.get_by_label("sans mot de passe", exact=False).check()
        page.locator("#mfa_webauthn_add").click()
        page.wait_for_url(lambda url: "/add/" not in url)
        page.context.clear_cookies()
        page.goto(f"{house.console}/account/login/")
        page.locator("#passkey_login").click()
        page.wait_for_url(f"{house.console}/")
        assert page.locator("h1").inner_text()


def test_the_menu_is_reached_with_the_keyboard_alone(house: House, chromium: Browser) -> None:
    user, secret = make_user("keys@selfcontact.example", face=Face.CONSOLE, roles=[Role.ADMINISTRATOR])
    with visit(chromium) as page:
        sign_in(page, house.console, user.email, secret)
        page.goto(house.console)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


def test_a_signatory_opens_an_account_in_the_portal_and_never_in_the_console(house: House, chromium: Browser) -> None:
    email = "signataire@equipe.example"
    add_candidate(actor=SYSTEM, reference="alix", name="Alix Durand")
    link = str(house.command("user", "invite", email, "--candidate", "alix", "--seat", "approver")["link"])
    assert link.startswith(house.portal)
    with visit(chromium) as page:
        secret = open_account(page, house.portal, link, email)
        page.goto(house.portal)
        assert page.locator("h1").inner_text() == "Vos mandats"
        page.goto(f"{house.console}/account/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url("**/account/inactive/")
    assert secret
    eventually(lambda: Invitation.objects.filter(noted=True).exists(), "the worker never wrote it in the ledger")
