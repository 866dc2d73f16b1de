"""A mandate among communes of all sizes, a hamlet of one person included, and what becomes of its messages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from tests.campaigns.sending_world import NOON, STAFF, TEXT, House, People
from tests.sponsoring import let_target

from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.models import Campaign, Outcome, Receipt
from selfcontact.figures.due import Publisher
from selfcontact.figures.models import CampaignSheet

#: Commune, age, persons: Rennes and Saint-Malo are large, Langan holds one person, Montgermont a handful.
HOMES = (
    ("35238", 25, 60), ("35238", 40, 70), ("35238", 70, 50), ("35288", 30, 40), ("35288", 55, 45),
    ("35189", 40, 6), ("35189", 80, 4), ("35144", 52, 1), ("22278", 33, 30), ("22278", 68, 25), ("56260", 45, 35),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message of a campaign and where its addressee lives."""

    position: int
    commune: str
    age: int


class World:
    """Sends campaigns without a carrier: what it would have written is written."""

    def __init__(self, database: str, homes: Iterable[tuple[str, int, int]] = HOMES) -> None:
        """Load the people of `homes`."""
        self.house = House(database=database, port=1)
        first, groups = 33_730_000_000, []
        for commune, age, count in homes:
            groups.append(People(count=count, first=first, commune=commune, postcode=f"{commune[:2]}000", age=age))
            first += count
        self.mandate = self.house.mandate(*groups, reference="figures")
        let_target(NOON)
        self._count = 0

    def campaign(self, *area: str, ages: tuple[int, int] = (18, 120), at: datetime = NOON) -> Campaign:
        """Return a campaign that has started."""
        self._count += 1
        content = campaigns.Content(
            text=TEXT,
            sender_name="DURAND",
            area=list(area) or ["FR"],
            age_from=ages[0],
            age_to=ages[1],
            earliest=at - timedelta(hours=3),
            latest=at + timedelta(hours=8),
        )
        made = campaigns.create(
            actor=STAFF, reference=f"c{self._count}", mandate=self.mandate, route=self.house.route, content=content
        )
        made.refresh_from_db()
        campaigns.submit(actor=STAFF, campaign=made, at=at)
        signed = content_sha256(made)
        campaigns.approve(actor=STAFF, campaign=made, content=signed, signatory="A. Durand", at=at)
        campaigns.start(actor=STAFF, campaign=made, at=at, block=50)
        return made

    def messages(self, campaign: Campaign) -> list[Message]:
        """Return every message, in the order of its addressee's home."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT message.position, contact.commune, contact.age FROM campaigns_message AS message"
                " JOIN contacts_contact AS contact ON contact.mandate_id = message.mandate_id"
                " AND contact.delivery_id = message.delivery_id AND contact.id = message.contact_id"
                " WHERE message.campaign_id = %s ORDER BY 2, 3, 1",
                [campaign.pk],
            )
            return [Message(position=at, commune=commune, age=age) for at, commune, age in cursor.fetchall()]

    def hand_over(self, campaign: Campaign, found: Iterable[Message], at: datetime = NOON) -> None:
        """Write that the carrier took these messages."""
        self._outcome(campaign, found, Outcome.Kind.HANDED_OVER, at)

    def refuse(self, campaign: Campaign, found: Iterable[Message], at: datetime = NOON) -> None:
        """Write that these persons had opposed before their message left."""
        self._outcome(campaign, found, Outcome.Kind.OPPOSED, at)

    def _outcome(self, campaign: Campaign, found: Iterable[Message], kind: int, at: datetime) -> None:
        Outcome.objects.bulk_create(
            Outcome(
                mandate_id=campaign.mandate_id, campaign_id=campaign.pk, position=m.position, part=1, kind=kind, at=at
            )
            for m in found
        )

    def receive(
        self, campaign: Campaign, found: Iterable[Message], state: int = Receipt.State.DELIVERED, at: datetime = NOON
    ) -> None:
        """Write the last word of the carrier on these messages."""
        Receipt.objects.bulk_create(
            Receipt(
                mandate_id=campaign.mandate_id,
                campaign_id=campaign.pk,
                position=m.position,
                part=1,
                state=state,
                received_at=at,
            )
            for m in found
        )

    def stop(self, campaign: Campaign, answers: int, at: datetime = NOON) -> None:
        """Write that so many people, in the order of their homes, have answered STOP."""
        chosen = self.messages(campaign)[::3][:answers]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO campaigns_stop (mandate_id, campaign_id, position, at) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                [(campaign.mandate_id, campaign.pk, one.position, at) for one in chosen],
            )

    def finish(self, campaign: Campaign, at: datetime = NOON) -> None:
        """Write that everything has left."""
        Campaign.objects.filter(pk=campaign.pk).update(state=Campaign.State.FINISHED, ended_at=at)
        campaign.refresh_from_db()

    def publish(self, at: datetime = NOON) -> None:
        """Do what the worker does of itself."""
        Publisher().publish(actor=STAFF, at=at)

    def sheet(self, campaign: Campaign) -> CampaignSheet:
        """Return what the portal knows of a campaign."""
        return CampaignSheet.objects.select_related("sheet").get(uid=campaign.uid)

    def send_all(self, campaign: Campaign, delivered: Callable[[Message], bool] = lambda _m: True) -> list[Message]:
        """Hand everything over, deliver some of it and end the campaign."""
        found = self.messages(campaign)
        self.hand_over(campaign, found)
        self.receive(campaign, [m for m in found if delivered(m)])
        self.receive(campaign, [m for m in found if not delivered(m)], Receipt.State.FAILED_UNDELIVERABLE)
        self.finish(campaign)
        return found
