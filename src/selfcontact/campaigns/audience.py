"""Who a campaign is for: an area and an age band, never anything else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.db import connection
from django.db.models.expressions import RawSQL

from selfcontact.audits.evidence import LACKING
from selfcontact.campaigns.models import Campaign
from selfcontact.geo import areas
from selfcontact.intake.models import Delivery
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import ContactPolicy, Mandate

#: A smaller count could point at somebody (privacy note, 4.7): no screen and no program is told.
SMALL = 11
Reach = Literal["everyone", "agreed", "uninvited"]
#: Of the numbers of an area and an age band, those that a campaign may reach (CN-02).
REACHES: dict[Reach, str] = {
    "everyone": "",
    "agreed": """
  AND EXISTS (SELECT FROM contacts_invitation AS asked WHERE asked.mandate_id = %(mandate)s
              AND asked.phone_index = contacts_contact.phone_index AND asked.answer = 'agreed')""",
    "uninvited": """
  AND NOT EXISTS (SELECT FROM contacts_invitation AS asked WHERE asked.mandate_id = %(mandate)s
                  AND asked.phone_index = contacts_contact.phone_index
                  AND (asked.answer <> '' OR asked.rounds >= %(invitations)s))""",
}
COUNT = """
SELECT count(DISTINCT phone_index) FROM contacts_contact
WHERE mandate_id = %(mandate)s AND delivery_id = ANY(%(deliveries)s)
  AND age BETWEEN %(age_from)s AND %(age_to)s AND commune = ANY(%(communes)s){reached}
"""


@dataclass(frozen=True, kw_only=True)
class Audience:
    """A selection inside one mandate; `communes` are INSEE codes, `invitations` how often one person may be invited."""

    mandate_id: int
    deliveries: tuple[int, ...]
    communes: tuple[str, ...]
    age_from: int
    age_to: int
    reach: Reach = "everyone"
    invitations: int = 1

    def parameters(self) -> dict[str, Any]:
        """Return the values for the queries that read this audience."""
        return {
            "mandate": self.mandate_id,
            "deliveries": list(self.deliveries),
            "communes": list(self.communes),
            "age_from": self.age_from,
            "age_to": self.age_to,
            "invitations": self.invitations,
        }


def select(mandate: Mandate, area: Sequence[str], age_from: int, age_to: int) -> Audience:
    """Return the audience of published deliveries of usable providers, inside the mandate's area.

    Raises UserError when the age band is upside down or opens under 18, or an area item is unknown.
    """
    if not 18 <= age_from <= age_to:
        raise UserError(
            "age_band",
            fr=f"Tranche d’âge {age_from}-{age_to} : elle commence à 18 ans et ne s’inverse pas.",
            en=f"Age band {age_from}-{age_to}: it starts at 18 and does not go backwards.",
        )
    inside = areas.parse(mandate.area).communes
    wanted = areas.parse(list(area)).communes if area else inside
    return Audience(
        mandate_id=mandate.pk,
        deliveries=tuple(readable_deliveries(mandate)),
        communes=tuple(sorted(inside & wanted)),
        age_from=age_from,
        age_to=age_to,
    )


def of_campaign(campaign: Campaign) -> Audience:
    """Return the audience of a campaign, without those whom the mandate's contact policy leaves out at this moment.

    Each of them is asked about again as their message leaves. Raises UserError as `select` does.
    """
    everyone = select(campaign.mandate, campaign.area, campaign.age_from, campaign.age_to)
    policy = campaign.mandate.contact_policy()
    if campaign.kind == Campaign.Kind.INVITATION:
        return replace(everyone, reach="uninvited", invitations=policy.invitations if policy else 1)
    if policy and policy.kind == ContactPolicy.Kind.INVITE:
        return replace(everyone, reach="agreed")
    return everyone


def follows_answers(campaign: Campaign) -> bool:
    """Tell whether another invitation of the mandate went before, so that who is reached may hang on its answers."""
    others = campaign.mandate.campaigns.filter(kind=Campaign.Kind.INVITATION, started_at__isnull=False)
    return others.exclude(pk=campaign.pk).exists()


def readable_deliveries(mandate: Mandate) -> list[int]:
    """Return the deliveries that may be written to: published and proven, of a provider that is vetted and stands."""
    usable = Delivery.objects.filter(
        mandate=mandate,
        state=Delivery.State.PUBLISHED,
        agreement__provider__vetted_on__isnull=False,
        agreement__provider__suspended_on__isnull=True,
    )
    unproven = RawSQL(f"SELECT unnest({LACKING.format(mandate='%s')})", [mandate.pk])  # noqa: S611 - a constant
    return sorted(usable.exclude(pk__in=unproven).values_list("pk", flat=True))


def count(audience: Audience) -> int:
    """Return how many numbers the audience holds, before oppositions."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(reached=REACHES[audience.reach]), audience.parameters())
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def told(numbers: int) -> int | None:
    """Return a count as it may be told, None for a small one: zero is one, too."""
    return numbers if numbers >= SMALL else None
