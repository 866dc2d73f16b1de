"""The house's own announcements, and how any recording is put in its place. Called by actions, inside their deeds."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.lines import prompts, speaking, words
from selfcontact.lines.models import Language, Line, Part, Prompt
from selfcontact.lines.sound import apart
from selfcontact.lines.sound.recording import Recording

Place = tuple[Part, Language]


def text(part: Part, language: Language) -> str:
    """Return the words of an announcement as this installation says them."""
    return words.said(part, language, who=settings.COMPANY_NAME, mail=settings.DPO_EMAIL)


def store(
    line: Line | None,
    part: Part,
    language: Language,
    made: Recording,
    *,
    origin: Prompt.Origin,
    text: str,
    at: datetime,
    file_sha256: str = "",
) -> Prompt:
    """Put a recording where it plays and retire the former one; a spoken one of the house stays as a reserve."""
    former = prompts.of(line, part, language)
    (former if line else former.filter(origin=origin)).update(retired_at=at)
    return Prompt.objects.create(
        line=line,
        part=part,
        language=language,
        origin=origin,
        text=text.strip(),
        alaw=made.alaw,
        mulaw=made.mulaw,
        outline=made.outline,
        lufs=round(made.lufs, 2),
        milliseconds=made.milliseconds,
        sha256=sha256(made.alaw + made.mulaw).hexdigest(),
        file_sha256=file_sha256,
        at=at,
    )


def speak_missing(*, actor: Actor, languages: Iterable[str], at: datetime) -> int:
    """Speak what nobody has recorded, and again what is worded otherwise since; return how many were spoken.

    Raises UserError when something is missing and the machine has no voice.
    """
    due = list(_due(languages))
    if not due:
        return 0
    made = speaking.speak([(text(part, language), language) for part, language in due])
    with transaction.atomic():
        for (part, language), recording in zip(due, made, strict=True):
            words_of = text(part, language)
            store(None, part, language, recording, origin=Prompt.Origin.SPOKEN, text=words_of, at=at)
        details = {"parts": [f"{part}.{language}" for part, language in due]}
        record(actor=actor, action=Action.PROMPT_SPOKEN, mandate_id=None, object_id=uuid4(), details=details)
    return len(due)


def _due(languages: Iterable[str]) -> Iterable[Place]:
    live = prompts.live_of_house()
    for language in [Language(one) for one in languages]:
        for part in words.HOUSE_PARTS:
            found = live.get((part, language))
            if found is None or (found.origin == Prompt.Origin.SPOKEN and found.text != text(part, language)):
                yield part, language


def record_prompt(*, actor: Actor, part: Part, language: Language, file: bytes, said: str, at: datetime) -> Prompt:
    """Let a human's recording of an announcement play on every line; raises UserError for a file that will not do."""
    if part not in words.HOUSE_PARTS:
        raise UserError(
            "prompt_place",
            fr="Cet enregistrement est celui d’une ligne, non de la maison.",
            en="This recording belongs to a line, not to the house.",
        )
    made, digest = apart.prepare(file), sha256(file).hexdigest()
    with transaction.atomic():
        prompt = store(None, part, language, made, origin=Prompt.Origin.RECORDED, text=said, at=at, file_sha256=digest)
        _note(actor, Action.PROMPT_RECORDED, prompt)
    return prompt


@transaction.atomic
def withdraw_prompt(*, actor: Actor, part: Part, language: Language, at: datetime) -> None:
    """Take a human's recording back: the machine's voice plays again. Raises UserError when there is none to take."""
    found = prompts.of(None, part, language)
    recorded = found.filter(origin=Prompt.Origin.RECORDED).defer(*prompts.LIGHT).first()
    if recorded is None or not found.filter(origin=Prompt.Origin.SPOKEN).exists():
        raise UserError(
            "prompt_alone",
            fr="Aucune autre annonce ne peut prendre sa place.",
            en="No other announcement can take its place.",
        )
    Prompt.objects.filter(pk=recorded.pk).update(retired_at=at)
    _note(actor, Action.PROMPT_WITHDRAWN, recorded)


def _note(actor: Actor, action: Action, prompt: Prompt) -> None:
    details = {"part": prompt.part, "language": prompt.language, "sha256": prompt.sha256}
    record(actor=actor, action=action, mandate_id=None, object_id=prompt.uid, details=details)
