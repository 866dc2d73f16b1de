"""Whom the mandate's contact policy leaves out of a slice, and the mark made of an invitation before it leaves."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from selfcontact.campaigns.sender.connection import Connection
from selfcontact.campaigns.sender.facts import Facts
from selfcontact.campaigns.sender.rules import INVITATION
from selfcontact.compliance import renewal
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.invitation import STRANGER, Standing, check_invited, check_ordinary
from selfcontact.lib.digest import text_sha256

STANDING = """
SELECT message.position, asked.rounds, asked.answer, asked.agreed_at
FROM campaigns_message AS message
JOIN contacts_invitation AS asked
  ON asked.mandate_id = %(mandate)s AND asked.phone_index = message.phone_index
WHERE message.mandate_id = %(mandate)s AND message.campaign_id = %(campaign)s
  AND message.position = ANY(%(positions)s)
"""
# In the order of the key, so that two slices with the same people wait for each other and never in a circle. Of two
# invitations to one person at the same instant, one is written and the other finds it here.
MARK = """
INSERT INTO contacts_invitation AS asked (mandate_id, phone_index, campaign_id, position, rounds, invited_at,
                                          text_sha256, answer)
SELECT %(mandate)s, phone_index, %(campaign)s, position, 1, %(at)s, %(text)s, '' FROM campaigns_message
WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND position = ANY(%(positions)s)
ORDER BY phone_index
ON CONFLICT (mandate_id, phone_index) DO UPDATE
SET campaign_id = excluded.campaign_id, position = excluded.position, rounds = asked.rounds + 1,
    invited_at = excluded.invited_at, text_sha256 = excluded.text_sha256
WHERE asked.answer = '' AND asked.rounds < %(allowed)s AND asked.campaign_id <> excluded.campaign_id
RETURNING position
"""


def invites_first(known: Facts) -> bool:
    """Tell whether only who said yes gets an ordinary message."""
    return known.contact_policy is not None and known.contact_policy[0] == "invite"


def allowed(known: Facts) -> int:
    """Return how often one person may be invited."""
    return int(known.contact_policy[1]) if known.contact_policy else 1


async def left_out(
    conn: Connection, known: Facts, mandate_id: int, campaign_id: int, positions: Collection[int], at: datetime
) -> dict[int, str]:
    """Return the rule that refuses each position whom the contact policy leaves out; asked as the message leaves."""
    if not positions or not (known.inviting or invites_first(known)):
        return {}
    values = {"mandate": mandate_id, "campaign": campaign_id, "positions": list(positions)}
    rows = await (await conn.execute(STANDING, values)).fetchall()
    standing = {place: _standing(*found) for place, *found in rows}
    since = renewal.since(known.asked_again, day_of(at))
    said = {place: _refusal(known, standing.get(place, STRANGER), since) for place in positions}
    return {place: rule for place, rule in said.items() if rule}


def _standing(rounds: int, answer: str, agreed_at: datetime | None) -> Standing:
    return Standing(invited=rounds, answer=answer, agreed_on=day_of(agreed_at) if agreed_at else None)


def _refusal(known: Facts, one: Standing, since: date | None) -> str:
    if known.kind == INVITATION:
        refusal = check_invited(one, allowed(known))
    else:
        refusal = check_ordinary(one, invite_first=invites_first(known), counts_from=since)
    return refusal.rule if refusal else ""


async def mark(
    conn: Connection, known: Facts, mandate_id: int, campaign_id: int, positions: Sequence[int], at: datetime
) -> frozenset[int]:
    """Write down that these are invited, in the transaction that claims them; return those who now may be.

    Who is missing was invited by another campaign in the same instant.
    """
    values = {
        "mandate": mandate_id,
        "campaign": campaign_id,
        "positions": list(positions),
        "at": at,
        "text": text_sha256(known.text),
        "allowed": allowed(known),
    }
    rows = await (await conn.execute(MARK, values)).fetchall()
    return frozenset(place for (place,) in rows)
