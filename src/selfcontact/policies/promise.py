"""What every page of the public site says of the policy: the version in force, and what changed of late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from selfcontact.policies import rules
from selfcontact.policies.models import Version

#: For so long after it came into force a version that weighs is announced on every page.
NEWS = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """`binding`: the version in force, None before the first; `news`: those that weigh, to come or new."""

    binding: Version | None
    news: Sequence[Version]


def promise(day: date) -> Promise:
    """Return what binds on that day and what is told of it; one question, without the texts."""
    found = list(Version.objects.order_by("number").defer("french", "english", "grounds"))
    begun = [one.in_force_on for one in found]
    place, ends = rules.binding(begun, day), rules.last_days(begun)
    news = [one for one, end in zip(found, ends, strict=True) if _new(one, end, day)]
    return Promise(binding=None if place is None else found[place], news=news)


def _new(version: Version, end: date | None, day: date) -> bool:
    return version.substantial and end != version.in_force_on and day < version.in_force_on + NEWS
