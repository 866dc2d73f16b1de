"""What the sponsor of a mandate declares before anything is done for them: signed, and one day withdrawn."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from selfcontact.database import fence
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate, Sponsor


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """Who sponsors, who is in control in the end, who pays, with whose money; empty means nobody else.

    Source: Regulation (EU) 2024/900, articles 5(2), 7 and 8. `country` is that of the establishment or residence.
    """

    political: bool
    standing: Sponsor.Standing
    name: str
    email: str
    address: str
    country: str
    registration: str = ""
    controller: str = ""
    controller_country: str = ""
    payer: str = ""
    paying: Sponsor.Paying
    funds: Sponsor.Funds
    whence: Sponsor.Whence


@transaction.atomic
def declare(
    *,
    actor: Actor,
    mandate: Mandate,
    declaration: Declaration,
    document_sha256: str,
    signatory: str,
    signed_at: datetime,
) -> Sponsor:
    """Record what the sponsor signed; it takes the place of what was recorded before, whatever day either bears.

    It may forbid what the former one allowed. Alone behind the fence: a slice of messages is on the wire before, or
    sees this. Source: Regulation (EU) 2024/900, article 5(2).

    Raises UserError for a mandate that is over, a field that does not fit, or a company without its number.
    """
    if mandate.state != Mandate.State.LIVE:
        raise UserError("mandate_over", fr="Ce mandat est fini.", en="This mandate is over.")
    made = Sponsor(
        mandate=mandate,
        document_sha256=document_sha256,
        signatory=signatory,
        signed_at=signed_at,
        **asdict(declaration),
    )
    _refuse_half(made)
    fence.close()
    made.save()
    details: dict[str, JSON] = {"political": made.political, "standing": str(made.standing), "country": made.country}
    details |= {"paying": str(made.paying), "control": made.controller_country, "document_sha256": document_sha256}
    record(
        actor=actor,
        action=Action.SPONSOR_DECLARED,
        mandate_id=mandate.pk,
        object_id=made.uid,
        details={**details, "signed_at": signed_at.isoformat()},
    )
    return made


def _refuse_half(sponsor: Sponsor) -> None:
    optional = ["registration", "controller", "controller_country", "payer", "withdrawn_at", "mandate", "uid"]
    try:
        sponsor.full_clean(exclude=optional, validate_unique=False)
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        said = " ".join(reasons)
        raise UserError("field_invalid", fr=f"{field} : {said}", en=f"{field}: {said}") from error
    if sponsor.standing == Sponsor.Standing.COMPANY and not sponsor.registration:
        raise UserError(
            "sponsor_number",
            fr="Une personne morale donne son numéro d’immatriculation.",
            en="A legal person gives its registration number.",
        )
    if bool(sponsor.controller) != bool(sponsor.controller_country):
        raise UserError(
            "sponsor_control",
            fr="Qui contrôle en dernier ressort va avec son pays.",
            en="Whoever is in ultimate control goes with their country.",
        )


@transaction.atomic
def withdraw(*, actor: Actor, sponsor: Sponsor, at: datetime) -> None:
    """Record that the sponsor took a declaration back: without another one nothing leaves any more."""
    fence.close()
    sponsor.withdrawn_at = at
    sponsor.save(update_fields=["withdrawn_at"])
    record(
        actor=actor,
        action=Action.SPONSOR_WITHDRAWN,
        mandate_id=sponsor.mandate_id,
        object_id=sponsor.uid,
        details={"at": at.isoformat()},
    )
