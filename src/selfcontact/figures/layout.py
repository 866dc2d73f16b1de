"""Freezes how the figures of a campaign are cut, so that they can stand beside all that its mandate has published."""

from collections.abc import Sequence

from selfcontact.figures import audiences, places
from selfcontact.figures.counting import People
from selfcontact.figures.models import Audience, Partition
from selfcontact.figures.overlap import Population, Table, safe, table_from_json
from selfcontact.figures.places import Part
from selfcontact.figures.rules import RULES
from selfcontact.figures.tables import Cut, cut

#: Levels under the whole audience: region, département, constituency, commune.
DEPTHS = (4, 3, 2, 1)


def published(mandate_id: int, family: Audience) -> list[Table]:
    """Return every table of the mandate that describes an audience, whole audiences included."""
    alike = {one.pk for one in audiences.known(mandate_id) if one.family == family.family}
    found = [audiences.whole(one) for one in audiences.known(mandate_id) if one.pk not in alike]
    for partition in Partition.objects.filter(campaign__mandate_id=mandate_id).order_by("pk"):
        found += [table_from_json(kept) for kept in partition.tables.values()]
    return found


def choose(
    audience: Audience, people: People, known: Sequence[Table], population: Population, *, answering: bool = False
) -> tuple[Cut, dict[str, Table]]:
    """Return the cut of an audience and those of its tables that may be published beside `known`.

    Places are merged upwards, level by level, until no difference with a known figure is a handful of people; a table
    that cannot be saved so is left out, and the whole audience stands alone. So does one of people who were chosen for
    what they answered: by place and age it would tell what was answered there.
    """
    root = places.grow(audience.communes, people.by_commune(), RULES.volume)
    band = (audience.age_from, audience.age_to)
    whole = {"total": audiences.whole(audience)}
    if audience.near or answering or people.total() < RULES.volume:
        return Cut(root=root.pruned(0), band=band), {}
    if not safe(whole["total"], known, population, RULES.volume):
        return Cut(root=root.pruned(0), band=band), whole
    for depth in DEPTHS:
        layout = cut(root.pruned(depth), people, band, RULES.volume)
        kept = _kept(layout, known, population)
        if "area" in kept:
            return layout, kept
    layout = cut(root.pruned(0), people, band, RULES.volume)
    return layout, _kept(layout, known, population)


def _kept(layout: Cut, known: Sequence[Table], population: Population) -> dict[str, Table]:
    kept: dict[str, Table] = {}
    for name, table in layout.tables().items():
        if safe(table, [*known, *kept.values()], population, RULES.volume):
            kept[name] = table
    return kept


def restored(partition: Partition) -> Cut:
    """Return the cut that was frozen, as far as later figures need it."""
    root: Part = places.from_json(partition.tree)
    return Cut(root=root, band=(partition.audience.age_from, partition.audience.age_to))
