"""What a campaign costs at worst, on the real names of its audience, which are opened, measured and forgotten."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from selfcontact.campaigns.audience import Audience, count
from selfcontact.campaigns.models import Campaign
from selfcontact.contacts.payload import TABLE, unpack
from selfcontact.geo import communes
from selfcontact.lib import template
from selfcontact.lib.text import Measure, sanitise
from selfcontact.vault import open_vault

BATCH = 5_000
ROWS = """
SELECT id, generation, sealed, commune FROM contacts_contact
WHERE mandate_id = %(mandate)s AND delivery_id = ANY(%(deliveries)s)
  AND age BETWEEN %(age_from)s AND %(age_to)s AND commune = ANY(%(communes)s)
"""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """At most this many segments for one message, and this price in thousandths of a cent for all of them."""

    numbers: int
    worst: Measure
    millicents: int


def estimate(campaign: Campaign, audience: Audience) -> Cost:
    """Return the cost on the worst real name, commune included; an empty audience is measured without names."""
    text = template.parse(sanitise(campaign.text))
    values = _values(campaign, audience) if text.fields else {}
    worst = template.worst(text, {name: [sanitise(v) for v in values.get(name, ())] or [""] for name in text.fields})
    numbers = count(audience)
    return Cost(numbers=numbers, worst=worst, millicents=numbers * worst.segments * campaign.route.price_millicents)


def _values(campaign: Campaign, audience: Audience) -> dict[str, set[str]]:
    values: dict[str, set[str]] = {"first_name": set(), "surname": set(), "commune": set()}
    for rows in _batches(audience):
        for generation in {row[1] for row in rows}:
            keys = open_vault().keys.open(campaign.mandate_id, generation)
            same = [row for row in rows if row[1] == generation]
            for clear in keys.open_many(TABLE, [row[0] for row in same], [bytes(row[2]) for row in same]):
                payload = unpack(clear)
                values["first_name"].add(payload.first_name)
                values["surname"].add(payload.surname)
        values["commune"].update(communes.name(row[3]) for row in rows)
    return values


def _batches(audience: Audience) -> Iterator[Sequence[tuple[int, int, bytes, str]]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROWS, audience.parameters())
        while rows := cursor.fetchmany(BATCH):
            yield rows
