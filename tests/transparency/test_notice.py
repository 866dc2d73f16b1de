"""A campaign that begins has a notice of sixteen lines, which follows what becomes of it and outlives its mandate."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import Error, connection, transaction
from tests.campaigns.sending_world import NOON, STAFF, House, People
from tests.sponsoring import declare
from tests.transparency.template import faults

from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns import checks, disclosing
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.sender import rules
from selfcontact.campaigns.sender.facts import FACTS, facts
from selfcontact.certificates.actions import end_mandate
from selfcontact.compliance import gate
from selfcontact.compliance.verdict import Allowed
from selfcontact.intake import actions as intake
from selfcontact.lib.clock import ShiftedClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates import sponsors
from selfcontact.mandates.models import Mandate
from selfcontact.providers.models import Agreement, Provider
from selfcontact.transparency import actions
from selfcontact.transparency.address import code_of
from selfcontact.transparency.document import given_out
from selfcontact.transparency.models import TransparencyNotice

#: All that the archive has a place for. Whoever adds a column says here that it cannot name a recipient.
COLUMNS = {
    "id": "bigint",
    "uid": "uuid",
    "code": "character varying",
    "number": "integer",
    "published_at": "timestamp with time zone",
    "kept_until": "date",
    "document_sha256": "character varying",
    "document": "jsonb",
}
KEYS = {"sources", "format", "template", "code", "address", "ad", "lines", "version", "published_at"}


def versions(campaign: Campaign) -> list[TransparencyNotice]:
    return list(TransparencyNotice.objects.filter(code=code_of(campaign.uid)).order_by("number"))


def line(notice: TransparencyNotice, number: int) -> str:
    return " ".join(notice.document["lines"][number - 1]["value"]["fr"])


def leaves(campaign: Campaign, at: datetime = NOON) -> bool:
    """Tell whether the sender's own gate lets a campaign leave."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FACTS, {"campaign": campaign.pk, "mandate": campaign.mandate_id})
        row = cursor.fetchone()
    assert row is not None
    return isinstance(gate.check_campaign(rules.gate_campaign(facts(row)), at), Allowed)


def test_a_campaign_begins_with_a_notice_that_keeps_to_the_template(house: House) -> None:
    campaign = house.campaign(house.mandate(People(count=3)))
    (notice,) = versions(campaign)
    assert faults(given_out(notice.document)) == []
    assert "Alix Durand" in line(notice, 1)
    assert "au plus 100" in line(notice, 15)
    assert leaves(campaign)


