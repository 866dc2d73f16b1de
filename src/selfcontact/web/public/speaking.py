"""On whose behalf we write at this moment."""

from dataclasses import dataclass

from selfcontact.mandates.models import Speaking
from selfcontact.web.console.registers.words import election
from selfcontact.web.public.days import today


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """A candidate, and for which elections."""

    candidate: str
    name: str
    elections: str


def speakers() -> list[Speaker]:
    """Return the candidates whose mandate has begun, in the order of their names; one question to the database."""
    found: dict[tuple[str, str], list[str]] = {}
    begun = Speaking.objects.filter(opens_on__lte=today()).order_by("name", "candidate", "election")
    for candidate, name, code in begun.values_list("candidate", "name", "election"):
        found.setdefault((str(candidate), name), []).append(election(code))
    return [
        Speaker(candidate=candidate, name=name, elections=" · ".join(said)) for (candidate, name), said in found.items()
    ]
