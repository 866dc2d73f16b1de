"""The first page says what waits, for whom, and what to do first; it is never empty."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from tests.campaigns.sending_world import ELECTION, NOON, STAFF, House, People
from tests.web.clients import Signed
from tests.web.console.conftest import AtTime
from tests.web.console.registers.conftest import Reader

from selfcontact.accounts.models import Role
from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.models import Campaign, Guard, ParkedReceipt, Reply
from selfcontact.compliance.elections import election
from selfcontact.intake.models import Delivery
from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Instruction, Mandate
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.uploads import actions as uploads

Staff = Callable[..., Signed]


@pytest.fixture
def world(database: str) -> House:
    """Give a house with an open route."""
    return House(database=database, port=1)


def instruct(mandate: Mandate) -> None:
    """Sign the instruction without which no file is loaded."""
    mandates.sign_instruction(
        actor=STAFF,
        reference=f"{mandate.reference}-processing",
        mandate=mandate,
        kind=Instruction.Kind.PROCESSING,
        document_sha256="0" * 64,
        signatory="A. Durand",
        signed_at=NOON - timedelta(days=30),
    )


def instructed(world: House) -> Mandate:
    """Return a mandate with everything signed."""
    mandate = world.mandate(People(count=3))
    instruct(mandate)
    return mandate


def sections(page: str) -> tuple[str, str]:
    """Return what is for the user and what is for others."""
    mine, _, others = page.partition("Pour d’autres rôles")
    return mine, others


def test_a_new_installation_says_what_to_do_first_and_leads_there(staff: Staff) -> None:
    reader = Reader(staff(Role.ADMINISTRATOR))
    page = reader.get("/")
    assert "maintenant Enregistrer un candidat" in page
    for path in ("/candidates/new/", "/providers/", "/subprocessors/", "/routes/", "/mandates/new/"):
        assert f'href="{path}"' in reader.client.get("/").content.decode()
    mandates.add_candidate(actor=STAFF, reference="durand", name="Alix Durand")
    page = reader.get("/")
    assert "fait Enregistrer un candidat" in page
    assert "maintenant Enregistrer un fournisseur" in page


def test_whoever_cannot_do_a_step_reads_it_without_a_link(staff: Staff) -> None:
    page = staff(Role.AUDITOR).get("/").content.decode()
    assert "Enregistrer un candidat" in page
    assert 'href="/candidates/new/"' not in page


def test_a_page_where_nothing_waits_says_so(staff: Staff, world: House, at_time: AtTime) -> None:
    mandate = world.mandate(People(count=3))
    world.campaign(mandate)
    with at_time(NOON):
        assert "aucune instruction de traitement" in Reader(staff(Role.DPO)).get("/")
        instruct(mandate)
        assert "Rien ne vous attend" in Reader(staff(Role.DPO)).get("/")


def test_each_state_of_a_campaign_waits_for_the_one_who_moves_it(staff: Staff, world: House, at_time: AtTime) -> None:
    campaign = world.campaign(world.mandate(People(count=3)), start=False)
    with at_time(NOON):
        approver, operator = Reader(staff(Role.APPROVER)), Reader(staff(Role.OPERATOR))
        assert campaign.reference not in operator.get("/")
        campaigns.submit(actor=STAFF, campaign=campaign, at=NOON)
        assert f"Campagne {campaign.reference} : attend l’accord de Alix Durand" in sections(operator.get("/"))[0]
        signed = content_sha256(campaign)
        campaigns.approve(actor=STAFF, campaign=campaign, content=signed, signatory="A. Durand", at=NOON)
        waiting = f"Campagne {campaign.reference} approuvée : attend son départ"
        assert waiting in sections(approver.get("/"))[0]
        assert waiting in sections(operator.get("/"))[1]
        campaigns.start(actor=STAFF, campaign=campaign, at=NOON)
        assert f"Envois en cours {campaign.reference}" in operator.get("/")
        assert f"Campagne {campaign.reference}" not in operator.get("/")
        campaigns.pause(actor=STAFF, campaign=campaign)
        assert f"Campagne {campaign.reference} suspendue" in sections(operator.get("/"))[0]


def test_a_campaign_that_its_guard_halted_is_told_of_with_the_reason(
    staff: Staff, world: House, at_time: AtTime
) -> None:
    campaign = world.campaign(world.mandate(People(count=3)))
    campaigns.halt(actor=STAFF, campaign=campaign, cause=Guard.Cause.FAILED, found=400, limit=250, at=NOON)
    with at_time(NOON):
        for role in (Role.OPERATOR, Role.APPROVER):
            page = sections(Reader(staff(role)).get("/"))[0]
            assert f"Campagne {campaign.reference} arrêtée par sa surveillance : trop de messages refusés" in page


def test_a_campaign_whose_route_was_closed_is_told_of(staff: Staff, world: House, at_time: AtTime) -> None:
    campaign = world.campaign(world.mandate(People(count=3)))
    subprocessors.disable_route(actor=STAFF, route=world.route, grounds="panne")
    with at_time(NOON):
        page = sections(Reader(staff(Role.OPERATOR)).get("/"))[0]
    assert f"La route simulated est fermée : la campagne {campaign.reference} attend" in page


def test_a_route_degrades_when_its_review_ends_or_receipts_find_no_message(
    staff: Staff, world: House, at_time: AtTime
) -> None:
    reader = Reader(staff(Role.ADMINISTRATOR))
    with at_time(NOON):
        assert "se dégrade" not in reader.get("/")
        ParkedReceipt.objects.create(route=world.route, carrier_id="7", state=8, received_at=NOON - timedelta(hours=1))
        assert "La route simulated se dégrade Des accusés attendent" in reader.get("/")
        ParkedReceipt.objects.all().delete()
    with at_time(NOON + timedelta(days=350)):
        assert "La route simulated se dégrade Examen de l’opérateur : expire bientôt" in reader.get("/")


def test_a_silence_is_announced_48_hours_ahead_on_the_clock_of_each_territory(
    staff: Staff, world: House, at_time: AtTime
) -> None:
    mandate = world.mandate(People(count=3))
    Mandate.objects.filter(pk=mandate.pk).update(area=["dep:35", "dep:972"])
    reader, first = Reader(staff(Role.OPERATOR)), election(ELECTION)
    eve = first.rounds[0].ballots
    mainland = next(one.vote_day for one in eve if "metropole" in one.territories)
    start = datetime.combine(mainland - timedelta(days=1), datetime.min.time(), tzinfo=UTC)
    with at_time(start - timedelta(days=4)):
        assert "ilence" not in sections(reader.get("/"))[0]
    with at_time(start - timedelta(hours=30)):
        page = sections(reader.get("/"))[0]
    assert "Le silence commence le" in page
    assert "vers métropole" in page
    assert "vers Martinique" in page
    with at_time(start + timedelta(hours=20)):
        assert "Silence en cours jusqu’au" in sections(reader.get("/"))[0]


def test_a_mandate_that_ends_is_announced_and_one_whose_ballot_is_over_asks_for_its_end(
    staff: Staff, world: House, at_time: AtTime
) -> None:
    mandate = world.mandate(People(count=3))
    reader, over = Reader(staff(Role.DPO)), election(ELECTION).last_day
    with at_time(NOON):
        assert "finit le" not in reader.get("/")
    with at_time(datetime.combine(over + timedelta(days=2), datetime.min.time(), tzinfo=UTC)):
        assert f"Mandat {mandate.reference} : le scrutin est fini" in sections(reader.get("/"))[0]
    Mandate.objects.filter(pk=mandate.pk).update(ends_on=date(2027, 3, 20))
    with at_time(NOON):
        assert f"Mandat {mandate.reference} : finit le 20 mars 2027" in sections(reader.get("/"))[0]
    with at_time(NOON + timedelta(days=10)):
        assert f"Mandat {mandate.reference} : fin prévue passée" in sections(reader.get("/"))[0]


def test_held_deliveries_files_to_confirm_and_doubtful_replies_wait_for_those_who_decide(
    staff: Staff, world: House, at_time: AtTime
) -> None:
    mandate = instructed(world)
    campaign = world.campaign(mandate)
    Delivery.objects.update(state=Delivery.State.HELD)
    upload = uploads.open_upload(
        actor=STAFF, mandate=mandate, agreement=world.agreement, length=3, synthetic=True, at=NOON
    )
    uploads.receive(actor=STAFF, upload=upload, offset=0, pieces=[b"a\nb"], at=NOON)
    doubtful(campaign)
    with at_time(NOON):
        dpo, operator = sections(Reader(staff(Role.DPO)).get("/")), sections(Reader(staff(Role.OPERATOR)).get("/"))
    assert f"Livraison {mandate.reference}-file retenue" in dpo[0]
    assert "Une réponse attend d’être lue" in dpo[0]
    assert "Une réponse attend d’être lue" in operator[1]
    assert f"Fichier {upload.reference} à confirmer" in operator[0]


def doubtful(campaign: Campaign) -> None:
    """Leave a reply that nobody has read."""
    Reply.objects.create(
        mandate_id=campaign.mandate_id,
        campaign_id=campaign.pk,
        uid="00000000-0000-4000-8000-000000000001",
        generation=1,
        sealed=b"",
        phone_index=b"0" * 16,
        reading="doubt",
        waiting=True,
        received_at=timezone.now(),
    )


def test_the_page_asks_under_fifteen_questions_however_many_mandates_there_are(
    staff: Staff, world: House, at_time: AtTime
) -> None:
    for _ in range(4):
        world.campaign(world.mandate(People(count=2)), start=False)
    reader = Reader(staff(*Role))
    with at_time(NOON):
        assert reader.queries("/") < 15
