"""Publishing a version of the policy: the only thing that can be done with one."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from selfcontact.database import fence
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.digest import text_sha256
from selfcontact.lib.errors import UserError
from selfcontact.policies import rules, weighing
from selfcontact.policies.models import Version
from selfcontact.policies.text import blocks
from selfcontact.policies.weighing import LIGHT, Weight

#: Advisory lock under which a version takes its number.
LOCK = 0x9011C7
MOST_CHARACTERS = 200_000
PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is to be published; French is what binds."""

    french: str
    note: str
    english: str = ""
    english_note: str = ""
    weight: Weight = LIGHT


@transaction.atomic
def publish(*, actor: Actor, draft: Draft, in_force_on: date, at: datetime) -> Version:
    """Publish the next version, for ever; raises UserError for a text, a note or a day that will not do.

    Only the DPO publishes a version that weighs, or one that takes the place of such a version, on written grounds.
    """
    french, english = _clean(draft.french), _clean(draft.english)
    _refuse_unreadable(french, english)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    former = list(Version.objects.order_by("number"))
    _refuse_unfounded(draft, french, english, former)
    weighing.refuse(actor, draft.weight, in_force_on, former)
    _refuse_day(in_force_on, [one.in_force_on for one in former], at.astimezone(PARIS).date())
    if draft.weight.consent_again:
        # A slice of messages is on the wire before, or sees this.
        fence.close()
    made = Version.objects.create(
        number=former[-1].number + 1 if former else 1,
        french=french,
        english=english,
        note=draft.note.strip(),
        english_note=draft.english_note.strip(),
        in_force_on=in_force_on,
        published_at=at,
        sha256=text_sha256(french),
        english_sha256=text_sha256(english) if english else "",
        substantial=draft.weight.substantial or draft.weight.consent_again,
        consent_again=draft.weight.consent_again,
        grounds=draft.weight.grounds.strip(),
    )
    details: dict[str, JSON] = {"version": made.number, "on": in_force_on.isoformat(), "reason": made.note}
    details |= {"text_sha256": made.sha256, "english_sha256": made.english_sha256}
    details |= {"substantial": made.substantial, "consent_again": made.consent_again, "grounds": made.grounds}
    record(actor=actor, action=Action.POLICY_PUBLISHED, mandate_id=None, object_id=made.uid, details=details)
    return made


def _clean(text: str) -> str:
    """Return the text with one kind of line end and no blank around, so that its hash does not hang on an editor."""
    lines = [line.rstrip() for line in text.removeprefix("\ufeff").strip().splitlines()]
    return "\n".join([*lines, ""]) if lines else ""


def _refuse_unreadable(french: str, english: str) -> None:
    if not blocks(french):
        raise UserError("policy_empty", fr="Le texte français est vide.", en="The French text is empty.")
    if "\0" in french + english or max(len(french), len(english)) > MOST_CHARACTERS:
        raise UserError(
            "policy_unreadable",
            fr=f"Un texte lisible d’au plus {MOST_CHARACTERS} caractères est attendu.",
            en=f"A readable text of at most {MOST_CHARACTERS} characters is expected.",
        )


def _refuse_unfounded(draft: Draft, french: str, english: str, former: list[Version]) -> None:
    if not draft.note.strip():
        raise UserError(
            "policy_note", fr="Dites en une phrase ce qui change.", en="Say in a sentence what changes.", hint="--note"
        )
    if former and _same(former[-1], draft.weight, french, english):
        raise UserError(
            "policy_unchanged",
            fr=f"Ce texte est déjà celui de la version {former[-1].number}.",
            en=f"This text is already that of version {former[-1].number}.",
        )


def _same(newest: Version, weight: Weight, french: str, english: str) -> bool:
    """Tell whether nothing new is said: the DPO may publish a text again to say that it weighs more, or less."""
    decided = (weight.substantial or weight.consent_again, weight.consent_again)
    return (newest.french, newest.english, newest.substantial, newest.consent_again) == (french, english, *decided)


def _refuse_day(day: date, begun: list[date], today: date) -> None:
    first = rules.earliest(begun, today)
    if first is not None and day < first:
        raise UserError(
            "policy_day",
            fr=f"Une nouvelle version ne peut pas entrer en vigueur avant le {first.isoformat()}.",
            en=f"A new version cannot come into force before {first.isoformat()}.",
        )
