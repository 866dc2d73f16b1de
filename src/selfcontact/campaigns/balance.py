"""Where every message of a campaign is: the terms are counted one by one, so that the sum proves something."""

from dataclasses import asdict, dataclass

from django.db import connection

from selfcontact.campaigns.models import Campaign, Receipt

# A message in several parts counts once, under its worst part (unknown is worst). An unknown that has a receipt was
# handed over. `pending` is counted from the blocks, not by subtraction.
# One pass and no join: right after a campaign the planner has no statistics, and would compare each with each.
OUTCOMES = """
WITH word AS (
    SELECT position, kind, false AS receipt FROM campaigns_outcome
    WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s
    UNION ALL
    SELECT position, 0, true FROM campaigns_receipt WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s
), message AS (
    SELECT position, max(kind) AS kind, bool_or(receipt) AS resolved FROM word GROUP BY position
)
SELECT CASE WHEN kind = 6 AND resolved THEN 1 ELSE kind END AS kind, count(*) FROM message WHERE kind > 0 GROUP BY 1
"""
PENDING = """
SELECT (SELECT coalesce(sum(last - first + 1), 0) FROM campaigns_block
        WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND state = 'pending'),
       (SELECT count(*) FROM campaigns_block AS block, generate_series(first, last) AS position
        WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND state <> 'pending' AND NOT EXISTS (
            SELECT FROM campaigns_outcome AS outcome WHERE outcome.mandate_id = %(mandate)s
            AND outcome.campaign_id = %(campaign)s AND outcome.position = position.position))
"""
REASONS = """
SELECT kind, reason, count(DISTINCT position) FROM campaigns_outcome
WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND kind IN (2, 5) GROUP BY 1, 2
"""
# A message is as delivered as its least advanced part: the lowest of the parts' highest states.
DELIVERY = """
WITH part AS (
    SELECT position, part, max(state) AS state FROM campaigns_receipt
    WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s GROUP BY 1, 2
)
SELECT state, count(*) FROM (SELECT position, min(state) AS state FROM part GROUP BY position) AS message GROUP BY 1
"""
TERMS = {1: "handed_over", 2: "refused", 3: "opposed", 4: "expired", 5: "failed", 6: "unknown"}


@dataclass(frozen=True, kw_only=True)
class Balance:
    """selected = handed over + refused + opposed + expired + failed + unknown + pending."""

    selected: int
    handed_over: int
    refused: int
    opposed: int
    expired: int
    failed: int
    unknown: int
    pending: int
    reasons: dict[str, int]
    delivery: dict[str, int]

    @property
    def closes(self) -> bool:
        """Tell whether the terms add up to what was selected."""
        return self.selected == sum(self.terms().values()) - self.selected

    @property
    def delivered(self) -> int:
        """Return how many messages the carrier says a handset received."""
        return self.delivery.get(Receipt.State.DELIVERED.name.lower(), 0)

    def terms(self) -> dict[str, int]:
        """Return the counts, `selected` included."""
        return {k: v for k, v in asdict(self).items() if isinstance(v, int)}

    def as_dict(self) -> dict[str, object]:
        """Return what the command line and the faces show."""
        return {**self.terms(), "delivered": self.delivered, "reasons": self.reasons, "delivery": self.delivery} | {
            "closes": self.closes
        }


def balance(campaign: Campaign) -> Balance:
    """Return where every message of the campaign is at this moment."""
    values = {"mandate": campaign.mandate_id, "campaign": campaign.pk}
    with connection.cursor() as cursor:
        cursor.execute(OUTCOMES, values)
        terms = {TERMS[kind]: int(count) for kind, count in cursor.fetchall()}
        cursor.execute(PENDING, values)
        waiting, in_flight = cursor.fetchone() or (0, 0)
        cursor.execute(REASONS, values)
        reasons = {f"{TERMS[kind]}:{reason}": int(count) for kind, reason, count in cursor.fetchall()}
        cursor.execute(DELIVERY, values)
        delivery = {Receipt.State(state).name.lower(): int(count) for state, count in cursor.fetchall()}
    return Balance(
        selected=campaign.selected,
        pending=int(waiting) + int(in_flight),
        reasons=reasons,
        delivery=delivery,
        **{name: terms.get(name, 0) for name in TERMS.values()},
    )
