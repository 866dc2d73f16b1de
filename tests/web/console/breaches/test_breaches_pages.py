"""Breaches in the console: the DPO writes, the auditor reads, under the rights of the console's process."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.breaches.world import CANARY, House
from tests.intake.world import make_register
from tests.web.clients import Signed
from tests.web.console.registers.conftest import Reader

from selfcontact.accounts.models import Role
from selfcontact.breaches.models import Breach

AsConsole = Callable[[], AbstractContextManager[None]]
TYPED = {
    "natures": ["confidentiality"],
    "systems": ["workstation", "keys"],
    "learnt_at": "2026-11-20T09:30",
    "what": f"Un poste a été volé ({CANARY}).",
    "consequences": "Hameçonnage.",
    "measures": "Accès fermés.",
}


@pytest.fixture
def house(database: str, tmp_path: Path) -> House:
    place = tmp_path / "files"
    place.mkdir()
    return House(make_register(place))


@pytest.fixture
def officer(staff: Callable[..., Signed]) -> Reader:
    return Reader(staff(Role.DPO))


def test_the_officer_records_tells_decides_and_closes(house: House, officer: Reader, as_console: AsConsole) -> None:
    house.owner()
    with as_console():
        page = officer.post("/breaches/new/", **TYPED)
        (found,) = Breach.objects.all()
        assert "72 heures, jusqu’au 23 novembre 2026, 10:00 (Europe/Paris)" in page
        assert CANARY in page
        assert house.mandate.reference in page
        where = f"/breaches/{found.reference}"
        officer.post(f"{where}/measure/", sure="1")
        assert "attend de partir" in officer.post(f"{where}/tell/", sure="1")
        assert "ne peut pas être close" in officer.refused(f"{where}/close/", text="trop tôt")
        officer.post(f"{where}/add/", kind="authority-told", text="accusé 1")
        officer.post(f"{where}/add/", kind="people-not-told", text="données chiffrées")
        assert "Rien ne s’y ajoute plus" in officer.get(f"{where}/close/")
        page = officer.post(f"{where}/close/", text="clés hors du poste")
    assert "clés hors du poste" in page
    assert "Mesurer de nouveau" not in page
    assert officer.queries(f"{where}/") < 15
    assert officer.queries("/breaches/") < 15


def test_a_controller_is_told_otherwise(house: House, officer: Reader) -> None:
    officer.post("/breaches/new/", **TYPED)
    where = f"/breaches/{Breach.objects.get().reference}"
    assert "Personne à qui écrire" in officer.refused(f"{where}/tell/", sure="1")
    page = officer.post(f"{where}/told/", mandate=house.mandate.reference, text="recommandé")
    assert "recommandé" in page


def test_the_auditor_reads_and_writes_nothing_and_nobody_else_reads(
    house: House, officer: Reader, staff: Callable[..., Signed]
) -> None:
    officer.post("/breaches/new/", **TYPED)
    where = f"/breaches/{Breach.objects.get().reference}/"
    auditor = Reader(staff(Role.AUDITOR))
    assert "Ajouter" not in auditor.get(where)
    assert auditor.client.post(f"{where}tell/").status_code == 404
    for role in (Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR):
        assert staff(role).get(where).status_code == 404


def test_what_is_missing_from_the_form_is_said_in_it(house: House, officer: Reader) -> None:
    answer = officer.client.post("/breaches/new/", {**TYPED, "natures": []})
    assert answer.status_code == 200
    assert not Breach.objects.exists()
