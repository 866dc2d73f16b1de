"""The end of a mandate on the console: who may ask, what must be typed, what is shown meanwhile, what is certified."""

import json
from collections.abc import Callable

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.campaigns.sending_world import NOON, House, People
from tests.web.clients import Signed
from tests.web.console.registers.conftest import Reader, actions_of

from selfcontact.accounts.models import Role
from selfcontact.campaigns.models import Campaign
from selfcontact.certificates import document, tasks
from selfcontact.certificates.models import Certificate
from selfcontact.ledger import heads
from selfcontact.mandates.models import Mandate

END = "/mandates/m-2027/end/"
ENDING = "/mandates/m-2027/ending/"
CERTIFICATE = "/mandates/m-2027/certificate/"
ASKED = {"grounds": "fin du contrat", "typed": "m-2027", "understood": "on"}


@pytest.fixture
def dpo(staff: Callable[..., Signed]) -> Reader:
    """Give the data protection officer."""
    return Reader(staff(Role.DPO))


def work() -> None:
    """Do what is queued, as the worker would."""
    for job in ProcrastinateJob.objects.filter(task_name="certificates-finish-end", status="todo"):
        tasks.finish_end(**job.args)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"typed": "m-2026"}, "Ce n’est pas la référence de ce mandat."),
        ({"typed": ""}, "obligatoire"),
        ({"understood": ""}, "obligatoire"),
        ({"grounds": "parce que"}, "choix"),
    ],
)
def test_an_end_that_is_not_fully_confirmed_begins_nothing(
    keeper: Reader, mandate: Mandate, change: dict[str, str], said: str
) -> None:
    assert said.lower() in keeper.refused(END, **(ASKED | change)).lower()
    mandate.refresh_from_db()
    assert mandate.state == Mandate.State.LIVE
    assert not ProcrastinateJob.objects.exists()
    assert actions_of(mandate.uid) == ["mandate:opened"]


def test_a_visit_to_the_page_of_the_end_only_says_what_will_happen(keeper: Reader, mandate: Mandate) -> None:
    assert "Les clés du mandat sont détruites" in keeper.get(END)
    mandate.refresh_from_db()
    assert mandate.state == Mandate.State.LIVE


def test_the_end_is_begun_by_an_officer_and_each_step_shows_until_the_certificate(
    dpo: Reader, mandate: Mandate
) -> None:
    page = dpo.post(END, **ASKED)
    assert "La fin du mandat est commencée." in page
    assert "Fin commencée, campagnes arrêtées fait Clés détruites à faire" in page
    assert actions_of(mandate.uid) == ["mandate:ending", "mandate:opened"]
    assert "Le certificat n’est pas encore là" in dpo.get("/mandates/m-2027/")
    work()
    page = dpo.get(ENDING)
    assert "à faire" not in page
    assert "Voir le certificat" in page
    assert "Certificat d’effacement délivré" in dpo.get("/mandates/m-2027/")


def test_the_steps_ask_again_by_themselves_only_while_they_last(dpo: Reader, mandate: Mandate) -> None:
    dpo.post(END, **ASKED)
    part = dpo.client.get(ENDING, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'hx-trigger="every 2s"' in part
    work()
    assert "hx-trigger" not in dpo.client.get(ENDING, headers={"HX-Request": "true"}).content.decode()


def test_the_certificate_that_is_downloaded_proves_the_end_to_a_stranger(auditor: Reader, ended: Mandate) -> None:
    page = auditor.get(CERTIFICATE)
    assert "Vérifié à l’instant" in page
    assert str(heads.verifier()) in page
    answer = auditor.client.get("/mandates/m-2027/certificate.json")
    assert answer["Content-Disposition"] == 'attachment; filename="certificate-m-2027.json"'
    certified = document.verify(answer.content.decode(), trusted=heads.verifier(), mandate="m-2027")
    assert certified.mandate == "m-2027"


def test_a_certificate_that_was_tampered_with_is_said_to_prove_nothing(auditor: Reader, ended: Mandate) -> None:
    found = Certificate.objects.get()
    changed = json.loads(found.document)
    changed["statement"]["grounds"] = "autre motif"
    Certificate.objects.update(document=json.dumps(changed))
    page = auditor.get(CERTIFICATE)
    assert "Ce certificat ne prouve rien" in page
    assert "Vérifié à l’instant" not in page


@pytest.fixture
def ended(dpo: Reader, mandate: Mandate) -> Mandate:
    """Give a mandate that has ended."""
    dpo.post(END, **ASKED)
    work()
    mandate.refresh_from_db()
    assert mandate.state == Mandate.State.ENDED
    return mandate


def test_after_the_end_nothing_of_the_mandate_can_be_changed_any_more(keeper: Reader, ended: Mandate) -> None:
    keeper.get(END, status=404)
    page = keeper.get("/mandates/m-2027/")
    assert "Enregistrer une instruction" not in page
    assert "Déplacer la fin" not in page
    assert keeper.refused("/mandates/m-2027/move-end/", ends_on="2027-07-30", grounds="plus tard")


def test_without_an_end_there_is_no_certificate(auditor: Reader, mandate: Mandate) -> None:
    auditor.get(CERTIFICATE, status=404)
    auditor.get("/mandates/m-2027/certificate.json", status=404)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.APPROVER, Role.AUDITOR])
def test_nobody_else_ends_a_mandate(staff: Callable[..., Signed], mandate: Mandate, role: Role) -> None:
    client = staff(role)
    assert client.get(END).status_code == 404
    assert client.post(END, ASKED).status_code == 404
    mandate.refresh_from_db()
    assert mandate.state == Mandate.State.LIVE


def test_a_mandate_whose_campaign_runs_is_not_ended(keeper: Reader, database: str) -> None:
    house = House(database, port=1)
    found = house.mandate(People(count=3), reference="m-busy")
    house.campaign(found)
    Campaign.objects.update(state=Campaign.State.RUNNING, started_at=NOON)
    said = keeper.refused("/mandates/m-busy/end/", **(ASKED | {"typed": "m-busy"}))
    assert "arrêtez-la d’abord" in said
    found.refresh_from_db()
    assert found.state == Mandate.State.LIVE


@pytest.mark.parametrize("address", ["", "end/", "ending/", "certificate/", "move-end/", "instructions/new/"])
@pytest.mark.usefixtures("database")
def test_an_unknown_mandate_is_not_found(keeper: Reader, address: str) -> None:
    keeper.get(f"/mandates/inconnu/{address}", status=404)


def test_the_pages_of_the_end_take_few_queries(auditor: Reader, ended: Mandate) -> None:
    for address in ("/mandates/m-2027/", ENDING, CERTIFICATE, "/mandates/m-2027/certificate.json"):
        assert auditor.queries(address) < 15, address
