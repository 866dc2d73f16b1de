"""What is published of a campaign: cut when it starts, totals as it runs, tables at its end, behaviours once a day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from selfcontact.campaigns.audience import count, follows_answers, of_campaign, select
from selfcontact.campaigns.models import Campaign
from selfcontact.compliance import tariff
from selfcontact.figures import audiences, counting, layout, tables, totals
from selfcontact.figures.counting import Totals
from selfcontact.figures.models import CampaignSheet, Cell, Partition, Release
from selfcontact.figures.overlap import Population
from selfcontact.figures.rules import RULES, Offset, moved_enough, passes, rounded
from selfcontact.figures.tables import Figure
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.vault import open_vault


def offset(mandate_id: int, generation: int) -> Offset:
    """Return the rounding of a mandate, which its keys decide; raises `KeysDestroyedError` after its end."""
    keys = open_vault().keys.open(mandate_id, generation)
    return lambda label: int.from_bytes(keys.scatter(label)[:8], "big")


@transaction.atomic
def announce(*, actor: Actor, campaign: Campaign, numbers: int, at: datetime) -> int | None:
    """Return the size of a campaign's audience as its candidate may be told, None for a small one.

    An audience that differs by a handful from one of which something was shown is given that one's rounding. One that
    hangs on what people answered to an invitation is a behaviour.
    """
    mandate = campaign.mandate
    chosen = select(mandate, campaign.area, campaign.age_from, campaign.age_to)
    audience = audiences.announce(chosen, Population(counting.population(mandate.pk)), at)
    chosen_by_answers = follows_answers(campaign) and of_campaign(campaign).reach != "everyone"
    if chosen_by_answers and not passes(numbers, count(chosen), RULES.behaviour):
        return None
    return totals.shown(numbers, f"{audience.family}|selected", offset(mandate.pk, mandate.generation))


@transaction.atomic
def open_figures(*, actor: Actor, campaign: Campaign, sheet: CampaignSheet, at: datetime) -> Partition:
    """Freeze how the figures of a campaign that has started are cut, and publish whom it was for."""
    mandate = campaign.mandate
    population = Population(counting.population(mandate.pk))
    chosen = select(mandate, campaign.area, campaign.age_from, campaign.age_to)
    audience = audiences.announce(chosen, population, at)
    people = counting.people(campaign, "selected")
    known = layout.published(mandate.pk, audience)
    cut, kept = layout.choose(audience, people, known, population, answering=follows_answers(campaign))
    partition = Partition.objects.create(
        campaign=campaign,
        audience=audience,
        generation=mandate.generation,
        tree=cut.root.as_json(),
        tables={name: table.as_json() for name, table in kept.items()},
        opened_at=at,
    )
    found = list(tables.volumes(cut, people, list(kept)))
    details: dict[str, JSON] = {"tables": sorted(kept), "near": audience.near}
    record(actor=actor, action=Action.FIGURES_OPENED, mandate_id=mandate.pk, object_id=campaign.uid, details=details)
    _release(actor, partition, sheet, Release.Kind.START, {"selected": found}, at)
    return partition


@transaction.atomic
def publish_totals(
    *, actor: Actor, partition: Partition, sheet: CampaignSheet, exact: Totals, at: datetime
) -> CampaignSheet:
    """Write the totals of a campaign and what is due for it, as they may be shown at that instant.

    No ledger entry: the rules that these figures passed were recorded when they were opened.
    """
    campaign = partition.campaign
    group = totals.together(partition)
    figures = exact if len(group) == 1 else totals.exact(group)
    by = offset(campaign.mandate_id, partition.generation)
    sheet.totals = dict(totals.published(partition, figures, by, ended=campaign.ended_at is not None))
    sheet.totals_at = at
    day = (campaign.started_at or campaign.earliest).date()
    sheet.lots = tariff.price(day).lots(counting.segments(campaign))
    sheet.save(update_fields=["totals", "totals_at", "lots"])
    return sheet


@transaction.atomic
def close_figures(*, actor: Actor, partition: Partition, sheet: CampaignSheet, at: datetime) -> Release | None:
    """Publish what became of the messages, by place, age and day, once the campaign is over; only once."""
    campaign = partition.campaign
    found: dict[str, list[Figure]] = {}
    if partition.tables:
        cut = layout.restored(partition)
        everyone = counting.people(campaign, "selected")
        delivered = tables.attribute(cut, everyone, counting.people(campaign, "delivered"), RULES.volume)
        # The total is live elsewhere: a second one, a little older, would only be compared with it.
        found["delivered"] = [figure for figure in delivered if figure.table != "total"]
        found["handed_over"] = list(tables.by_day(cut, counting.days(campaign), RULES.volume))
    partition.closed_at = at
    partition.save(update_fields=["closed_at"])
    return _release(actor, partition, sheet, Release.Kind.FINAL, found, at)


@transaction.atomic
def take_snapshot(
    *, actor: Actor, partition: Partition, sheet: CampaignSheet, day: date, at: datetime
) -> Release | None:
    """Publish how many answered STOP, when a crowd has since it was last published."""
    partition.snapshot_on = day
    partition.save(update_fields=["snapshot_on"])
    campaign = partition.campaign
    cut = layout.restored(partition)
    everyone, stops = counting.people(campaign, "selected"), counting.people(campaign, "stop")
    before = partition.behaviour
    if not passes(stops.total(), everyone.total(), RULES.behaviour):
        return None
    if not moved_enough(stops.total(), int(before.get("total", 0)), RULES.behaviour):
        return None
    found = list(_behaviours(cut, everyone, stops, before)) if partition.tables else []
    found.append(Figure(table="total", part=cut.root, band=cut.band, count=stops.total()))
    partition.behaviour = before | {"total": stops.total()} | _remembered(found)
    partition.save(update_fields=["behaviour"])
    return _release(actor, partition, sheet, Release.Kind.SNAPSHOT, {"stop": found}, at)


def _behaviours(
    cut: tables.Cut, everyone: counting.People, stops: counting.People, before: Mapping[str, Mapping[str, int]]
) -> Iterable[Figure]:
    """Yield the tables by place and by age that may be published again, each of them whole or not at all.

    A table keeps the cells it had when it was first published.
    """
    first = [f for f in tables.attribute(cut, everyone, stops, RULES.behaviour) if f.table != "total"]
    for name in ("area", "age"):
        known = before.get(name)
        if known is None:
            yield from (figure for figure in first if figure.table == name)
            continue
        found = tables.again(cut, known, everyone, stops, RULES.behaviour)
        if all(moved_enough(f.count, known[f.label], RULES.behaviour) for f in found):
            yield from found


def _remembered(found: Iterable[Figure]) -> dict[str, dict[str, int]]:
    kept: dict[str, dict[str, int]] = {}
    for figure in found:
        if figure.table != "total":
            kept.setdefault(figure.table, {})[figure.label] = figure.count
    return kept


def _release(
    actor: Actor,
    partition: Partition,
    sheet: CampaignSheet,
    kind: Release.Kind,
    found: Mapping[str, list[Figure]],
    at: datetime,
) -> Release | None:
    if not any(found.values()):
        return None
    by = offset(partition.campaign.mandate_id, partition.generation)
    parameters: dict[str, JSON] = {
        "volume": RULES.volume,
        "behaviour": RULES.behaviour,
        "base": RULES.base,
        "figures": {measure: len(cells) for measure, cells in found.items()},
    }
    release = Release.objects.create(campaign=sheet, kind=kind, at=at, parameters=parameters)
    cells = [
        _cell(release, measure, figure, f"{partition.audience.family}|{_series(partition, measure)}|{figure.label}", by)
        for measure, figures in found.items()
        for figure in figures
    ]
    Cell.objects.bulk_create(cells, batch_size=1000)
    record(
        actor=actor,
        action=Action.FIGURES_RELEASED,
        mandate_id=partition.campaign.mandate_id,
        object_id=release.uid,
        details={"campaign": str(partition.campaign.uid), "kind": str(kind), **parameters},
    )
    return release


def _series(partition: Partition, measure: str) -> str:
    """Return what a rounding is common to: each campaign to an audience selected the same people."""
    return measure if measure == "selected" else f"{measure}:{partition.campaign.uid}"


def _cell(release: Release, measure: str, figure: Figure, label: str, by: Offset) -> Cell:
    days = figure.days or (None, None)
    return Cell(
        release=release,
        table=figure.table,
        measure=measure,
        place_kind=figure.part.kind,
        place_code=figure.part.code,
        place=figure.part.name,
        communes=len(figure.part.communes),
        age_from=figure.band[0],
        age_to=figure.band[1],
        day_from=days[0],
        day_to=days[1],
        value=rounded(figure.count, label, by, RULES.base),
    )
