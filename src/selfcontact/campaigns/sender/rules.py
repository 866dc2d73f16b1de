"""The facts of a slice, put to the rules; a verdict is kept as the number of its rule."""

from datetime import datetime, timedelta
from functools import cache, lru_cache

from selfcontact.campaigns import named
from selfcontact.campaigns.freeze import overseas
from selfcontact.campaigns.sender.claim import Group, Person
from selfcontact.campaigns.sender.facts import Facts
from selfcontact.compliance import gate, proof, renewal, sponsor, targeting
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.elections import election
from selfcontact.compliance.hours import Own
from selfcontact.compliance.mandate import Mandate
from selfcontact.compliance.places import places
from selfcontact.compliance.route import Route
from selfcontact.compliance.validity import Validity
from selfcontact.compliance.verdict import Refused
from selfcontact.geo import areas
from selfcontact.lib.template import fill_in, parse

#: The contact, its delivery or its provider is gone since the audience was frozen.
WITHDRAWN = "CN-02"
RUNNING = "running"
INVITATION = "invitation"
PARIS = ("metropole", "Europe/Paris")


def validity(facts: Facts, group: Group, at: datetime) -> timedelta | str:
    """Return how long a message of this group may live if it leaves at `at`, or the rule that withholds it."""
    if facts.state != RUNNING:
        return facts.state
    verdict = gate.check_block(gate_campaign(facts), places(group.territory, None, group.dial), at)
    if isinstance(verdict, Validity):
        return timedelta(seconds=verdict.seconds(at))
    return verdict.rule


def person(facts: Facts, group: Group, one: Person, at: datetime) -> str:
    """Return the rule that refuses a message to this person, or nothing; the opposition list is another matter."""
    if one.sealed is None:
        return WITHDRAWN
    if rule := source(facts, one.delivery_id):
        return rule
    if _moved(group, one):
        return WITHDRAWN
    if stale := renewal.check(one.consented_on, renewal.since(facts.asked_again, day_of(at))):
        return stale.rule
    minimum = gate.voting_age(election(facts.election))
    refusal = gate.check_person(years=one.age, opposed=False, restricted=bool(one.restricted), minimum_age=minimum)
    return refusal.rule if refusal else ""


def source(facts: Facts, delivery_id: int) -> str:
    """Return the rule that withholds everyone of a delivery, or nothing: published and proven, its provider stands."""
    verdict = proof.check(
        unproven=delivery_id in facts.unproven,
        suspended=delivery_id in facts.suspended,
        lacking=delivery_id in facts.lacking,
    )
    if isinstance(verdict, Refused):
        return verdict.rule
    return "" if delivery_id in facts.deliveries else WITHDRAWN


def _moved(group: Group, one: Person) -> bool:
    """Tell whether an address was corrected to another clock: the hours of the group are not theirs any more."""
    return _clocks().get(one.commune or "", PARIS) != (group.territory, group.zone)


@cache
def _clocks() -> dict[str, tuple[str, str]]:
    """Return territory and zone of the communes that do not live on the clock of Paris, as the freeze sees them."""
    codes, of, zones = overseas().values()
    return dict(zip(codes, zip(of, zones, strict=True), strict=True))


def gate_campaign(facts: Facts) -> gate.Campaign:
    """Return the facts as the rules take them."""
    return gate.Campaign(
        mandate=Mandate(
            live=facts.mandate_state == "live",
            opens_on=facts.opens_on,
            ends_on=facts.ends_on,
            instructed=facts.instructed_at is not None,
            assessed_on=day_of(facts.assessed_at) if facts.assessed_at else None,
        ),
        election=election(facts.election),
        route=_route(facts),
        names=tuple(name for name in (facts.candidate, *facts.aliases, facts.party) if name),
        text=parse(fill_in(facts.text, facts.notice)).literal,
        notice=facts.notice,
        sender=facts.sender_name,
        content_sha256=facts.content_sha256,
        approved_sha256=facts.approved_sha256,
        earliest=facts.earliest,
        latest=facts.latest,
        # One synthetic delivery is enough: nothing of this mandate leaves through a real carrier.
        synthetic=facts.synthetic,
        lines=named.read(facts.named),
        decided=frozenset(facts.decided),
        cleared=facts.cleared,
        signed_at=facts.signed_at,
        sponsor=sponsor.read(facts.sponsor),
        noticed=facts.noticed,
        invitation=facts.kind == INVITATION,
        targeted=_targeted(tuple(facts.mandate_area), tuple(facts.area), facts.age_from, facts.age_to),
    )


@lru_cache(maxsize=256)
def _targeted(offered: tuple[str, ...], wanted: tuple[str, ...], age_from: int, age_to: int) -> bool:
    inside = areas.parse(offered).communes
    return targeting.targets(
        offered=inside, wanted=areas.parse(wanted or offered).communes, age_from=age_from, age_to=age_to
    )


def _route(facts: Facts) -> Route:
    return Route(
        simulated=facts.route_kind == "simulated",
        enabled=facts.route_enabled,
        country=facts.country,
        vetted_on=facts.vetted_on,
        vetted_until=facts.vetting_expires_on,
        suspended=facts.suspended_on is not None,
        short_code=facts.stop_code,
        sender_names=frozenset(facts.sender_names),
        hours=Own(opens=facts.route_opens_at, closes=facts.route_closes_at, rests=facts.route_rests),
    )
