"""The live totals of a campaign, as they may be shown."""

from collections.abc import Mapping

from selfcontact.figures import counting
from selfcontact.figures.counting import Totals
from selfcontact.figures.models import Partition
from selfcontact.figures.rules import RULES, Offset, merged, passes, rounded


def shown(count: int, label: str, by: Offset) -> int | None:
    """Return a volume as it may be published: rounded, or nothing when it is small."""
    return rounded(count, label, by, RULES.base) if count >= RULES.volume else None


def together(partition: Partition) -> list[Partition]:
    """Return the campaigns whose totals are published as one: its own, unless its audience is near another's."""
    if not partition.audience.near:
        return [partition]
    family = Partition.objects.filter(audience__family=partition.audience.family, pk__lte=partition.pk)
    return list(family.select_related("campaign", "audience").order_by("pk"))


def exact(partitions: list[Partition]) -> Totals:
    """Return the exact totals of campaigns taken together."""
    found = Totals()
    for partition in partitions:
        found = found.plus(counting.totals(partition.campaign))
    return found


def published(partition: Partition, figures: Totals, by: Offset, *, ended: bool) -> Mapping[str, object]:
    """Return the totals as they may be shown: rounded, and None where they are small.

    Who was set aside (opposed, refused, too late) is a behaviour, shown after the end alone.
    """
    family, own = partition.audience.family, f"{partition.audience.family}|{partition.campaign.uid}"
    aside = ended and passes(figures.not_sent, figures.selected, RULES.behaviour)
    return {
        # The same people have the same figure in every campaign: it cannot be averaged.
        "selected": shown(figures.selected, f"{own if partition.audience.near else family}|selected", by),
        "handed_over": shown(figures.handed_over, f"{own}|handed_over", by),
        "delivered": shown(figures.delivered, f"{own}|delivered", by),
        "unknown": shown(figures.unknown, f"{own}|unknown", by),
        "failed": [
            {"causes": list(group), "value": rounded(count, f"{own}|{'+'.join(group)}", by, RULES.base)}
            for group, count in merged(dict(figures.failed), RULES.volume)
        ],
        "not_sent": rounded(figures.not_sent, f"{own}|not_sent", by, RULES.base) if aside else None,
    }
