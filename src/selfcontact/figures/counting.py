"""Exact counts by commune and age. They stay in the worker's memory: only what passes the rules is written."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from selfcontact.campaigns.balance import balance
from selfcontact.campaigns.models import Campaign
from selfcontact.figures.ages import Band

POPULATION = """
SELECT commune, age, count(*) FROM contacts_contact WHERE mandate_id = %(mandate)s GROUP BY 1, 2
"""
CHOSEN = {
    "selected": "",
    "delivered": """
        JOIN (SELECT position FROM (
                  SELECT position, part, max(state) AS state FROM campaigns_receipt
                  WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s GROUP BY 1, 2
              ) AS part GROUP BY position HAVING min(state) = 8) AS chosen USING (position)""",
    "stop": """
        JOIN (SELECT position FROM campaigns_stop
              WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s) AS chosen USING (position)""",
}
PEOPLE = """
SELECT contact.commune, contact.age, count(*)
FROM campaigns_message AS message {chosen}
JOIN contacts_contact AS contact ON contact.delivery_id = message.delivery_id AND contact.id = message.contact_id
WHERE message.mandate_id = %(mandate)s AND message.campaign_id = %(campaign)s AND contact.mandate_id = %(mandate)s
GROUP BY 1, 2
"""
DAYS = """
SELECT day, count(*) FROM (
    SELECT position, min((at AT TIME ZONE 'Europe/Paris')::date) AS day FROM campaigns_outcome
    WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND kind = 1 GROUP BY 1
) AS message GROUP BY 1 ORDER BY 1
"""
SEGMENTS = """
SELECT count(*) FROM campaigns_outcome WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND kind = 1
"""
#: What a candidate is told of a failure, from what the carrier says of it.
CAUSES = {
    "failed_rejected": "rejected",
    "failed_deleted": "rejected",
    "failed_undeliverable": "undeliverable",
    "failed_expired": "expired",
    "failed_unknown": "other",
}


@dataclass(frozen=True, kw_only=True)
class People:
    """Persons by commune and age."""

    rows: tuple[tuple[str, int, int], ...]

    def total(self) -> int:
        """Return all of them."""
        return sum(persons for _, _, persons in self.rows)

    def by_commune(self, band: Band = (0, 150)) -> dict[str, int]:
        """Return the persons of these ages in each commune that has one."""
        found: dict[str, int] = defaultdict(int)
        for commune, age, persons in self.rows:
            if band[0] <= age <= band[1]:
                found[commune] += persons
        return dict(found)

    def aged(self, band: Band) -> int:
        """Return the persons of these ages."""
        return sum(persons for _, age, persons in self.rows if band[0] <= age <= band[1])


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Exact totals of a campaign, or of several taken together."""

    selected: int = 0
    handed_over: int = 0
    delivered: int = 0
    unknown: int = 0
    not_sent: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)

    def plus(self, other: "Totals") -> "Totals":
        """Return both together."""
        causes = {*self.failed, *other.failed}
        return Totals(
            selected=self.selected + other.selected,
            handed_over=self.handed_over + other.handed_over,
            delivered=self.delivered + other.delivered,
            unknown=self.unknown + other.unknown,
            not_sent=self.not_sent + other.not_sent,
            failed={cause: self.failed.get(cause, 0) + other.failed.get(cause, 0) for cause in causes},
        )

    @property
    def settled(self) -> int:
        """Return how many messages have had their last word from the carrier."""
        return self.delivered + sum(self.failed.values())


def _rows(query: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def population(mandate_id: int) -> tuple[tuple[str, int, int], ...]:
    """Return (commune, age, persons) of all the contacts of a mandate."""
    return tuple((commune, age, int(n)) for commune, age, n in _rows(POPULATION, {"mandate": mandate_id}))


def people(campaign: Campaign, measure: str) -> People:
    """Return those of the frozen audience who were selected, whose telephone received, or who answered STOP."""
    values = {"mandate": campaign.mandate_id, "campaign": campaign.pk}
    found = _rows(PEOPLE.format(chosen=CHOSEN[measure]), values)
    return People(rows=tuple((commune, age, int(n)) for commune, age, n in found))


def days(campaign: Campaign) -> dict[date, int]:
    """Return how many messages were handed over on each day of Paris."""
    return dict(_rows(DAYS, {"mandate": campaign.mandate_id, "campaign": campaign.pk}))


def segments(campaign: Campaign) -> int:
    """Return how many segments the carrier took."""
    return int(_rows(SEGMENTS, {"mandate": campaign.mandate_id, "campaign": campaign.pk})[0][0])


def totals(campaign: Campaign) -> Totals:
    """Return where the messages of a campaign are."""
    figures = balance(campaign)
    failed: dict[str, int] = defaultdict(int)
    failed["rejected"] += figures.failed
    for state, count in figures.delivery.items():
        if state in CAUSES:
            failed[CAUSES[state]] += count
    return Totals(
        selected=figures.selected,
        handed_over=figures.handed_over,
        delivered=figures.delivered,
        unknown=figures.unknown,
        not_sent=figures.refused + figures.opposed + figures.expired,
        failed={cause: count for cause, count in failed.items() if count},
    )
