"""The answer's pages: two people, each step with its sentence, the person shown only to who says why."""

from collections.abc import Callable

import pytest
from tests.answers.world import NOW, current, put, second_candidate
from tests.intake.world import Register
from tests.requests.conftest import register
from tests.requests.world import NUMBER, verified
from tests.web.clients import Signed
from tests.web.console.conftest import AtTime
from tests.web.console.registers.conftest import Reader, text

from selfcontact.accounts.models import Role
from selfcontact.answers.models import State
from selfcontact.requests.models import Kind, Request

__all__ = ["register"]
Staff = Callable[..., Signed]
VALUES = ("Durand", "Lefèvre", "quai du Port", "+33639980001")


@pytest.fixture
def made(register: Register) -> Request:
    second_candidate(register)
    return verified(Kind.ACCESS)


def page(found: Request, *rest: str) -> str:
    return "/".join(("", "answers", found.reference, *rest, ""))


def test_an_answer_goes_from_its_page_to_the_person_with_two_people(
    made: Request, staff: Staff, at_time: AtTime
) -> None:
    with at_time(NOW):
        dpo, deputy = Reader(staff(Role.DPO)), Reader(staff(Role.DPO, Role.AUDITOR))
        assert "La réponse" in dpo.get(f"/requests/{made.reference}/")
        assert "Rien n’est préparé" in dpo.get(page(made))
        dpo.post(page(made, "prepare"), language="fr")
        assert not any(value in dpo.get(page(made)) for value in VALUES)
        assert "contacts" in dpo.refused(page(made, "leave-out"), section="contacts", rank="9", reason="x")
        dpo.post(page(made, "leave-out"), section="contacts", rank="1", reason="autre titulaire")
        dpo.post(f"/requests/{made.reference}/decide/", ground="")
        assert "Lisez la réponse" in deputy.refused(f"/requests/{made.reference}/confirm/")
        read = deputy.client.post(page(made, "read"), {"reason": "relecture"})
        assert all(value in text(read) for value in ("Lefèvre", "quai du Port", "autre titulaire", "CNIL"))
        assert "no-store" in read["Cache-Control"]
        deputy.post(f"/requests/{made.reference}/confirm/")
        assert "attend la personne" in dpo.post(page(made, "publish"))
        archived = dpo.client.post(page(made, "archive"))
        assert "ne sera plus montrée" in text(archived)
        file = dpo.client.get(page(made, "archive", "file"))
        assert (file.content[:2], file["Content-Type"]) == (b"PK", "application/zip")
    assert current(made).state == State.PUBLISHED


def test_what_is_held_is_escaped_on_the_page(register: Register, staff: Staff, at_time: AtTime) -> None:

    put(register, register.mandate, NUMBER, "<script>alert(1)</script>", '"><img src=x>')
    made = verified(Kind.ACCESS)
    with at_time(NOW):
        dpo = Reader(staff(Role.DPO))
        dpo.post(page(made, "prepare"), language="fr")
        raw = dpo.client.post(page(made, "read"), {"reason": "x"}).content.decode()
    assert "<script>alert" not in raw
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in raw
    assert "<img" not in raw


def test_the_auditor_sees_how_it_stands_and_others_nothing(made: Request, staff: Staff, at_time: AtTime) -> None:
    with at_time(NOW):
        Reader(staff(Role.DPO)).post(page(made, "prepare"), language="fr")
        auditor, operator = staff(Role.AUDITOR), staff(Role.OPERATOR)
    assert auditor.get(page(made)).status_code == 200
    for rest in ("prepare", "read", "leave-out", "publish", "archive", "archive/file"):
        for client in (auditor, operator):
            assert client.get(page(made, rest)).status_code == 404
            assert client.post(page(made, rest), {"reason": "x"}).status_code == 404
    assert operator.get(page(made)).status_code == 404
