"""A letter, its code, and identity documents, from the DPO's page of a request."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from tests.identity.world import as_process
from tests.intake.world import make_register
from tests.reception.world import hold
from tests.requests.world import DAY, DPO, RECEIVED, receive
from tests.web.clients import Signed
from tests.web.console.conftest import AtTime
from tests.web.console.registers.conftest import Reader, text

from selfcontact.accounts.models import Role
from selfcontact.identity import documents, keys
from selfcontact.identity import public as site
from selfcontact.identity.actions import ensure_box
from selfcontact.identity.models import IdentityDocument, Ticket
from selfcontact.lib.actor import SYSTEM
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Means
from selfcontact.requests import actions
from selfcontact.requests.models import Request, Rung, State

Staff = Callable[..., Signed]
PDF = b"%PDF-1.7 une piece"


def page(found: Request, *rest: str) -> str:
    return "/".join(("", "requests", found.reference, *rest, ""))


@pytest.fixture
def made(database: str, tmp_path_factory: pytest.TempPathFactory) -> Request:
    """Give a request of somebody whom a mandate holds."""
    hold(database, make_register(tmp_path_factory.mktemp("files")).mandate)
    return receive()


def test_a_letter_is_written_to_the_address_on_file_and_its_code_is_taken_by_telephone(
    made: Request, staff: Staff, at_time: AtTime, as_console: Callable[[], object]
) -> None:
    dpo = Reader(staff(Role.DPO))
    with at_time(RECEIVED + DAY), as_console():  # type: ignore[attr-defined]
        assert "attend d’être imprimée" in text(dpo.client.post(page(made, "letter"), {}, follow=True))
        (notice,) = notices.waiting(Means.POST)
        letter = notices.opened(notice)
        assert letter.to.endswith("35000 Rennes")
        wrong = text(dpo.client.post(page(made, "letter-code"), {"code": "BCDFG HJKMN"}, follow=True))
        assert "ne vaut plus" in wrong
        assert letter.secret
        dpo.client.post(page(made, "letter-code"), {"code": letter.secret})
    made.refresh_from_db()
    assert (made.state, made.rung) == (State.VERIFIED, Rung.LETTER)


def test_two_officers_download_a_document_and_nobody_else_does(
    made: Request, staff: Staff, at_time: AtTime, as_console: Callable[[], object]
) -> None:
    ensure_box(actor=SYSTEM)
    actions.ask_identity(actor=DPO, request=made, reason="Deux homonymes.", at=RECEIVED)
    secret, ticket = b"s" * 32, uuid4()
    Ticket.objects.create(uid=ticket, purpose="ask", browser_digest=keys.browser_digest(secret), request_uid=made.uid)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_ticket SET taken_at = statement_timestamp()")
    with as_process("public"):
        site.drop_document(ticket=ticket, browser=secret, document=PDF)
    one = IdentityDocument.objects.get()
    assert documents.take(document=one, ticket=Ticket.objects.get(), asked_by=made.uid)
    first, second = Reader(staff(Role.DPO)), Reader(staff(Role.DPO, Role.ADMINISTRATOR))
    path = page(made, "document", str(one.uid))
    with at_time(RECEIVED + DAY), as_console():  # type: ignore[attr-defined]
        assert "vue par 0 personne" in first.get(page(made))
        for reader in (first, second):
            answer = reader.client.post(path)
            assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
            assert answer["Content-Disposition"].startswith("attachment")
            assert "no-store" in answer["Cache-Control"]
        assert first.client.get(path).status_code == 405
        assert first.client.post(page(made, "document", str(uuid4()))).status_code == 404
    assert len(IdentityDocument.objects.get().seen_by) == 2
    assert staff(Role.AUDITOR).post(path).status_code in {403, 404}
