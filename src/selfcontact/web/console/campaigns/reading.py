"""A text read as its author needs it: what it costs at most, what forces the dear alphabet, what each rule answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selfcontact.campaigns.audience import of_campaign, told
from selfcontact.campaigns.checks import Judged
from selfcontact.campaigns.cost import Bound, bound
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.wording import written
from selfcontact.compliance import tariff
from selfcontact.compliance.checklist import Checked
from selfcontact.compliance.verdict import Held, Refused
from selfcontact.lib import marks, template
from selfcontact.lib.errors import UserError
from selfcontact.lib.text import cut, sanitise
from selfcontact.web.console.campaigns import audience
from selfcontact.web.console.registers.words import territory

#: Nobody: what stands for a recipient on the drawn telephone.
SAMPLE = {"first_name": "Camille", "surname": "Exemple", "commune": "Rennes"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One rule and its answer, in words and with its colour."""

    number: str
    sentence: str
    source: str
    state: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Price:
    """What the whole audience costs at most at the public tariff; `None` for too few to say."""

    numbers: int | None
    segments: int
    net_millicents: int | None
    gross_millicents: int | None
    segment_millicents: int


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All that stands beside a text. `error` replaces the rest where the text has no sense."""

    error: str = ""
    bubbles: tuple[str, ...] = ()
    runs: tuple[str | marks.Mark, ...] = ()
    typographic: int = 0
    one_by_one: tuple[marks.Mark, ...] = ()
    as_sent: str = ""
    bound: Bound | None = None
    fields: str = ""
    room: int = 0
    price: Price | None = None
    rules: tuple[Line, ...] = ()
    refused: int = 0
    leaving: tuple[tuple[str, datetime | None], ...] = ()


def read(campaign: Campaign, judged: Judged) -> Reading:
    """Return the reading of a campaign, stored or not, once its rules have answered; raises UserError."""
    chosen = of_campaign(campaign)
    found = list(marks.marks(campaign.text))
    sent = template.parse(sanitise(written(campaign)))
    known = bound(sent, chosen)
    return Reading(
        bubbles=cut(sent.render(SAMPLE)),
        runs=tuple(marks.runs(campaign.text)),
        typographic=sum(mark.kind == "typography" for mark in found),
        one_by_one=tuple(mark for mark in found if mark.kind != "typography"),
        as_sent=sanitise(written(campaign)),
        bound=known,
        fields=", ".join(FIELDS[name]() for name in known.forced_by),
        room=_room(known),
        price=_price(campaign, known, audience.numbers(chosen)),
        rules=tuple(_line(one) for one in judged.checked),
        refused=len(judged.refusals),
        leaving=tuple((str(territory(place.territory)), at) for place, at in judged.leaving.items()),
    )


def refused(error: UserError) -> Reading:
    """Return the reading of a text without sense."""
    return Reading(error=error.text(_language()))


FIELDS = {
    "first_name": lambda: _("prénom"),
    "surname": lambda: _("nom"),
    "commune": lambda: _("commune"),
}


def lines(judged: Judged) -> Iterator[Line]:
    """Yield the rules as a screen says them."""
    return (_line(one) for one in judged.checked)


def _room(known: Bound) -> int:
    """Return how many more units fit in the same number of segments."""
    size = known.worst
    single, part = (160, 152) if size.encoding == "GSM-7" else (70, 66)
    return max(0, (single if size.segments <= 1 else part * size.segments) - size.units)


def _price(campaign: Campaign, known: Bound, numbers: int) -> Price:
    price = tariff.price(campaign.earliest.date())
    units = numbers * known.worst.segments
    known_numbers = told(numbers)
    few = known_numbers is None
    return Price(
        numbers=known_numbers,
        segments=units,
        net_millicents=None if few else price.net_cents(units) * 1000,
        gross_millicents=None if few else price.gross_cents(units) * 1000,
        segment_millicents=price.millicents,
    )


def _line(one: Checked) -> Line:
    verdict = one.verdict
    against = isinstance(verdict, Refused | Held)
    said = verdict if isinstance(verdict, Refused | Held) else one.rule
    state, answer = ("approved", _("respectée")) if not against else ("refused", _("refusée"))
    if isinstance(verdict, Held):
        state, answer = "held", _("en attente d’une décision")
    if against and one.later:
        state, answer = "later", _("plus tard")
    return Line(
        number=one.rule.number,
        sentence=said.en if _language() == "en" else said.fr,
        source=said.source,
        state=state,
        answer=answer,
    )


def _language() -> str:
    return "en" if (get_language() or "fr").startswith("en") else "fr"
