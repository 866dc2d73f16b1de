"""The history of an object, from the ledger, as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from selfcontact.accounts.pseudonyms import emails
from selfcontact.ledger.history import Line, Question, read
from selfcontact.web.console import ledger_words
from selfcontact.web.console.registers.values import said

#: Entries shown on the page of an object; the page of the ledger has them all.
SHORT = 20


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One entry in words; `note` says why there are no details."""

    uid: UUID
    at: datetime
    action: str
    actor: str
    details: tuple[tuple[str, str], ...]
    note: str
    index: int | None


@dataclass(frozen=True, kw_only=True)
class History:
    """Some entries and where the older ones are: the value of `before` in the address, or nothing."""

    lines: tuple[Shown, ...]
    older: str
    shown_from_newest: bool


def history(request: HttpRequest, question: Question) -> History:
    """Return the entries that answer, older than `?before=`, in two queries. Raises UserError for a wrong `before`."""
    before = request.GET.get("before", "")
    page = read(question, before=before, limit=SHORT)
    return History(lines=tuple(in_words(page.lines)), older=page.older, shown_from_newest=not before)


def of_objects(request: HttpRequest, *objects: UUID) -> History:
    """Return the history of some objects together."""
    return history(request, Question(objects=objects))


def in_words(lines: Iterable[Line]) -> Iterable[Shown]:
    """Yield entries as they are read on a screen; who acted is asked for once."""
    lines = list(lines)
    known = emails(line.actor for line in lines)
    for line in lines:
        yield Shown(
            uid=line.uid,
            at=line.at,
            action=str(ledger_words.action(line.leaf.action)) if line.leaf else _("Écriture illisible"),
            actor=_actor(line, known),
            details=tuple(
                (str(ledger_words.detail(name)), said(name, value))
                for name, value in line.details.items()
                if value != ""
            ),
            note=_note(line),
            index=line.index,
        )


def _actor(line: Line, known: dict[UUID, str]) -> str:
    if line.actor is None:
        return "–"
    kind = str(ledger_words.KINDS.get(line.actor.kind, line.actor.kind))
    if line.actor.kind in {"system", "public"}:
        return kind
    return known.get(line.actor.uid) or _("compte supprimé (%(kind)s)") % {"kind": kind}


def _note(line: Line) -> str:
    if line.readable == "destroyed":
        return _("Détails détruits avec la clé du mandat.")
    if line.readable == "damaged":
        return _("Cette écriture ne correspond plus à sa signature : vérifiez le journal.")
    return ""
