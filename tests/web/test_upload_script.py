"""The page's own script in a real browser: it sends by pieces, survives a cut line, a pause and a reload."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.intake.world import People
from tests.uploads.world import Depot, on_disk
from tests.web.line import Line

from selfcontact.uploads.looking import sealed
from selfcontact.uploads.models import Upload

PIECE = 8 << 20


@pytest.fixture
def page(chromium: Browser, line: Line) -> Page:
    context = chromium.new_context(locale="fr-FR", base_url=line.url)
    context.add_cookies([{"name": name, "value": value, "url": line.url} for name, value in line.cookies.items()])
    return context.new_page()


@pytest.fixture
def file(people: People, tmp_path: Path) -> Path:
    """Write a file of a little more than two pieces."""
    path = tmp_path / "people.csv"
    rows = people.many(10_000)
    path.write_text(people.text(rows * (2 * PIECE // len("\r\n".join(rows)) + 1)), encoding="utf-8")
    assert 2 * PIECE < path.stat().st_size < 3 * PIECE
    return path


def begin(page: Page, file: Path) -> None:
    page.goto("/deliveries/new/")
    page.get_by_label("Mandat").select_option("M")
    page.get_by_label("Accord avec le fournisseur").select_option("A")
    page.get_by_label("Personnes inventées").check()
    page.locator("[type=file]").set_input_files(file)
    page.get_by_role("button", name="Déposer").click()


def test_a_cut_line_a_pause_and_a_reload_cost_no_byte_twice(page: Page, depot: Depot, file: Path) -> None:
    sent: list[int] = []

    def watched(route: Route) -> None:
        if route.request.method == "PATCH":
            sent.append(int(route.request.headers["upload-offset"]))
            if len(sent) == 2:
                # The line is cut in the middle of the second piece.
                route.abort("connectionreset")
                return
        route.continue_()

    page.route("**/intake/uploads/**", watched)
    begin(page, file)
    expect(page.get_by_text("Liaison coupée")).to_be_visible()
    page.get_by_role("button", name="Suspendre").click()
    expect(page.get_by_text("Ce qui est arrivé est gardé.").first).to_be_visible()
    upload = Upload.objects.get()
    assert urlsplit(page.url).path == f"/deliveries/uploads/{upload.uid}/"
    assert (upload.state, upload.offset) == ("receiving", PIECE)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_label("Choisissez à nouveau le même fichier").set_input_files(file)
    expect(page.get_by_role("heading", name="Premiers verdicts")).to_be_visible(timeout=60_000)
    assert sent == [0, PIECE, PIECE, 2 * PIECE]
    upload.refresh_from_db()
    with sealed(upload).open() as stream:
        assert stream.read() == file.read_bytes()


def test_another_file_than_the_one_begun_is_not_taken(page: Page, depot: Depot, file: Path, tmp_path: Path) -> None:
    upload = depot.open(file.stat().st_size)
    page.goto(f"/deliveries/uploads/{upload.uid}/")
    other = tmp_path / "other.csv"
    other.write_text("x")
    page.get_by_label("Choisissez à nouveau le même fichier").set_input_files(other)
    expect(page.get_by_text("Ce n’est pas le même fichier")).to_be_visible()
    upload.refresh_from_db()
    assert upload.offset == 0


def test_what_the_server_refuses_is_said_on_the_page(
    page: Page, depot: Depot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("selfcontact.uploads.place.free", lambda: 5)
    begin(page, file)
    expect(page.get_by_role("alert").filter(has_text="sur le disque")).to_be_visible()
    assert on_disk() == []
