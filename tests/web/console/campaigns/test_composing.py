"""Campaigns are written, checked, submitted and tested from the console, with and without a script."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from tests.campaigns.sending_world import NOON, STAFF, TEXT, House, People
from tests.web.clients import Signed

from selfcontact.accounts.models import Role
from selfcontact.campaigns import actions
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.models import Campaign, Trial
from selfcontact.contacts import actions as contacts
from selfcontact.contacts.models import TeamNumber
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Mandate

Staff = Callable[..., Signed]
BUDGET = 16


@pytest.fixture
def world(database: str, console: None) -> Iterator[House]:
    """Give a house at noon, a month before the ballot."""
    with override_settings(CLOCK_START=NOON):
        yield House(database=database, port=1)


@pytest.fixture
def mandate(world: House) -> Mandate:
    """Give a mandate of twelve people in Rennes and three in Brest."""
    return world.mandate(People(count=12), People(count=3, first=33_730_001_000, commune="29019", postcode="29200"))


@pytest.fixture
def draft(world: House, mandate: Mandate) -> Campaign:
    """Give a campaign in draft."""
    return world.campaign(mandate, start=False)


def fields(**changes: object) -> dict[str, object]:
    """Return what a browser sends for a good campaign."""
    good: dict[str, object] = {
        "reference": "printemps",
        "route": "simulated",
        "kind": "ordinary",
        "text": TEXT,
        "sender_name": "DURAND",
        "age_from": 18,
        "age_to": 120,
        "earliest": "2027-03-16T13:00",
        "latest": "2027-03-16T19:00",
    }
    return good | changes


def written(page: str) -> str:
    """Return what stands in the text area."""
    found = re.search(r"<textarea[^>]*name=\"text\"[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    return unescape(found[1]) if found else ""


def post(client: Signed, path: str, data: Mapping[str, object], *, live: bool = False) -> str:
    headers = {"HX-Request": "true", "HX-Target": "reading"} if live else {}
    return client.post(path, data, headers=headers).content.decode()


def new(mandate: Mandate) -> str:
    return f"/campaigns/new/?mandate={mandate.reference}"


def sign(campaign: Campaign) -> None:
    actions.submit(actor=STAFF, campaign=campaign, at=NOON)
    signed = content_sha256(campaign)
    actions.approve(actor=STAFF, campaign=campaign, content=signed, signatory="A. Durand", at=NOON)


def test_an_operator_chooses_a_mandate_writes_and_submits(staff: Staff, mandate: Mandate) -> None:
    client = staff(Role.OPERATOR)
    assert f'value="{mandate.reference}"' in client.get("/campaigns/new/").content.decode()
    assert client.get(new(mandate)).status_code == 200
    made = client.post(new(mandate), fields(do="save"))
    assert made["Location"] == "/campaigns/printemps/"
    shown = client.get("/campaigns/printemps/").content.decode()
    assert "Soumettre au candidat" in shown
    assert "Campagne créée" in shown
    client.post("/campaigns/printemps/submit/")
    campaign = Campaign.objects.get(reference="printemps")
    assert (campaign.state, campaign.text, campaign.area) == ("submitted", TEXT, ["FR"])
    assert content_sha256(campaign) in client.get("/campaigns/printemps/").content.decode()


def test_checking_without_a_script_says_what_refuses_and_stores_nothing(staff: Staff, mandate: Mandate) -> None:
    page = post(staff(Role.OPERATOR), new(mandate), fields(text="Bonjour {prenom}", do="check"))
    assert "4 règles refusent encore ce texte." in page
    assert all(number in page for number in ("CN-01", "SM-12", "SM-04", "refusée", "respectée"))
    assert written(page) == "Bonjour {prenom}"
    assert not Campaign.objects.exists()


def test_the_live_part_answers_alone_and_counts_the_audience(staff: Staff, mandate: Mandate) -> None:
    part = post(staff(Role.OPERATOR), new(mandate), fields(do="check"), live=True)
    assert "<html" not in part
    assert "<textarea" not in part
    assert "15 numéros" in part
    assert "Aucune règle ne s’oppose." in part


def test_while_a_form_is_half_filled_the_live_part_answers_all_the_same(staff: Staff, mandate: Mandate) -> None:
    part = post(staff(Role.OPERATOR), new(mandate), {"text": TEXT, "age_from": "", "earliest": ""}, live=True)
    assert "GSM-7" not in part
    assert "Des valeurs du public forcent UCS-2 : commune." in part
    alike = {"text": TEXT.replace("{commune}", "Rennes"), "age_from": "", "earliest": ""}
    assert "GSM-7" in post(staff(Role.OPERATOR), new(mandate), alike, live=True)
    unknown = post(staff(Role.OPERATOR), new(mandate), {"text": "Bonjour {tel}"}, live=True)
    assert "Champ inconnu" in unknown


def test_a_count_under_eleven_is_never_said(staff: Staff, mandate: Mandate) -> None:
    part = post(staff(Role.OPERATOR), new(mandate), fields(area=["com:29019"]), live=True)
    assert "moins de 11 numéros" in part
    assert "3 numéros" not in part
    assert "au tarif public" not in part


def test_a_place_is_found_by_its_name_and_added_without_a_script(staff: Staff, mandate: Mandate) -> None:
    client = staff(Role.OPERATOR)
    page = post(client, new(mandate), fields(area_q="rennes", do="search"))
    assert 'name="add" value="com:35238"' in page
    page = post(client, new(mandate), fields(add="com:35238"))
    assert re.search(r'name="area" value="com:35238" checked', page)
    assert "12 numéros" in page
    client.post(new(mandate), fields(area=["com:35238"], do="save"))
    assert Campaign.objects.get().area == ["com:35238"]


def test_an_unknown_place_is_refused_in_words(staff: Staff, mandate: Mandate) -> None:
    assert staff(Role.OPERATOR).post(new(mandate), fields(area=["com:99999"], do="save")).status_code == 200
    assert not Campaign.objects.exists()


def test_what_forces_the_dear_alphabet_is_marked_and_replaced_by_a_button(staff: Staff, mandate: Mandate) -> None:
    client = staff(Role.OPERATOR)
    text = TEXT.replace("Bonjour", "L’élève fêté…").replace("{commune}", "Rennes")
    page = post(client, new(mandate), fields(text=text, do="check"))
    assert "UCS-2" in page
    assert '<mark class="mark mark--typography">’</mark>' in page
    assert '<mark class="mark mark--letter">ê</mark>' in page
    assert 'name="replace" value="9:ê"' in page
    plain = written(post(client, new(mandate), fields(text=text, plain="yes")))
    assert plain == text.replace("’", "'").replace("…", "...")
    page = post(client, new(mandate), fields(text=plain, replace="9:ê"))
    assert written(page) == plain.replace("ê", "e")
    assert "GSM-7" in page


def test_a_button_of_a_text_that_has_changed_meanwhile_replaces_nothing(staff: Staff, mandate: Mandate) -> None:
    page = post(staff(Role.OPERATOR), new(mandate), fields(text="Être et fêté", replace="2:ê"))
    assert written(page) == "Être et fêté"


def test_the_stop_mention_of_the_route_is_added_by_a_button(staff: Staff, mandate: Mandate) -> None:
    page = post(staff(Role.OPERATOR), new(mandate), fields(text="Alix Durand vous attend.", stop="yes"))
    assert written(page) == "Alix Durand vous attend. STOP 36180"


def test_the_label_and_the_link_of_the_notice_are_added_by_a_button_and_shown_as_they_will_be_read(
    staff: Staff, mandate: Mandate
) -> None:
    page = post(staff(Role.OPERATOR), new(mandate), fields(text="Alix Durand vous attend.", label="yes"))
    assert written(page) == "Alix Durand vous attend. Pub. politique {notice}"
    assert f"Pub. politique {settings.FACE_URLS['public']}/n/" in page


def test_names_not_measured_are_said_and_measured_names_count(staff: Staff, mandate: Mandate) -> None:
    client = staff(Role.OPERATOR)
    assert "ne sont pas encore mesurés" in post(client, new(mandate), fields(), live=True)
    contacts.measure_names(actor=STAFF, delivery=Delivery.objects.get())
    assert "ne sont pas encore mesurés" not in post(client, new(mandate), fields(), live=True)


def test_an_edit_voids_the_approval_and_both_pages_say_so(staff: Staff, draft: Campaign) -> None:
    client, path = staff(Role.OPERATOR), f"/campaigns/{draft.reference}/edit/"
    sign(draft)
    assert "annule cet accord" in client.get(path).content.decode()
    data = fields(text=TEXT.replace("Bonjour", "Bonsoir"), version=draft.version, do="save")
    shown = client.post(path, data, follow=True).content.decode()
    assert "L’accord du candidat est annulé" in shown
    assert "annulé par une modification" in shown
    draft.refresh_from_db()
    assert (draft.state, draft.approvals.filter(voided_at=None).count()) == ("draft", 0)


def test_what_somebody_else_changed_meanwhile_is_not_written_over(staff: Staff, draft: Campaign) -> None:
    data = fields(text=TEXT.replace("Bonjour", "Bonsoir"), version=draft.version, do="save")
    sign(draft)
    page = post(staff(Role.OPERATOR), f"/campaigns/{draft.reference}/edit/", data)
    assert "a changé entre-temps" in page
    draft.refresh_from_db()
    assert (draft.state, draft.text) == ("approved", TEXT)


def test_what_the_rules_refuse_cannot_be_submitted(staff: Staff, world: House, mandate: Mandate) -> None:
    campaign = world.campaign(mandate, text="Bonjour", start=False)
    client = staff(Role.OPERATOR)
    assert "Soumettre au candidat" not in client.get(f"/campaigns/{campaign.reference}/").content.decode()
    assert client.post(f"/campaigns/{campaign.reference}/submit/").status_code == 409
    campaign.refresh_from_db()
    assert campaign.state == "draft"


def test_a_test_goes_to_declared_numbers_only(staff: Staff, draft: Campaign) -> None:
    client, team = staff(Role.OPERATOR), f"/mandates/{draft.mandate.reference}/team/"
    assert client.post(f"/campaigns/{draft.reference}/test/")["Location"] == team
    assert not Trial.objects.exists()
    assert "n’est pas un mobile" in post(client, team, {"numbers": "0139980001"})
    client.post(team, {"numbers": "06 39 98 00 01\r\n0639980002"})
    assert "639980001" not in client.get(team).content.decode().replace(" ", "")
    client.post(f"/campaigns/{draft.reference}/test/")
    assert Trial.objects.count() == 2
    client.post(f"{team}{TeamNumber.objects.first().uid}/withdraw/")  # type: ignore[union-attr]
    assert TeamNumber.objects.count() == 1


def test_numbers_that_were_refused_are_not_shown_again(staff: Staff, draft: Campaign) -> None:
    page = post(staff(Role.OPERATOR), f"/mandates/{draft.mandate.reference}/team/", {"numbers": "0139980077"})
    assert "0139980077" not in page


def test_the_list_is_narrowed_by_mandate_and_state(staff: Staff, world: House, draft: Campaign) -> None:
    other = world.campaign(world.mandate(People(count=1)), start=False)
    client = staff(Role.AUDITOR)
    everything = client.get("/campaigns/").content.decode()
    assert f"/campaigns/{draft.reference}/" in everything
    assert f"/campaigns/{other.reference}/" in everything
    some = client.get(f"/campaigns/?mandate={draft.mandate.reference}&state=draft").content.decode()
    assert f"/campaigns/{other.reference}/" not in some
    assert "Rien ne correspond" in client.get("/campaigns/?state=finished").content.decode()


def test_readers_read_and_only_operators_write(staff: Staff, draft: Campaign) -> None:
    for role in (Role.AUDITOR, Role.APPROVER, Role.DPO, Role.ADMINISTRATOR):
        client = staff(role)
        shown = client.get(f"/campaigns/{draft.reference}/")
        assert shown.status_code == 200
        assert "Modifier" not in shown.content.decode()
        for path in ("edit", "submit", "test"):
            assert client.post(f"/campaigns/{draft.reference}/{path}/").status_code == 404


def test_what_does_not_exist_or_has_started_is_not_found(staff: Staff, world: House, mandate: Mandate) -> None:
    client = staff(Role.OPERATOR)
    running = world.campaign(mandate)
    for path in (
        "/campaigns/nowhere/",
        "/campaigns/nowhere/edit/",
        "/campaigns/new/?mandate=nowhere",
        f"/campaigns/{running.reference}/edit/",
        "/mandates/nowhere/team/",
    ):
        assert client.get(path).status_code == 404, path
    assert client.get(f"/campaigns/{running.reference}/").status_code == 200


def test_every_page_asks_the_database_few_questions(staff: Staff, draft: Campaign) -> None:
    client = staff(Role.OPERATOR)
    contacts.measure_names(actor=STAFF, delivery=Delivery.objects.get())
    for path in (
        "/campaigns/",
        "/campaigns/new/",
        new(draft.mandate),
        f"/campaigns/{draft.reference}/",
        f"/campaigns/{draft.reference}/edit/",
        f"/mandates/{draft.mandate.reference}/team/",
    ):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) < BUDGET, (path, [one["sql"][:90] for one in asked.captured_queries])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_rules_speak_the_reader_s_language(staff: Staff, draft: Campaign, language: str) -> None:
    page = staff(Role.AUDITOR).get(f"/campaigns/{draft.reference}/", headers={"Accept-Language": language})
    said = {"fr": "Le mandat est en cours.", "en": "The mandate is live."}
    assert said[language] in page.content.decode()
