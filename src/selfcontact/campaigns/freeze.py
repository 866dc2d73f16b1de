"""Freezes an audience: one message per number, in order of zone, cut into the blocks that senders claim."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from selfcontact.campaigns.audience import REACHES, Audience
from selfcontact.geo import areas, territories

#: Messages a crash may leave unknown, per sender.
BLOCK = 50


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """How many messages were selected, and from which deliveries their contacts came."""

    selected: int
    deliveries: list[int]


PLACE = """
CREATE TEMP TABLE placed ON COMMIT DROP AS
WITH zones (commune, territory, zone) AS (
    SELECT * FROM unnest(%(zone_communes)s::text[], %(zone_territories)s::text[], %(zone_names)s::text[])
), picked AS (
    SELECT DISTINCT ON (phone_index) delivery_id, id, phone_index, commune, dial
    FROM contacts_contact
    WHERE mandate_id = %(mandate)s AND delivery_id = ANY(%(deliveries)s)
      AND age BETWEEN %(age_from)s AND %(age_to)s AND commune = ANY(%(communes)s){reached}
    ORDER BY phone_index, consented_on < %(counts_from)s, delivery_id, id
), located AS (
    SELECT picked.*, coalesce(territory, 'metropole') AS territory, coalesce(zone, 'Europe/Paris') AS zone
    FROM picked LEFT JOIN zones USING (commune)
)
SELECT row_number() OVER (ORDER BY territory, zone, dial, delivery_id, id) - 1 AS position,
       (row_number() OVER (PARTITION BY territory, zone, dial ORDER BY delivery_id, id) - 1) / %(block)s AS slice,
       *
FROM located
"""
MESSAGES = """
INSERT INTO campaigns_message (mandate_id, campaign_id, position, delivery_id, contact_id, phone_index)
SELECT %(mandate)s, %(campaign)s, position, delivery_id, id, phone_index FROM placed ORDER BY position
"""
BLOCKS = """
INSERT INTO campaigns_block (mandate_id, campaign_id, number, first, last, territory, zone, dial, state)
SELECT %(mandate)s, %(campaign)s, row_number() OVER (ORDER BY min(position)) - 1,
       min(position), max(position), territory, zone, dial, 'pending'
FROM placed GROUP BY territory, zone, dial, slice
"""


def overseas() -> dict[str, list[str]]:
    """Return the communes that do not live on the clock of Paris, with their territory and zone, as three columns."""
    codes = [code for code in sorted(areas.parse(["FR"]).communes) if territories.territory(code) != "metropole"]
    return {
        "zone_communes": codes,
        "zone_territories": [territories.territory(code) for code in codes],
        "zone_names": [territories.zone_of(code) for code in codes],
    }


def freeze(campaign_id: int, audience: Audience, *, block: int = BLOCK, counts_from: date | None = None) -> Frozen:
    """Write the messages and blocks of a campaign in the present transaction; return how many messages there are.

    When one number came in several deliveries, the earliest delivery and line is kept, of those whose consent still
    counts if there is one (`counts_from`): always the same choice.
    """
    values = audience.parameters() | overseas() | {"campaign": campaign_id, "block": block}
    values["counts_from"] = counts_from or date.min
    with connection.cursor() as cursor:
        cursor.execute(PLACE.format(reached=REACHES[audience.reach]), values)
        cursor.execute(MESSAGES, values)
        selected = int(cursor.rowcount)
        cursor.execute(BLOCKS, values)
        # Asked of the table that is at hand: later it would be asked of millions of messages.
        cursor.execute("SELECT DISTINCT delivery_id FROM placed ORDER BY delivery_id")
        return Frozen(selected=selected, deliveries=[delivery for (delivery,) in cursor.fetchall()])
