"""Reading the ledger backwards: the entries of an object, a mandate, an action or a time, newest first."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from selfcontact.ledger.actions import DETAILS
from selfcontact.ledger.leaf import JSON, SALT, Leaf, commitment
from selfcontact.ledger.models import Detail, Entry
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.vault import open_vault
from selfcontact.vault.fields import KeysDestroyedError, MandateKeys, SealBrokenError
from selfcontact.vault.keys import KeysMissingError

PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
#: `destroyed`: with the keys of the mandate. `damaged`: they do not agree with the leaf, or the leaf is none.
Readable = Literal["open", "destroyed", "damaged"]


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which entries; what is empty asks for nothing. `since` is included, `until` is not."""

    objects: tuple[UUID, ...] = ()
    mandate_id: int | None = None
    action: str = ""
    actor_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry as it may be shown. `leaf` is None when its bytes are no entry any more; `index` before its place."""

    uid: UUID
    index: int | None
    at: datetime
    leaf: Leaf | None
    readable: Readable
    details: Mapping[str, JSON]

    @property
    def actor(self) -> Actor | None:
        """Return who acted, as a pseudonym."""
        return self.leaf.actor if self.leaf else None


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some entries, newest first; `older` continues from the last one and is empty when there are no more."""

    lines: tuple[Line, ...]
    older: str


def read(question: Question, *, before: str = "", limit: int = PAGE) -> Page:
    """Return a page of the entries asked for, with their details opened, in one query.

    `before` is what the page above returned as `older`. Raises UserError when it is not. The cost of a page does not
    depend on how many entries there are, nor on how far back it is.
    """
    rows = list(_asked(question, before).select_related("detail")[: limit + 1])
    shown = rows[:limit]
    older = _cursor(shown[-1]) if len(rows) > limit else ""
    return Page(lines=tuple(_lines(shown)), older=older)


def find(uid: UUID) -> Line | None:
    """Return one entry with its details opened, or None; in one query."""
    return next(iter(_lines(Entry.objects.filter(uid=uid).select_related("detail"))), None)


def _asked(question: Question, before: str) -> QuerySet[Entry]:
    asked: dict[str, object] = {
        "object_id__in": question.objects,
        "mandate_id": question.mandate_id,
        "action": question.action,
        "actor_id": question.actor_id,
        "recorded_at__gte": question.since,
        "recorded_at__lt": question.until,
    }
    found = Entry.objects.filter(**{name: value for name, value in asked.items() if value not in {None, (), ""}})
    if before:
        at, last = _position(before)
        # The first half is what an index can use; the second sets apart entries of the same instant.
        found = found.filter(Q(recorded_at__lte=at), Q(recorded_at__lt=at) | Q(id__lt=last))
    return found.order_by("-recorded_at", "-id")


def _cursor(entry: Entry) -> str:
    return f"{(entry.recorded_at - EPOCH) // MICROSECOND}-{entry.pk}"


def _position(before: str) -> tuple[datetime, int]:
    microseconds, _, last = before.partition("-")
    try:
        return EPOCH + timedelta(microseconds=int(microseconds)), int(last)
    except (ValueError, OverflowError) as error:
        raise UserError(
            "history_position", fr="Cette page du journal n’existe pas.", en="There is no such page of the ledger."
        ) from error


def _lines(rows: Iterable[Entry]) -> Iterable[Line]:
    keys = _Keys()
    for entry in rows:
        leaf = _leaf(entry)
        readable, details = keys.details(entry, leaf)
        yield Line(
            uid=entry.uid,
            index=entry.index,
            at=entry.recorded_at,
            leaf=leaf,
            readable=readable,
            details=details,
        )


def _leaf(entry: Entry) -> Leaf | None:
    try:
        return Leaf.decode(bytes(entry.leaf))
    except ValueError:
        return None


class _Keys:
    """The keys of each mandate and generation on a page, asked of the vault once."""

    def __init__(self) -> None:
        self._found: dict[tuple[int | None, int], MandateKeys | Readable] = {}

    def details(self, entry: Entry, leaf: Leaf | None) -> tuple[Readable, Mapping[str, JSON]]:
        detail: Detail | None = getattr(entry, "detail", None)
        if leaf is None or detail is None:
            return "damaged", {}
        keys = self._of(detail)
        if not isinstance(keys, MandateKeys):
            return keys, {}
        try:
            return "open", _opened(keys, detail, leaf)
        except (SealBrokenError, ValueError):
            return "damaged", {}

    def _of(self, detail: Detail) -> MandateKeys | Readable:
        place = (detail.mandate_id, detail.generation)
        if place not in self._found:
            self._found[place] = _unlocked(*place)
        return self._found[place]


def _unlocked(mandate_id: int | None, generation: int) -> MandateKeys | Readable:
    try:
        return open_vault().keys.open(mandate_id, generation)
    except KeysDestroyedError:
        return "destroyed"
    except KeysMissingError:
        return "damaged"


def _opened(keys: MandateKeys, detail: Detail, leaf: Leaf) -> Mapping[str, JSON]:
    clear = keys.open(DETAILS, detail.entry_id, bytes(detail.sealed))
    if commitment(clear[:SALT], clear[SALT:]) != leaf.commitment:
        raise SealBrokenError
    details: Mapping[str, JSON] = json.loads(clear[SALT:])
    return details
