"""How a campaign's text names a line: its number and, beside it, what a call costs."""

from dataclasses import dataclass
from datetime import datetime

from selfcontact.compliance.line import SAID
from selfcontact.compliance.numbers import price_class
from selfcontact.lib import landline
from selfcontact.lines.models import Line
from selfcontact.mandates.models import Mandate


@dataclass(frozen=True, kw_only=True)
class Naming:
    """Words to put in a text, and whether the line is on the air."""

    words: str
    answers: bool


def in_texts(mandate: Mandate, at: datetime) -> list[Naming]:
    """Return how the lines of a mandate are named, those that are over left out."""
    found = Line.objects.filter(mandate=mandate, closes_at__gt=at).exclude(state=Line.State.RETIRED)
    return [
        Naming(words=named(line, at), answers=line.state == Line.State.PUBLISHED)
        for line in found.order_by("opens_at", "reference")
    ]


def named(line: Line, at: datetime) -> str:
    """Return the number as it is written, with the price of a call."""
    price = price_class(landline.national(line.number), at.date())
    return f"{landline.written(line.number)} ({SAID.get(price, '')})"
