"""Audits in the console: asking, reading a proof, judging it, and being told in plain French why nothing leaves."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.audits.world import NOON, PROOF, House, lines_of
from tests.intake.world import TODAY, make_register
from tests.web.clients import Signed
from tests.web.console.conftest import AtTime
from tests.web.console.registers.conftest import Reader, actions_of, document

from selfcontact.accounts.models import Role
from selfcontact.audits.models import Audit
from selfcontact.identity.actions import ensure_box
from selfcontact.ledger.actions import sequence
from selfcontact.lib.actor import SYSTEM
from selfcontact.providers.models import ConsentForm

WHY = "n’a pas prouvé les consentements de sa livraison : une preuve au moins n’en est pas une."


@pytest.fixture
def house(database: str, tmp_path: Path) -> House:
    place = tmp_path / "files"
    place.mkdir()
    ensure_box(actor=SYSTEM)
    return House(register=make_register(place))


@pytest.fixture
def operator(staff: Callable[..., Signed]) -> Reader:
    return Reader(staff(Role.OPERATOR))


@pytest.fixture
def keeper(staff: Callable[..., Signed]) -> Reader:
    return Reader(staff(Role.ADMINISTRATOR))


@pytest.fixture
def officer(staff: Callable[..., Signed]) -> Reader:
    return Reader(staff(Role.DPO))


def test_a_failure_is_explained_in_french_where_it_matters_and_only_the_officer_lifts_it(
    house: House, operator: Reader, officer: Reader, staff: Callable[..., Signed]
) -> None:
    delivery = house.deliver(3)
    audit, secret = house.asked(delivery)
    house.answer(secret, lines_of(audit))
    line = lines_of(audit)[0]
    operator.post(f"/audits/{audit.reference}/rows/{line}/", reason="no-consent")
    page = operator.get(f"/audits/{audit.reference}/")
    assert WHY in page
    assert "La livraison file-1 est retenue (règle PR-01)" in page
    assert "Le fournisseur est suspendu, avec tout ce qu’il a livré : 1 livraison (règle PR-03)" in page
    assert "n’a pas prouvé les consentements tirés au sort (règle PR-01)" in operator.get("/deliveries/file-1/")
    assert "a échoué à son sondage (règle PR-03)" in operator.get("/providers/P/")
    assert f"Sondage {audit.reference} échoué : plus rien ne part vers les contacts de" in officer.get("/")
    lift = f"/audits/{audit.reference}/lift/"
    for role in (Role.OPERATOR, Role.ADMINISTRATOR, Role.APPROVER, Role.AUDITOR):
        assert Reader(staff(role)).client.post(lift, {"grounds": "x"}).status_code == 404
    assert officer.refused(lift, grounds="")
    officer.post(lift, grounds="preuves complètes vues sur place")
    audit.refresh_from_db()
    assert audit.state == Audit.State.LIFTED
    assert actions_of(audit.uid)[:3] == ["audit:lifted", "audit:failed", "audit:judged"]
    assert "preuves complètes vues sur place" in officer.get(f"/audits/{audit.reference}/")


def test_it_is_explained_in_english_to_whoever_reads_english(house: House, officer: Reader) -> None:
    audit, _ = house.asked(house.deliver(3))
    officer.client.cookies["selfcontact_language"] = "en"
    officer.post(f"/audits/{audit.reference}/rows/2/", reason="no-trace")
    page = officer.get(f"/audits/{audit.reference}/")
    assert "did not prove the consents of its delivery: at least one proof is none." in page


def test_a_proof_is_read_on_purpose_and_who_read_it_is_in_the_ledger(house: House, operator: Reader) -> None:
    audit, secret = house.asked(house.deliver(3))
    house.answer(secret, lines_of(audit)[:1])
    row = f"/audits/{audit.reference}/rows/{lines_of(audit)[0]}/"
    assert PROOF.trace not in operator.get(row)
    assert operator.client.get(f"{row}proof/").status_code == 405
    shown = operator.client.post(f"{row}proof/").content.decode()
    assert PROOF.trace in shown
    assert "data:image/png;base64," in shown
    assert actions_of(audit.uid)[0] == "audit:disclosed"
    operator.post(row, reason="valid")
    assert audit.rows.get(line=lines_of(audit)[0]).result == "valid"
    unanswered = f"/audits/{audit.reference}/rows/{lines_of(audit)[1]}/"
    assert 'value="valid"' not in operator.client.get(unanswered).content.decode()


def test_the_link_is_shown_once_and_only_after_the_draw_is_sealed(
    house: House, operator: Reader, at_time: AtTime
) -> None:
    delivery = house.deliver(3)
    with at_time(NOON):
        operator.client.post(f"/deliveries/{delivery.reference}/audit/")
        audit = Audit.objects.get()
        refused = operator.client.post(f"/audits/{audit.reference}/ask/")
        assert "tête signée" in refused.content.decode()
        sequence()
        asked = operator.client.post(f"/audits/{audit.reference}/ask/").content.decode()
        assert "/proofs/" in asked
        assert "/proofs/" not in operator.client.get(f"/audits/{audit.reference}/").content.decode()


def test_the_list_and_a_page_take_the_same_queries_however_many_rows(house: House, officer: Reader) -> None:
    one, many = house.drawn(house.deliver(3)), house.drawn(house.deliver(60))
    assert officer.queries(f"/audits/{one.reference}/") == officer.queries(f"/audits/{many.reference}/")
    assert "Sondages" in officer.get("/audits/")


def test_where_a_delivery_comes_from_is_put_on_record_piece_by_piece(house: House, keeper: Reader) -> None:
    delivery, form = house.deliver(3), ConsentForm.objects.get()
    origin = f"/deliveries/{delivery.reference}/origin/"
    assert "Il manque encore : l’attestation du fournisseur, la chaîne jusqu’au fournisseur, les preuves" in (
        keeper.get(origin)
    )
    signed = {"signed_on": TODAY.isoformat(), "rows": 3}
    other = keeper.refused(
        f"/deliveries/{delivery.reference}/attest/", document=document(), file_sha256="cd" * 32, **signed
    )
    assert "parle d’un autre fichier" in other
    keeper.post(
        f"/deliveries/{delivery.reference}/attest/", document=document(), file_sha256=delivery.file_sha256, **signed
    )
    page = keeper.post(
        f"/deliveries/{delivery.reference}/transfer/",
        giver="Jeux Fiction",
        receiver="Fichiers Fiction",
        on="2026-10-01",
        document=document(),
    )
    assert "de Jeux Fiction à Fichiers Fiction, le 1 octobre 2026" in page
    shown = keeper.post(
        f"/forms/{form.uid}/document/",
        document=document(),
        captured_on="2026-09-02",
        box="unticked",
        collector="Jeux Fiction, jeux.example",
        notice_version="2026-03",
    )
    assert "une case non cochée d’avance" in shown
    assert "Il manque encore" not in keeper.get(origin)