def test_a_notice_with_an_empty_line_is_named_at_the_draft_and_published_nowhere(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = house.campaign(house.mandate(People(count=1)), start=False)

    def silent(*_: object) -> None:
        raise UserError("tariff_silent", fr="", en="")

    monkeypatch.setattr("selfcontact.campaigns.disclosing.tariff.price", silent)
    (refusal,) = checks.objections(campaign, NOON)
    assert refusal.rule == "RP-06"
    assert "5 «" in refusal.fr
    assert "6 «" in refusal.fr
    assert "8 «" in refusal.fr
    assert "1 «" not in refusal.fr
    with pytest.raises(UserError) as refused:
        disclosing.publish(actor=STAFF, campaign=campaign, at=NOON)
    assert refused.value.code == "rule_RP-06"
    assert not TransparencyNotice.objects.exists()


def test_without_a_notice_or_once_the_sponsor_withdrew_the_sender_takes_nothing(house: House) -> None:
    campaign = house.campaign(house.mandate(People(count=1)))
    declared = campaign.mandate.sponsor()
    assert declared is not None
    type(declared).objects.update(withdrawn_at=NOON)
    assert not leaves(campaign)
    declare(STAFF, campaign.mandate, NOON)
    assert leaves(campaign)
    # A campaign of before notices were asked for.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE transparency_notice DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM transparency_notice")
        cursor.execute("ALTER TABLE transparency_notice ENABLE TRIGGER USER")
    assert not leaves(campaign)


def test_what_changes_makes_a_version_and_what_does_not_makes_none(house: House) -> None:
    campaign = house.campaign(house.mandate(People(count=3)))
    disclosing.refresh_all(actor=STAFF, at=NOON + timedelta(minutes=1))
    assert len(versions(campaign)) == 1
    declare(STAFF, campaign.mandate, NOON, payer="Association Durand")
    disclosing.refresh_all(actor=STAFF, at=NOON + timedelta(minutes=2))
    campaigns.stop(actor=STAFF, campaign=campaign, at=NOON + timedelta(minutes=3), grounds="demande du candidat")
    disclosing.refresh_all(actor=STAFF, at=NOON + timedelta(minutes=4))
    first, second, third = versions(campaign)
    assert (line(first, 3), line(second, 3)) == ("Le commanditaire", "Association Durand")
    assert line(second, 13) == "Aucune"
    assert line(third, 13).startswith("Diffusion arrêtée le 16 mars 2027")
    assert "Au plus" not in line(third, 5)
    assert [faults(given_out(one.document)) for one in (first, second, third)] == [[], [], []]
    assert third.document["version"] == 3


def test_who_declares_after_a_campaign_is_over_has_not_paid_for_it_unless_somebody_corrects_its_notice(
    house: House,
) -> None:
    campaign = house.campaign(house.mandate(People(count=3)))
    campaigns.stop(actor=STAFF, campaign=campaign, at=NOON, grounds="demande du candidat")
    disclosing.refresh_all(actor=STAFF, at=NOON + timedelta(minutes=1))
    declare(STAFF, campaign.mandate, NOON + timedelta(minutes=2), name="Camille Autre", payer="Association Autre")
    disclosing.refresh_all(actor=STAFF, at=NOON + timedelta(minutes=3))
    _, last = versions(campaign)
    assert ("Alix Durand" in line(last, 1), line(last, 3)) == (True, "Le commanditaire")
    disclosing.publish(actor=STAFF, campaign=campaign, at=NOON + timedelta(minutes=4))
    disclosing.refresh_all(actor=STAFF, at=NOON + timedelta(minutes=5))
    *_, corrected = versions(campaign)
    assert (corrected.number, line(corrected, 3)) == (3, "Association Autre")


def test_a_sponsor_who_withdrew_still_stands_in_what_a_campaign_came_to(house: House) -> None:
    campaign = house.campaign(house.mandate(People(count=3)))
    declared = campaign.mandate.sponsor()
    assert declared is not None
    sponsors.withdraw(actor=STAFF, sponsor=declared, at=NOON)
    campaigns.stop(actor=STAFF, campaign=campaign, at=NOON, grounds="le commanditaire se retire")
    disclosing.refresh_all(actor=STAFF, at=NOON + timedelta(minutes=1))
    _, last = versions(campaign)
    assert "Alix Durand" in line(last, 1)
    assert line(last, 13).startswith("Diffusion arrêtée")
    assert faults(given_out(last.document)) == []


def test_a_notice_names_who_delivered_what_was_selected_whatever_became_of_it_and_nobody_else(house: House) -> None:
    mandate = house.mandate(People(count=3))
    campaign = house.campaign(mandate)
    provider = house.agreement.provider.name
    assert versions(campaign)[0].document["sources"] == [provider]
    intake.hold_unproven(actor=STAFF, delivery=mandate.deliveries.get())
    late = Agreement.objects.get(pk=house.agreement.pk)
    late.pk, late.uid, late.reference = None, uuid4(), "late"
    late.provider = Provider.objects.create(reference="late", name="Fichiers Tardifs", country="FR")
    late.save()
    house.deliver(mandate, (People(count=3, first=33_639_990_500),), synthetic=True, reference="late", agreement=late)
    disclosing.refresh_all(actor=STAFF, at=NOON + timedelta(minutes=1))
    assert [one.document["sources"] for one in versions(campaign)] == [[provider]]


def test_a_notice_outlives_its_mandate_by_seven_years_and_says_what_was_done(house: House) -> None:
    campaign = house.campaign(house.mandate(People(count=3)))
    campaigns.stop(actor=STAFF, campaign=campaign, at=NOON, grounds="fin")
    end_mandate(actor=STAFF, mandate=campaign.mandate, grounds="fin", clock=ShiftedClock(NOON))
    assert Mandate.objects.get().state == Mandate.State.ENDED
    last = versions(campaign)[-1]
    assert line(last, 13).startswith("Diffusion arrêtée")
    assert last.kept_until.year == 2034
    assert actions.purge(actor=STAFF, at=NOON + timedelta(days=2000)) == 0


def test_the_database_refuses_to_change_a_notice_or_to_lose_it_early(house: House) -> None:
    house.campaign(house.mandate(People(count=1)))
    for statement in (
        "UPDATE transparency_notice SET kept_until = '2000-01-01'",
        "DELETE FROM transparency_notice",
        "TRUNCATE transparency_notice",
    ):
        with pytest.raises(Error, match=r"never changes|seven years"), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_database_refuses_an_incomplete_notice(house: House, owner: psycopg.Connection[tuple[object, ...]]) -> None:
    house.campaign(house.mandate(People(count=1)))
    notice = TransparencyNotice.objects.get()
    short = {**notice.document, "lines": notice.document["lines"][:15]}
    lines = [dict(one) for one in notice.document["lines"]]
    lines[6] = {**lines[6], "value": {"fr": [], "en": ["x"]}}
    for document in (short, {**notice.document, "lines": lines}):
        with pytest.raises(Error, match="notice_complete"):
            TransparencyNotice.objects.create(
                code="other",
                number=1,
                published_at=NOON,
                kept_until=NOON.date(),
                document_sha256="0" * 64,
                document=document,
            )


def test_after_seven_years_all_versions_go_together_and_not_before(house: House) -> None:
    campaign = house.campaign(house.mandate(People(count=1)))
    document = versions(campaign)[0].document
    long_ago = datetime(2016, 3, 1, tzinfo=UTC)
    for code, last in (("aaaaaaaaaa", datetime(2017, 3, 1, tzinfo=UTC)), ("bbbbbbbbbb", NOON)):
        for number, day in enumerate((long_ago, last), start=1):
            TransparencyNotice.objects.create(
                code=code,
                number=number,
                published_at=day,
                kept_until=day.replace(year=day.year + 7).date(),
                document_sha256="0" * 64,
                document=document,
            )
    assert actions.purge(actor=STAFF, at=NOON) == 2
    assert set(TransparencyNotice.objects.values_list("code", flat=True)) == {"bbbbbbbbbb", code_of(campaign.uid)}


def test_the_archive_has_no_place_for_a_recipient(house: House) -> None:
    campaign = house.campaign(house.mandate(People(count=3)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'transparency_notice'"
        )
        assert dict(cursor.fetchall()) == COLUMNS
    (notice,) = versions(campaign)
    assert set(notice.document) == KEYS
    assert {tuple(sorted(one)) for one in notice.document["lines"]} == {("name", "number", "value")}
    assert set(notice.document["ad"]) == {"text", "sender_name", "on_behalf_of", "election"}
    # What differs from one recipient to the next is still a field, not a value.
    assert "{prenom}" in notice.document["ad"]["text"]
