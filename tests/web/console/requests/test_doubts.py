"""What is not sure about whoever asks: the DPO's page says what was found and what may be done, never a value."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from tests.identity.world import Browser
from tests.intake.world import make_register
from tests.reception.world import hold, prove, request_of, tend
from tests.requests.world import DAY, RECEIVED
from tests.web.clients import Signed
from tests.web.console.conftest import AtTime
from tests.web.console.registers.conftest import Reader

from selfcontact.accounts.models import Role
from selfcontact.identity.actions import ensure_box
from selfcontact.identity.models import Purpose, Ticket
from selfcontact.lib.actor import SYSTEM
from selfcontact.reception import doubts
from selfcontact.requests import actions
from selfcontact.requests.models import Request, Rung

Staff = Callable[..., Signed]
TITLE = "Un doute sur la personne"


@pytest.fixture
def browser(database: str, tmp_path: Path) -> Browser:
    """Give a browser before a house that holds Zoé Durand, 35000, under the number."""
    ensure_box(actor=SYSTEM)
    (tmp_path / "files").mkdir()
    hold(database, make_register(tmp_path / "files").mandate)
    return Browser()


@pytest.fixture
def look(staff: Staff, at_time: AtTime, as_console: Callable[[], object]) -> Callable[[Request], str]:
    """Return what shows the DPO the page of a request."""
    dpo = Reader(staff(Role.DPO, Role.AUDITOR))

    def looked(found: Request) -> str:
        with at_time(RECEIVED + DAY), as_console():  # type: ignore[attr-defined]
            return dpo.get(f"/requests/{found.reference}/")

    return looked


def test_another_name_is_a_doubt_that_says_neither_name_and_offers_to_erase_or_to_prove(
    browser: Browser, look: Callable[[Request], str]
) -> None:
    uid = browser.drop(surname="Martin")
    tend()
    prove(browser, uid)
    tend()
    said = look(request_of(uid))
    assert TITLE in said
    for way in ("Ne lui montrez rien", "effacer ce numéro partout", "une lettre avec un code", "RGPD, 12.6"):
        assert way in said
    assert not any(name in said for name in ("Martin", "Durand", "639980001", "35000"))


def test_the_doubt_outlives_the_ticket_and_ends_with_a_proof(browser: Browser, look: Callable[[Request], str]) -> None:
    uid = browser.drop(surname="Martin")
    tend()
    prove(browser, uid)
    tend()
    made = request_of(uid)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM identity_code")
    Ticket.objects.all().delete()
    assert TITLE in look(made)
    actions.verify(actor=SYSTEM, request=made, rung=Rung.LETTER, at=RECEIVED + DAY)
    assert TITLE not in look(made)


def test_an_objection_beyond_those_of_a_day_is_shown_as_one_that_waits(
    browser: Browser, look: Callable[[Request], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "WEB_OBJECTIONS_PER_DAY", 0)
    uid = browser.drop(kinds=["objection"])
    tend()
    said = look(request_of(uid))
    assert "Plus d’oppositions que le nombre d’un jour" in said
    assert "Ne demandez pas qui elle est" in said


def test_somebody_who_takes_back_what_rests_on_more_is_shown_as_a_doubt_of_its_own(
    browser: Browser, look: Callable[[Request], str]
) -> None:
    uid = browser.drop(surname="Durand")
    tend()
    made = request_of(uid)
    actions.verify(actor=SYSTEM, request=made, rung=Rung.LETTER, at=RECEIVED)
    back = browser.drop(Purpose.WITHDRAW, reference=made.reference)
    tend()
    doubts.rung(ticket=Ticket.objects.get(pk=back), request=made)
    said = look(made)
    assert "a voulu retirer cette demande" in said
    assert "effacer ce numéro" not in said


def test_a_request_without_a_doubt_shows_none(browser: Browser, look: Callable[[Request], str]) -> None:
    uid = browser.drop(surname="Durand")
    tend()
    assert TITLE not in look(request_of(uid))
