"""Which recording plays: a line's own, and the house's, where a human's comes before the machine's."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from selfcontact.lines.models import Language, Line, Part, Prompt
from selfcontact.lines.words import HOUSE_PARTS

Key = tuple[str, str]
#: What a list of recordings needs; their sound is read when it is played.
LIGHT = ("alaw", "mulaw")


def live_of_house() -> dict[Key, Prompt]:
    """Return the house's recordings that play, by (part, language), without their sound."""
    found = Prompt.objects.filter(line=None, retired_at=None).defer(*LIGHT).order_by("pk")
    return _chosen(found)


def live_of_line(line: Line) -> dict[Key, Prompt]:
    """Return the recordings of a line, by (part, language), without their sound."""
    return _chosen(Prompt.objects.filter(line=line, retired_at=None).defer(*LIGHT).order_by("pk"))


def _chosen(found: Iterable[Prompt]) -> dict[Key, Prompt]:
    chosen: dict[Key, Prompt] = {}
    for prompt in sorted(found, key=lambda one: (one.origin == Prompt.Origin.RECORDED, one.pk)):
        chosen[prompt.part, prompt.language] = prompt
    return chosen


def house_missing(languages: Iterable[str], live: Mapping[Key, Prompt]) -> list[Key]:
    """Return what the house cannot say yet in these languages."""
    return [(str(part), language) for language in languages for part in HOUSE_PARTS if (part, language) not in live]


def of(line: Line | None, part: Part, language: Language) -> QuerySet[Prompt]:
    """Return the recordings of one place that no other has replaced."""
    return Prompt.objects.filter(line=line, part=part, language=language, retired_at=None)
