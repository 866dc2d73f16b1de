"""The facts of a line as its rules take them, and what the rules say now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from selfcontact.compliance import line as rules
from selfcontact.compliance.elections import election
from selfcontact.compliance.mandate import Mandate
from selfcontact.compliance.route import Route
from selfcontact.compliance.silence import silence_windows
from selfcontact.compliance.sponsor import Sponsor
from selfcontact.compliance.verdict import Allowed, Held, Refused, Verdict
from selfcontact.compliance.window import Window
from selfcontact.geo import areas, territories
from selfcontact.lib import landline
from selfcontact.lib.errors import UserError
from selfcontact.lines.models import Line, LineApproval, Trunk
from selfcontact.mandates.models import Instruction
from selfcontact.mandates.models import Mandate as StoredMandate
from selfcontact.mandates.models import Sponsor as DeclaredSponsor

#: What the rules look at of what a sponsor declared.
LOOKED_AT = ("mandate_id", "political", "standing", "country", "controller_country", "paying")


def facts(line: Line) -> rules.Line:
    """Return the facts of a line; reads its approval, its mandate's instructions and what the sponsor declared."""
    return facts_of([line])[0]


def facts_of(lines: Sequence[Line]) -> list[rules.Line]:
    """Return the facts of lines read with their mandates and trunks, in three queries for all of them."""
    approvals = LineApproval.objects.filter(line__in=lines, voided_at=None)
    signed = set(approvals.values_list("line_id", "content_sha256"))
    agreed = _agreed({line.mandate_id for line in lines})
    return [_facts(line, agreed[line.mandate_id], approved=(line.pk, line.content_sha256) in signed) for line in lines]


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What was signed for a mandate and not withdrawn, as the rules of a campaign take it too."""

    instructed: bool
    assessed_on: date | None
    sponsor: Sponsor | None


def _agreed(mandates: set[int]) -> dict[int, Agreed]:
    orders = Instruction.objects.filter(mandate__in=mandates, withdrawn_at=None)
    signed: dict[tuple[int, str], date] = {}
    # The last one counts: they come in the order of their signatures.
    for mandate_id, kind, at in orders.order_by("signed_at").values_list("mandate_id", "kind", "signed_at"):
        signed[mandate_id, kind] = at.date()
    declared = DeclaredSponsor.objects.filter(mandate__in=mandates, withdrawn_at=None).order_by("signed_at", "pk")
    # The process that answers may not read who the sponsor is.
    sponsors = {one.mandate_id: _sponsor(one) for one in declared.only(*LOOKED_AT)}
    return {
        mandate: Agreed(
            instructed=(mandate, Instruction.Kind.CAMPAIGNS) in signed,
            assessed_on=signed.get((mandate, Instruction.Kind.ASSESSMENT)),
            sponsor=sponsors.get(mandate),
        )
        for mandate in mandates
    }


def _sponsor(declared: DeclaredSponsor) -> Sponsor:
    return Sponsor(
        political=declared.political,
        standing=declared.standing,
        country=declared.country,
        control_country=declared.controller_country,
        paying=declared.paying,
    )


def _facts(line: Line, agreed: Agreed, *, approved: bool) -> rules.Line:
    mandate = line.mandate
    return rules.Line(
        digits=landline.national(line.number),
        mandate=Mandate(
            live=mandate.state == StoredMandate.State.LIVE,
            opens_on=mandate.opens_on,
            ends_on=mandate.ends_on,
            instructed=agreed.instructed,
            assessed_on=agreed.assessed_on,
        ),
        election=election(mandate.election),
        trunk=trunk_facts(line.trunk),
        content_sha256=line.content_sha256,
        approved_sha256=line.content_sha256 if approved else None,
        published=line.state == Line.State.PUBLISHED,
        opens_at=line.opens_at,
        closes_at=line.closes_at,
        sponsor=agreed.sponsor,
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
