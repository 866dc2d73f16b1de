"""What one can do with a line: describe it, record it, have it signed, put it on the air and take it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from django.db import connection, transaction

from selfcontact.compliance import label
from selfcontact.compliance import line as rules
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.elections import election
from selfcontact.compliance.places import zones
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib import landline
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.lines import house, prompts, speaking, standing, states, words
from selfcontact.lines.content import approval_in_force, content_sha256, missing, recordings
from selfcontact.lines.models import SIGNED, Language, Line, LineApproval, Part, Prompt, Trunk
from selfcontact.lines.sound import apart
from selfcontact.lines.sound.recording import Recording
from selfcontact.mandates.models import Mandate

#: Advisory lock under which a number is given to a line.
LOCK = 0x11AE5
MOST_CALLS = 5000


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Which number, in which languages (the first is spoken first), from when to when, for how many calls at once."""

    number: int
    languages: Sequence[Language]
    opens_at: datetime
    closes_at: datetime
    cap: int = 100


def add(*, actor: Actor, reference: str, mandate: Mandate, trunk: Trunk, terms: Terms, at: datetime) -> Line:
    """Describe a line, with greetings that the machine speaks if it can; raises UserError for what it may not be."""
    _refuse_terms(mandate, terms)
    line = Line(reference=reference, mandate=mandate, trunk=trunk, **_values(terms))
    line.validate()
    spoken = _spoken_greetings(mandate, terms.languages) if speaking.available() else {}
    with transaction.atomic():
        _refuse_taken(terms, None)
        line.save()
        for language, (text, made) in spoken.items():
            house.store(line, Part.GREETING, language, made, origin=Prompt.Origin.SPOKEN, text=text, at=at)
        _refresh(line)
        details = {"reference": reference, "number": str(terms.number), "languages": list(line.languages)}
        _note(actor, line, Action.LINE_ADDED, **details, **_hours(line))
    return line


def _values(terms: Terms) -> dict[str, object]:
    return {**vars(terms), "languages": [str(one) for one in dict.fromkeys(terms.languages)]}


def _hours(line: Line) -> dict[str, JSON]:
    return {"opens_at": line.opens_at.isoformat(), "closes_at": line.closes_at.isoformat()}


def _spoken_greetings(mandate: Mandate, languages: Sequence[Language]) -> dict[Language, tuple[str, Recording]]:
    candidate = mandate.candidate
    texts = [(words.greeting(one, candidate=candidate.name, party=candidate.party), one) for one in languages]
    return {one: (text, made) for (text, one), made in zip(texts, speaking.speak(texts), strict=True)}


def _refuse_terms(mandate: Mandate, terms: Terms) -> None:
    if terms.closes_at <= terms.opens_at:
        raise UserError("line_backwards", fr="La ligne ferme avant d’ouvrir.", en="The line closes before it opens.")
    if not terms.languages or not 1 <= terms.cap <= MOST_CALLS:
        raise UserError(
            "line_terms",
            fr=f"Une ligne parle au moins une langue et prend de 1 à {MOST_CALLS} appels à la fois.",
            en=f"A line speaks at least one language and takes from 1 to {MOST_CALLS} calls at once.",
        )
    first, last = (one.astimezone(zones("metropole")[0]).date() for one in (terms.opens_at, terms.closes_at))
    found = election(mandate.election)
    standing.demand(rules.check_number(landline.national(terms.number), found, first, last))


