"""No barrier on any page of either face: axe-core, both languages, both themes, a narrow telephone, text spaced out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.web import browsing
from tests.web.walk import Walk, walk
from tests.web.world import World, furnished, pages, parts

from selfcontact.accounts import actions as accounts
from selfcontact.accounts.actions import Place
from selfcontact.accounts.models import Face, Role
from selfcontact.lib.actor import SYSTEM
from selfcontact.web.clock import now
from selfcontact.web.routes import Everyone

AXE = Path(__file__).parent / "third_party" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: The screen is narrow, the style sheet knows, and a frame was drawn since.
NARROW = """() => new Promise(laid => requestAnimationFrame(() => requestAnimationFrame(
    () => laid(innerWidth === 360 && !matchMedia("(min-width: 62rem)").matches))))"""
ADOPT = "css => { const own = new CSSStyleSheet(); own.replaceSync(css); document.adoptedStyleSheets = [own]; }"
#: What somebody who reads with difficulty may set (WCAG 2.2, success criterion 1.4.12).
SPACED = "* { line-height: 1.5; letter-spacing: .12em; word-spacing: .16em; } p { margin-block-end: 2em; }"
OUTSIDE = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().left + one.scrollWidth > 361 && !one.closest(".scroll, .menu, svg"))
    .map(one => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`).slice(-3)"""
#: What is not a page that a person reads: why.
NOT_PAGES = {
    "health": "for programs",
    "account_logout": "ends the walk",
    "account_reset_password_from_key": "needs a secret that only a mail holds",
    "account_reset_password_from_key_done": "follows the former",
    "mfa_login_webauthn": "answers a script",
    "mfa_authenticate": "stands between two steps of a sign-in",
    "mfa_signup_webauthn": "nobody signs up",
    "mfa_edit_webauthn": "needs a passkey",
    "mfa_remove_webauthn": "needs a passkey",
    "mfa_reauthenticate_webauthn": "needs a passkey",
    "mfa_download_recovery_codes": "answers once, right after the codes are made",
    "area_search": "a part of a page, which asks for it as one types",
    "upload_progress": "a part of a page, which asks for it anew",
    "upload_creation": "answers a script",
    "upload_content": "answers a script",
    "sending_course": "a part of a page, which asks for it anew",
    "sending_figures": "a part of a page, which asks for it anew",
    "line_live": "a part of a page, which asks for it anew",
    "line_listen": "a sound, which a page plays",
    "recording_listen": "a sound, which a page plays",
    "mfa_trust": "stands between two steps of a sign-in",
    "answer_archive_file": "a file that is downloaded",
    "request_document": "a paper of a person: see tests/web/console/requests/test_proofs.py",
    "reply_decide": "follows the opening of a reply: see below",
    "audit_proof": "follows the opening of a row: see tests/web/console/audits/test_audits.py",
    "mailbox_attachment": "follows the opening of a mail: see tests/mailbox/test_console.py",
    "person_erase": "follows the answer to a search: see below",
    "person_restrict": "follows the answer to a search: see below",
    "person_release": "follows the answer to a search",
}


@pytest.fixture
def world(database: str, tmp_path: Path) -> Iterator[World]:
    with furnished(database, tmp_path / "home") as made:
        yield made


def fetched(context: BrowserContext, origin: str, path: str) -> tuple[int, str, str]:
    answer = context.request.get(f"{origin}{path}")
    kind = answer.headers.get("content-type", "")
    return answer.status, kind, answer.text() if kind.startswith("text/") else ""


def walked(page: Page, face: str, origin: str, unlinked: Sequence[str]) -> Walk:
    """Walk through a face as whoever has signed in on this page."""
    plain = (f"/{row.pattern}" for row in pages(face) if not parts(row) and "(?P" not in row.pattern)
    starts = ["/", *plain, *unlinked]
    urlconf = f"selfcontact.web.{face}.urls"
    posts_only = frozenset({"language", "theme"})
    answer = walk(
        urlconf, starts, lambda path: fetched(page.context, origin, path), beyond=frozenset(NOT_PAGES) | posts_only
    )
    answer.wrong[:] = [one for one in answer.wrong if not one.endswith(" 405")]
    return answer


