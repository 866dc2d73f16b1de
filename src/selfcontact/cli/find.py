"""Finds what a reference names, or says that it names nothing."""

from typing import TypeVar

from selfcontact.audits.models import Audit
from selfcontact.breaches.models import Breach
from selfcontact.campaigns.models import Campaign
from selfcontact.database.models import Record
from selfcontact.intake.models import Delivery
from selfcontact.lib.errors import UserError
from selfcontact.lines.models import Line, Trunk
from selfcontact.mandates.models import Candidate, Instruction, Mandate
from selfcontact.providers.models import Agreement, Provider
from selfcontact.requests.models import Request
from selfcontact.subprocessors.models import Route, Subprocessor

R = TypeVar("R", bound=Record)
FRENCH: dict[type[Record], str] = {
    Agreement: "accord",
    Audit: "sondage",
    Breach: "violation",
    Campaign: "campagne",
    Candidate: "candidat",
    Delivery: "livraison",
    Instruction: "instruction",
    Line: "ligne",
    Mandate: "mandat",
    Provider: "fournisseur",
    Request: "demande",
    Route: "route",
    Subprocessor: "sous-traitant",
    Trunk: "arrivée",
}

#: Nouns of the command line that are not the model's own.
COMMANDS: dict[type[Record], str] = {Line: "voice"}


def find(model: type[R], reference: str) -> R:
    """Return the object of that reference; raises UserError when there is none."""
    found = model._default_manager.filter(reference=reference).first()
    if found is None:
        noun = model.__name__.lower()
        raise UserError(
            f"unknown_{noun}",
            fr=f"Aucun objet « {FRENCH[model]} » n’a la référence {reference}.",
            en=f"No {noun} has the reference {reference}.",
            hint=f"selfcontact {COMMANDS.get(model, noun)} list",
        )
    return found
