"""selfcontact contact"""

from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.find import find as named
from selfcontact.cli.output import JsonOption, listing, show
from selfcontact.cli.work import clock
from selfcontact.contacts import actions
from selfcontact.contacts.finding import Found
from selfcontact.lib import phone
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate

contact = typer.Typer(no_args_is_help=True, help="Droits des personnes : trouver, mettre de côté, effacer.")

# Asked for, not given as an argument: the list of processes and the shell's history would keep it.
NumberOption = Annotated[str, typer.Option("--number", prompt="Numéro", hide_input=True, help="Demandé si absent.")]
MandateOption = Annotated[str, typer.Option()]


@contact.command("find")
def find(reason: Annotated[str, typer.Option()], number: NumberOption, as_json: JsonOption = False) -> None:
    """Trouver une personne dans les mandats en cours ; le journal dit qui a regardé et pourquoi."""
    found = actions.find(actor=terminal_actor(), number=_e164(number), reason=reason)
    listing((_shown(one) for one in found), as_json=as_json)


@contact.command("restrict")
def restrict(mandate: MandateOption, number: NumberOption, as_json: JsonOption = False) -> None:
    """Mettre une personne de côté : aucune campagne ne lui écrit."""
    count = actions.restrict(actor=terminal_actor(), mandate=named(Mandate, mandate), number=_e164(number))
    show({"restricted": count}, as_json=as_json)


@contact.command("release")
def release(mandate: MandateOption, number: NumberOption, as_json: JsonOption = False) -> None:
    """Finir une mise de côté."""
    count = actions.release(actor=terminal_actor(), mandate=named(Mandate, mandate), number=_e164(number))
    show({"released": count}, as_json=as_json)


@contact.command("erase")
def erase(mandate: MandateOption, number: NumberOption, as_json: JsonOption = False) -> None:
    """Effacer une personne ; aucun nouveau fichier ne la ramène."""
    count = actions.erase(actor=terminal_actor(), mandate=named(Mandate, mandate), number=_e164(number), clock=clock())
    show({"erased": count}, as_json=as_json)


def _e164(number: str) -> int:
    read = phone.parse(number, fiction=True)
    if isinstance(read, phone.Refusal):
        raise UserError(read.code, fr="Ce n’est pas un numéro de mobile français.", en="Not a French mobile number.")
    return read.e164


def _shown(one: Found) -> dict[str, object]:
    return {
        "mandate": one.mandate_id,
        "surname": one.payload.surname,
        "first_name": one.payload.first_name,
        "address": one.payload.address,
        "postcode": one.postcode,
        "commune": one.commune,
        "age": one.age,
        "number": f"+{one.payload.e164}",
        "form": one.form_id,
        "consented_on": one.consented_on,
        "restricted": one.restricted,
    }
