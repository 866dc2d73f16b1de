"""The register for an inspection: every request without its person, its deadlines as they were stored, and where each
step stands in the ledger, so that whoever reads it can ask for the proof of any line.
"""

import csv
import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from selfcontact.ledger.actions import record
from selfcontact.ledger.models import Entry, Head
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.csv_cells import harmless
from selfcontact.requests import refusals
from selfcontact.requests.models import Request

Format = Literal["csv", "json"]
Row = dict[str, object]
COLUMNS = (
    "reference", "kinds", "door", "state", "received_at", "recorded_at", "due_on", "deadlines", "rung", "verified_at",
    "ground", "refused", "decided_at", "executed_at", "delivered_at", "ended_at", "duplicate_of", "reopens", "holds",
    "ledger",
)  # fmt: skip
INSTANTS = (
    "received_at", "recorded_at", "verified_at", "decided_at", "executed_at", "delivered_at", "ended_at",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Export:
    """A file, how many requests are in it and its hash, which the ledger has too."""

    content: bytes
    requests: int
    sha256: str


@transaction.atomic
def export(*, actor: Actor, form: Format, reason: str, at: datetime) -> Export:
    """Return the whole register; the ledger says who took it and why."""
    refusals.without_reason(reason)
    rows = list(_rows())
    content = _json(rows, at) if form == "json" else _csv(rows)
    made = Export(content=content, requests=len(rows), sha256=hashlib.sha256(content).hexdigest())
    details = {"format": form, "requests": made.requests, "sha256": made.sha256, "reason": reason}
    record(actor=actor, action=Action.REGISTER_EXPORTED, mandate_id=None, object_id=uuid4(), details=details)
    return made


def _requests() -> QuerySet[Request]:
    found = Request.objects.defer("sealed", "phone_index").select_related("duplicate_of", "reopens")
    return found.prefetch_related("holds__mandate").order_by("received_at", "pk")


def _rows() -> Iterator[Row]:
    requests = list(_requests())
    steps = _steps([one.uid for one in requests])
    return (_row(one, steps[one.uid]) for one in requests)


def _row(one: Request, steps: Sequence[Row]) -> Row:
    instants = {name: _iso(getattr(one, name)) for name in INSTANTS}
    holds = [
        {"mandate": hold.mandate.reference, "placed_at": _iso(hold.placed_at), "lifted_at": _iso(hold.lifted_at)}
        for hold in one.holds.all()
    ]
    row: Row = {
        **{name: getattr(one, name) for name in ("reference", "kinds", "door", "state", "rung", "ground", "refused")},
        **instants,
        "due_on": one.due_on.isoformat(),
        # As they were stored on the day: nothing is computed here.
        "deadlines": one.clock,
        "duplicate_of": one.duplicate_of.reference if one.duplicate_of else None,
        "reopens": one.reopens.reference if one.reopens else None,
        "holds": holds,
        "ledger": list(steps),
    }
    return {name: row[name] for name in COLUMNS}


def _steps(uids: Sequence[UUID]) -> Mapping[UUID, list[Row]]:
    """Return what the ledger has of each request: the place in the tree, the hash of the leaf, when and what."""
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for start in range(0, len(uids), 1_000):
        entries = Entry.objects.filter(object_id__in=uids[start : start + 1_000]).order_by("id")
        for one in entries.only("object_id", "uid", "index", "leaf_hash", "action", "recorded_at").iterator():
            found[one.object_id].append(
                {
                    "entry": str(one.uid),
                    "index": one.index,
                    "leaf_hash": bytes(one.leaf_hash).hex() if one.leaf_hash else None,
                    "action": one.action,
                    "at": _iso(one.recorded_at),
                }
            )
    return found


def _json(rows: Sequence[Row], at: datetime) -> bytes:
    head = Head.objects.order_by("-size").first()
    whole = {
        "made_at": _iso(at),
        "ledger": {"size": head.size, "root": bytes(head.root).hex(), "checkpoint": head.note} if head else None,
        "requests": rows,
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(rows: Sequence[Row]) -> bytes:
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow([harmless(_cell(row[name])) for name in COLUMNS])
    # The mark tells a spreadsheet that this is UTF-8.
    return ("\ufeff" + written.getvalue()).encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