def barriers(page: Page) -> list[str]:
    """Return what axe-core finds on the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def examine(page: Page, origin: str, path: str) -> list[str]:
    """Return every barrier of one address."""
    page.goto(f"{origin}{path}")
    return seen_as(page, path)


def seen_as(page: Page, path: str) -> list[str]:
    """Return every barrier of the page as it stands, in both themes, on a narrow screen, with its text spaced out."""
    page.set_viewport_size({"width": 1440, "height": 900})
    found = []
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        found += [f"{path} ({theme}) {one}" for one in barriers(page)]
    if page.locator("h1").count() != 1:
        found.append(f"{path}: {page.locator('h1').count()} headings of the first level")
    return found + too_wide(page, path)


def too_wide(page: Page, path: str) -> list[str]:
    """Return what stands out of a narrow screen, the innermost last, once the page is laid out for it."""
    page.set_viewport_size({"width": 360, "height": 740})
    found = []
    for style in ("", SPACED):
        page.evaluate(ADOPT, style)
        page.wait_for_function(NARROW)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 360:
            found.append(f"{path} {style} is {wide} wide at 360: {page.evaluate(OUTSIDE)}")
    page.evaluate(ADOPT, "")
    return found


@pytest.mark.timeout(2400)
def test_no_page_of_either_face_raises_a_barrier(world: World, chromium: Browser) -> None:
    found: list[str] = []
    for face, origin, (user, secret) in (
        ("console", world.house.console, world.staff),
        ("portal", world.house.portal, world.team),
    ):
        for step, language in enumerate(("fr-FR", "en-GB")):
            with browsing.visit(chromium, language=language) as page:
                browsing.sign_in(page, origin, user.email, secret, step)
                seen = walked(page, face, origin, world.unlinked if face == "console" else ())
                found += [f"{face}: {one}" for one in seen.wrong]
                for path in seen.pages.values():
                    found += examine(page, origin, path)
            found += [f"{face}: no link leads to {name}" for name in unseen(face, seen)]
    assert not found, "\n".join(found)


def unseen(face: str, seen: Walk) -> list[str]:
    """Return the routes that answer a page but that no link leads to."""
    found = set(seen.pages) | set(seen.others) | seen.forms | set(NOT_PAGES)
    return [row.name for row in pages(face) if row.name not in found and row.roles is not Everyone.VISITOR]


@pytest.mark.timeout(600)
def test_no_page_for_visitors_raises_a_barrier(world: World, chromium: Browser) -> None:
    place = Place(face=Face.CONSOLE, roles=[Role.AUDITOR])
    link = accounts.invite(actor=SYSTEM, email="vue@selfcontact.example", name="Vue", place=place, at=now()).link
    invitation = urlsplit(link).path
    found: list[str] = []
    for language in ("fr-FR", "en-GB"):
        with browsing.visit(chromium, language=language) as page:
            for path in ("/account/login/", "/account/password/reset/", "/account/inactive/", "/nowhere/", invitation):
                found += examine(page, world.house.console, path)
    assert not found, "\n".join(found)


def send(page: Page, **values: str) -> None:
    """Fill in the form of the page and send it."""
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main form[method=post] button").last.click()
    page.wait_for_load_state()


def answered(page: Page, origin: str, number: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the address and the barriers of each page that only answers a form about a person."""
    for start in ("/oppositions/check/", "/persons/"):
        page.goto(f"{origin}{start}")
        send(page, number=number, **({"reason": "demande d’accès"} if start == "/persons/" else {}))
        yield page.url, seen_as(page, f"the answer of {start}")
    leads = page.locator("article a.button").evaluate_all("found => found.map(one => one.pathname)")
    # One mandate is as good as another.
    assert [path.split("/")[-2] for path in leads[:2]] == ["restrict", "erase"]
    for path in leads[:2]:
        found = examine(page, origin, path)
        yield page.url, found
    page.goto(f"{origin}/oppositions/replies/")
    page.locator("main table tbody a").first.click()
    send(page, reason="doute à lever")
    assert page.locator("blockquote").inner_text() == "Qui êtes-vous donc ?"
    yield page.url, seen_as(page, "an opened reply")


@pytest.mark.timeout(600)
def test_no_answer_about_a_person_raises_a_barrier_or_says_the_number_in_an_address_or_a_log(
    world: World, chromium: Browser
) -> None:
    found: list[str] = []
    national = f"0{world.number % 10**9}"
    for step, language in enumerate(("fr-FR", "en-GB")):
        with browsing.visit(chromium, language=language) as page:
            browsing.sign_in(page, world.house.console, world.staff[0].email, world.staff[1], step)
            for url, barred in answered(page, world.house.console, national):
                found += barred
                assert national[1:] not in url
    assert not found, "\n".join(found)
    logs = [path.read_text(encoding="utf-8") for path in (world.house.place / "logs").glob("*.log")]
    assert any("gunicorn" in log for log in logs)
    assert not any(national[1:] in log for log in logs)
