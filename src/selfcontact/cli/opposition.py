"""selfcontact opposition"""

from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, show
from selfcontact.lib import phone
from selfcontact.lib.clock import SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Candidate
from selfcontact.opposition import actions
from selfcontact.opposition.models import Entry

opposition = typer.Typer(no_args_is_help=True, help="Liste d’opposition.")


def _number() -> int:
    """Ask for the number instead of taking an argument: the process list must not show it."""
    typed = typer.prompt("Numéro", hide_input=True)
    parsed = phone.parse(typed, fiction=True)
    if isinstance(parsed, phone.Refusal):
        raise UserError("phone", fr="Ce n’est pas un numéro français.", en="This is not a French number.")
    return parsed.e164


def _candidate_id(reference: str | None) -> int | None:
    return find(Candidate, reference).pk if reference else None


CandidateOption = Annotated[str | None, typer.Option(help="Pour ce candidat seulement ; sinon partout.")]


@opposition.command("add")
def add(
    channel: Annotated[Entry.Channel, typer.Option()] = Entry.Channel.STAFF,
    candidate: CandidateOption = None,
    as_json: JsonOption = False,
) -> None:
    """Inscrire un numéro (demandé, jamais en argument) ; effet avant le message suivant."""
    today = SystemClock().now().date()
    result = actions.oppose(
        actor=terminal_actor(), number=_number(), channel=channel, on=today, candidate_id=_candidate_id(candidate)
    )
    show({"recorded": True, "new": result.new}, as_json=as_json)


@opposition.command("check")
def check(candidate: CandidateOption = None, as_json: JsonOption = False) -> None:
    """Dire si un numéro (demandé) est inscrit."""
    number, where = _number(), _candidate_id(candidate)
    kinds = actions.check(actor=terminal_actor(), number=number, candidate_id=where)
    show({"listed": bool(kinds), "kinds": kinds}, as_json=as_json)


@opposition.command("count")
def count(as_json: JsonOption = False) -> None:
    """Compter les inscriptions."""
    kinds = {kind.value: Entry.objects.filter(kind=kind).count() for kind in Entry.Kind}
    show(dict(kinds), as_json=as_json)
