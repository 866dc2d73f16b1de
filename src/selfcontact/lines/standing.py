"""The facts of a line as its rules take them, and what the rules say now."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from selfcontact.compliance import line as rules
from selfcontact.compliance.elections import election
from selfcontact.compliance.mandate import Mandate
from selfcontact.compliance.route import Route
from selfcontact.compliance.silence import silence_windows
from selfcontact.compliance.verdict import Allowed, Held, Refused, Verdict
from selfcontact.compliance.window import Window
from selfcontact.geo import areas, territories
from selfcontact.lib import landline
from selfcontact.lib.errors import UserError
from selfcontact.lines.models import Line, LineApproval, Trunk
from selfcontact.mandates.models import Instruction
from selfcontact.mandates.models import Mandate as StoredMandate


def facts(line: Line) -> rules.Line:
    """Return the facts of a line; reads its approval and its mandate's instructions."""
    return facts_of([line])[0]


def facts_of(lines: Sequence[Line]) -> list[rules.Line]:
    """Return the facts of lines read with their mandates and trunks, in two queries for all of them."""
    approvals = LineApproval.objects.filter(line__in=lines, voided_at=None)
    signed = set(approvals.values_list("line_id", "content_sha256"))
    orders = Instruction.objects.filter(
        mandate__in={line.mandate_id for line in lines}, kind=Instruction.Kind.CAMPAIGNS, withdrawn_at=None
    )
    instructed = set(orders.values_list("mandate_id", flat=True))
    return [
        _facts(
            line,
            approved=line.content_sha256 if (line.pk, line.content_sha256) in signed else None,
            instructed=line.mandate_id in instructed,
        )
        for line in lines
    ]


def _facts(line: Line, *, approved: str | None, instructed: bool) -> rules.Line:
    mandate = line.mandate
    return rules.Line(
        digits=landline.national(line.number),
        mandate=Mandate(
            live=mandate.state == StoredMandate.State.LIVE,
            opens_on=mandate.opens_on,
            ends_on=mandate.ends_on,
            instructed=instructed,
        ),
        election=election(mandate.election),
        trunk=trunk_facts(line.trunk),
        content_sha256=line.content_sha256,
        approved_sha256=approved,
        published=line.state == Line.State.PUBLISHED,
        opens_at=line.opens_at,
        closes_at=line.closes_at,
    )


def trunk_facts(trunk: Trunk) -> Route:
    """Return what the rule of subprocessors needs to know of a trunk."""
    operator = trunk.subprocessor
    return Route(
        simulated=trunk.simulated,
        enabled=trunk.enabled,
        country=operator.country,
        vetted_on=operator.vetted_on,
        vetted_until=operator.vetting_expires_on,
        suspended=operator.suspended_on is not None,
        short_code="",
        sender_names=frozenset(),
    )


def silences(line: Line) -> tuple[Window, ...]:
    """Return when the line is silent: the union over the territories of its mandate (EL-06, EL-07, EL-10)."""
    return silence_windows(election(line.mandate.election), _territories(tuple(line.mandate.area)))


@lru_cache(maxsize=256)
def _territories(area: tuple[str, ...]) -> frozenset[str]:
    return frozenset(territories.territory(code) for code in areas.parse(list(area)).communes)


def silent(windows: tuple[Window, ...], at: datetime) -> bool:
    """Tell whether an instant lies in a silence."""
    return any(at in window for window in windows)


def demand(verdict: Verdict) -> None:
    """Raise UserError with the rule, unless it allows."""
    if isinstance(verdict, Refused | Held):
        raise UserError(
            f"rule_{verdict.rule}",
            fr=f"Règle {verdict.rule} : {verdict.fr} ({verdict.source})",
            en=f"Rule {verdict.rule}: {verdict.en} ({verdict.source})",
        )


def answered(line: Line, at: datetime) -> bool:
    """Tell whether a call would be answered at that instant."""
    return isinstance(rules.check(facts(line), at), Allowed)