def _refuse_taken(terms: Terms, line: Line | None) -> None:
    """Refuse a number that another line has at the same time; two who ask at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    others = Line.objects.filter(number=terms.number, opens_at__lt=terms.closes_at, closes_at__gt=terms.opens_at)
    others = others.exclude(state=Line.State.RETIRED)
    if (others.exclude(pk=line.pk) if line else others).exists():
        raise UserError(
            "line_taken",
            fr="Ce numéro est déjà celui d’une autre ligne à ces dates.",
            en="This number is already that of another line at these dates.",
        )


@transaction.atomic
def change(*, actor: Actor, line: Line, terms: Terms, at: datetime) -> None:
    """Change the number, the languages, the time or the cap of a line off the air; its signature is void."""
    _refuse_terms(line.mandate, terms)
    _refuse_taken(terms, line)
    states.move(line, "edit", **_values(terms))
    _void(line, at)
    _refresh(line)
    _note(actor, line, Action.LINE_CHANGED, number=str(terms.number), cap=terms.cap, **_hours(line))


def _refuse_unlabelled(mandate: Mandate, said: str, at: datetime) -> None:
    candidate = mandate.candidate
    names = [candidate.name, *candidate.aliases, candidate.party]
    standing.demand(label.check_greeting(said, names, day_of(at)))


def record_prompt(
    *, actor: Actor, line: Line, part: Part, language: Language, file: bytes, text: str, at: datetime
) -> Prompt:
    """Take a recording of the candidate's; the signature is void.

    `text` is what it says. Raises UserError for a file that will not do, and for a greeting whose words do not say that
    it is political and for whom.
    """
    if part not in SIGNED or language not in line.languages:
        raise UserError(
            "prompt_place",
            fr="Cette ligne n’a pas de place pour cet enregistrement.",
            en="This line has no place for this recording.",
        )
    if part == Part.GREETING:
        _refuse_unlabelled(line.mandate, text, at)
    made = apart.prepare(file)
    with transaction.atomic():
        states.move(line, "edit")
        prompt = house.store(
            line,
            part,
            language,
            made,
            origin=Prompt.Origin.RECORDED,
            text=text,
            at=at,
            file_sha256=sha256(file).hexdigest(),
        )
        _void(line, at)
        _refresh(line)
        details: dict[str, JSON] = {"part": str(part), "language": str(language), "sha256": prompt.sha256}
        _note(actor, line, Action.LINE_RECORDED, **details, file_sha256=prompt.file_sha256)
    return prompt


def _void(line: Line, at: datetime) -> None:
    line.approvals.filter(voided_at=None).update(voided_at=at)


def _refresh(line: Line) -> None:
    """Keep the hash of what there is to sign, which senders compare with what was signed."""
    line.content_sha256 = content_sha256(line, recordings(line))
    line.save(update_fields=["content_sha256"])


@transaction.atomic
def submit(*, actor: Actor, line: Line, at: datetime) -> None:
    """Hand the recordings to the candidate; raises UserError while one is missing or a rule refuses."""
    _refuse_incomplete(line)
    facts = standing.facts(line)
    standing.demand(rules.check_contract(facts, at))
    states.move(line, "submit")
    _note(actor, line, Action.LINE_SUBMITTED, content=line.content_sha256)


def _refuse_incomplete(line: Line) -> None:
    absent = ", ".join(f"{part} ({language})" for part, language in missing(line))
    if absent:
        raise UserError("line_incomplete", fr=f"Il manque : {absent}.", en=f"Missing: {absent}.")


@transaction.atomic
def approve(*, actor: Actor, line: Line, content: str, signatory: str, at: datetime) -> LineApproval:
    """Record the candidate's signature of exactly these recordings; `content` is the hash the signatory was shown."""
    _refuse_other_content(line, content)
    states.move(line, "approve")
    approval = LineApproval.objects.create(
        line=line, uid=uuid4(), content_sha256=content, signatory=signatory, signed_at=at
    )
    _note(actor, line, Action.LINE_APPROVED, content=content, approval=str(approval.uid))
    return approval


@transaction.atomic
def send_back(*, actor: Actor, line: Line, content: str) -> None:
    """Return a line to whoever prepares it: the candidate, who heard exactly this, wants something else."""
    _refuse_other_content(line, content)
    states.move(line, "send_back")
    _note(actor, line, Action.LINE_REJECTED, content=content)


def _refuse_other_content(line: Line, content: str) -> None:
    if content != content_sha256(line, recordings(line)):
        raise UserError(
            "content_changed",
            fr="Ce qui est signé n’est pas ce que la ligne contient.",
            en="What is signed is not what the line holds.",
        )


def publish(*, actor: Actor, line: Line, at: datetime) -> None:
    """Put a line on the air, from its opening on; raises UserError with the first rule that refuses."""
    house.speak_missing(actor=actor, languages=line.languages, at=at)
    with transaction.atomic():
        if line.closes_at <= at:
            raise UserError("line_over", fr="L’heure de fermeture est passée.", en="The time of closing is over.")
        _refuse_incomplete(line)
        standing.demand(rules.check_publication(standing.facts(line), at))
        states.move(line, "publish", published_at=at, stopped_at=None)
        approval = approval_in_force(line)
        _note(actor, line, Action.LINE_PUBLISHED, content=line.content_sha256, approval=str(approval and approval.uid))


@transaction.atomic
def stop(*, actor: Actor, line: Line, grounds: str, at: datetime) -> None:
    """Take a line off the air: within two seconds no call hears its message any more."""
    states.move(line, "stop", stopped_at=at)
    _note(actor, line, Action.LINE_STOPPED, grounds=grounds)


@transaction.atomic
def retire(*, actor: Actor, line: Line, at: datetime) -> None:
    """End a line for good and give its number back; its signature is void."""
    states.move(line, "retire", stopped_at=line.stopped_at or at)
    _void(line, at)
    _note(actor, line, Action.LINE_RETIRED)


def _note(actor: Actor, line: Line, action: Action, **details: JSON) -> None:
    record(actor=actor, action=action, mandate_id=line.mandate_id, object_id=line.uid, details=details)


def summary(line: Line, at: datetime) -> dict[str, object]:
    """Return what a screen shows of a line; never a caller."""
    approval = approval_in_force(line)
    live = prompts.live_of_line(line)
    return {
        "reference": line.reference,
        "number": landline.written(line.number),
        "mandate": line.mandate.reference,
        "trunk": line.trunk.reference,
        "state": line.state,
        "languages": list(line.languages),
        "opens_at": line.opens_at.isoformat(),
        "closes_at": line.closes_at.isoformat(),
        "cap": line.cap,
        "content_sha256": line.content_sha256,
        "approved_by": approval.signatory if approval else None,
        "answers_now": standing.answered(line, at),
        "silent_now": standing.silent(standing.silences(line), at),
        "recordings": {f"{part}.{language}": one.milliseconds for (part, language), one in live.items()},
        "missing": [f"{part}.{language}" for part, language in missing(line)],
    }
