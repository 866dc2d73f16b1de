"""Drawing a document for an authority or a controller: the ledger keeps its hash, who took it and why."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from django.db import transaction

from selfcontact.ledger.actions import record as note
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.processing import assessment, formats, paper, pia, record
from selfcontact.processing.record import Record


class Paper(StrEnum):
    """What can be drawn."""

    RECORD = "record"
    ASSESSMENT = "assessment"


Drawing = Callable[[Record, str], bytes]
DRAWINGS: Mapping[Paper, Mapping[str, Drawing]] = {
    Paper.RECORD: {"csv": formats.as_csv, "ods": formats.as_ods, "html": formats.as_html},
    Paper.ASSESSMENT: {
        "json": lambda found, language: pia.as_json(assessment.fill(found, language)),
        "odt": lambda found, language: paper.as_odt(assessment.fill(found, language)),
    },
}
TAGS: Mapping[Paper, Action] = {
    Paper.RECORD: Action.PROCESSING_RECORD_DRAWN,
    Paper.ASSESSMENT: Action.IMPACT_ASSESSMENT_DRAWN,
}


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A file and its hash, which the ledger has too."""

    name: str
    content: bytes
    sha256: str


@transaction.atomic
def draw(
    *, actor: Actor, paper: Paper, form: str, language: str, at: datetime, mandate: Mandate | None = None
) -> Drawn:
    """Return a document as things stand, of the whole house or of one mandate; the ledger has its hash.

    Raises UserError for a form that there is not.
    """
    drawing = demand_form(paper, form)
    of = mandate.reference if mandate else ""
    content = drawing(record.gather(at, mandate), language)
    made = Drawn(name=_name(paper, form, at, of), content=content, sha256=hashlib.sha256(content).hexdigest())
    details: dict[str, JSON] = {"form": form, "language": language, "mandate": of, "sha256": made.sha256}
    note(actor=actor, action=TAGS[paper], mandate_id=None, object_id=uuid4(), details=details)
    return made


def demand_form(paper: Paper, form: str) -> Drawing:
    """Return what draws a document in that form; raises UserError when nothing does."""
    drawing = DRAWINGS[paper].get(form)
    if drawing is None:
        known = ", ".join(DRAWINGS[paper])
        raise UserError("paper_form", fr=f"Les formes sont : {known}.", en=f"The forms are: {known}.")
    return drawing


def _name(paper: Paper, form: str, at: datetime, mandate: str) -> str:
    day = at.astimezone(record.PARIS).date().isoformat()
    stem = {Paper.RECORD: "registre-traitements", Paper.ASSESSMENT: "analyse-impact"}[paper]
    return "-".join(part for part in (stem, mandate, day) if part) + f".{form}"
