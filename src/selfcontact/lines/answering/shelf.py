"""The lines that answer now, as the engine takes them; read anew each second, swapped in one go."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db.models import Q

from selfcontact.compliance import line as rules
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.verdict import Allowed
from selfcontact.lib.clock import Clock
from selfcontact.lines import standing
from selfcontact.lines.models import Line, Prompt
from selfcontact.lines.models import Part as Stored
from selfcontact.lines.words import WITH_KEYS
from selfcontact.policies.standing import number_on as standing_policy
from selfcontact.voice.prompt import Prompt as Sound
from selfcontact.voice.script import Part, Script

#: What was read last counts for so long when the database does not answer; then nothing is played any more.
TRUSTED = timedelta(seconds=30)
log = structlog.get_logger("voice")


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One line: by which trunk it is called and when, what it says, and whose it is."""

    line_id: int
    candidate_id: int
    trunk: str
    opens_at: datetime
    closes_at: datetime
    script: Script


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Everything that was read at one instant."""

    at: datetime
    #: By number, and by the trunk that brings its calls.
    by_number: Mapping[tuple[str, str], Sequence[Slot]] = field(default_factory=dict)
    by_line: Mapping[str, Slot] = field(default_factory=dict)
    #: Version of the privacy policy in force; 0 before the first.
    policy: int = 0


class Book:
    """What the engine asks at each call: quick, in memory, to the second."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.shelf = Shelf(at=clock.now())

    def find(self, number: str, trunk: str) -> Script | None:
        """Return what the line of that number says now, or None when it is closed, stopped, or not known any more.

        A line is on one trunk: a rehearsal may bear a number that a real operator brings, and nobody else hears it.
        """
        now = self._clock.now()
        if now - self.shelf.at > TRUSTED:
            return None
        slots = self.shelf.by_number.get((number, trunk), ())
        return next((slot.script for slot in slots if slot.opens_at <= now < slot.closes_at), None)


class Reader:
    """Reads the shelf; keeps the sounds that are in use, so that nothing is loaded twice."""

    def __init__(self) -> None:
        self._sounds: dict[tuple[int, ...], Sound] = {}

    def read(self, at: datetime) -> Shelf:
        """Return the lines that no rule keeps from answering, but the hour and the electoral silence."""
        lines = list(
            Line.objects.filter(state=Line.State.PUBLISHED, closes_at__gt=at)
            .select_related("mandate", "trunk__subprocessor")
            .order_by("pk")
        )
        facts = standing.facts_of(lines)
        kept = [
            line
            for line, known in zip(lines, facts, strict=True)
            if isinstance(rules.check_publication(known, at), Allowed)
        ]
        slots = [(line, slot) for line in kept if (slot := self._slot(line, _live(line)))]
        self._forget([_live(line) for line, _ in slots])
        return _shelf(at, slots)

    def _slot(self, line: Line, live: Mapping[tuple[str, str], int]) -> Slot | None:
        try:
            script = Script(
                line=str(line.uid),
                parts={language: self._spoken(line, language, live) for language in line.languages},
                silent=silence_of(line),
                most_calls=line.cap,
            )
        except (KeyError, ValueError):
            log.exception("line_incomplete", line=str(line.uid))
            return None
        return Slot(
            line_id=line.pk,
            candidate_id=line.mandate.candidate_id,
            trunk=line.trunk.reference,
            opens_at=line.opens_at,
            closes_at=line.closes_at,
            script=script,
        )

    def _spoken(self, line: Line, language: str, live: Mapping[tuple[str, str], int]) -> dict[Part, Sound]:
        others = [live[str(Stored.SWITCH), other] for other in line.languages if other != language]
        found = {}
        for part in Part:
            key = live[str(part), language]
            found[part] = self._sound((key, *others) if Stored(str(part)) in WITH_KEYS else (key,))
        return found

    def _sound(self, keys: tuple[int, ...]) -> Sound:
        """Return some recordings as one."""
        if keys not in self._sounds:
            stored = Prompt.objects.only("alaw", "mulaw").in_bulk(list(keys))
            self._sounds[keys] = Sound(
                alaw=b"".join(bytes(stored[key].alaw) for key in keys),
                ulaw=b"".join(bytes(stored[key].mulaw) for key in keys),
            )
        return self._sounds[keys]

    def _forget(self, used: Iterable[Mapping[tuple[str, str], int]]) -> None:
        wanted = {key for live in used for key in live.values()}
        self._sounds = {keys: sound for keys, sound in self._sounds.items() if wanted.issuperset(keys)}


def _live(line: Line) -> dict[tuple[str, str], int]:
    """Return which recording plays in each place of a line, by (part, language); a human's before a machine's."""
    found = Prompt.objects.filter(Q(line=line) | Q(line=None), retired_at=None)
    rows = found.values_list("part", "language", "pk", "origin")
    ordered = sorted(rows, key=lambda row: (row[3] == Prompt.Origin.RECORDED, row[2]))
    return {(part, language): key for part, language, key, _ in ordered}


def silence_of(line: Line) -> Callable[[datetime], bool]:
    """Return what tells of an instant whether the line is silent."""
    return partial(standing.silent, standing.silences(line))


def _shelf(at: datetime, slots: Iterable[tuple[Line, Slot]]) -> Shelf:
    by_number: dict[tuple[str, str], list[Slot]] = {}
    by_line: dict[str, Slot] = {}
    for line, slot in slots:
        by_number.setdefault((str(line.number), slot.trunk), []).append(slot)
        by_line[str(line.uid)] = slot
    return Shelf(at=at, by_number=by_number, by_line=by_line, policy=standing_policy(day_of(at)) or 0)
