"""A real browser in front of the faces, and what a person does with it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright
from tests.web.clients import PASSWORD, totp

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
Scheme = Literal["light", "dark"]


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium, with no network but loopback."""
    path = shutil.which("chromium")
    assert path, "chromium is missing: make setup installs it"
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=[*ARGUMENTS, "--disable-sync", "--no-first-run"])
        yield started
        started.close()


@contextmanager
def visit(
    started: Browser, *, width: int = 1440, scheme: Scheme = "light", language: str = "fr-FR", scripts: bool = True
) -> Iterator[Page]:
    """Give a page of a context of its own; any error of a script, of the policy or of a resource fails the test."""
    context = started.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        locale=language,
        java_script_enabled=scripts,
        # A colour that is still changing is nobody's contrast.
        reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    wrong = [one for one in said if "the server responded with a status of 4" not in one]
    context.close()
    assert not wrong, wrong


def open_account(page: Page, face: str, link: str, email: str) -> str:
    """Follow an invitation to its end, second factor included; return the secret of the authenticator."""
    page.goto(link)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=again]").fill(PASSWORD)
    page.locator("input[name=again]").press("Enter")
    page.wait_for_url("**/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/second-factor/required/")
    page.goto(f"{face}/account/second-factor/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("input[name=code]").fill(totp(secret))
    page.locator("input[name=code]").press("Enter")
    page.wait_for_url("**/recovery-codes/**")
    return secret


def sign_in(page: Page, face: str, email: str, secret: str, step: int = 0) -> None:
    """Sign in with a password and a code of the authenticator."""
    page.goto(f"{face}/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form[action$='/account/login/'] button[type=submit]").click()
    page.locator("input[name=code]").fill(totp(secret, step))
    page.locator("input[name=code]").press("Enter")
    page.wait_for_url(lambda url: "/account/" not in url)
