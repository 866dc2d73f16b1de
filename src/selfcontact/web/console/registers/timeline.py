"""The life of a mandate in order: what happened, what is planned, and what the law forbids meanwhile. No query here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selfcontact.campaigns.models import Campaign
from selfcontact.certificates.models import Certificate
from selfcontact.compliance.elections import Election
from selfcontact.compliance.places import zones
from selfcontact.compliance.silence import silence_windows
from selfcontact.compliance.window import Window
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Instruction, Mandate, Sponsor
from selfcontact.web.console.registers import words
from selfcontact.web.templatetags.web import number

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a timeline is made of; `territories` are those of the mandate's area."""

    mandate: Mandate
    election: Election
    territories: frozenset[str]
    instructions: Sequence[Instruction] = ()
    deliveries: Sequence[Delivery] = ()
    campaigns: Sequence[Campaign] = ()
    certificate: Certificate | None = None
    sponsor: Sponsor | None = None
    #: Keys of the published deliveries that lack evidence of consent.
    lacking: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing of the timeline; `kind` and `reference` tell what it is about, `state` how it stands."""

    at: datetime
    kind: str
    title: str
    text: str = ""
    until: datetime | None = None
    reference: str = ""
    state: str = ""
    label: str = ""
    #: The instant is only a day: it is shown without a time.
    whole_day: bool = False


def timeline(facts: Facts) -> tuple[Event, ...]:
    """Return every event in the order of time; those of one instant in the order in which they make sense."""
    events = [
        _opening(facts.mandate),
        *(event for one in facts.instructions for event in _instruction(one)),
        *(_delivery(one) for one in facts.deliveries),
        *(_campaign(one) for one in facts.campaigns),
        *_silences(facts.election, facts.territories),
        *_end(facts.mandate, facts.certificate),
    ]
    return tuple(sorted(events, key=lambda event: event.at))


def midnight(day: date) -> datetime:
    """Return the start of a day on the clock of Paris."""
    return datetime.combine(day, time(0), tzinfo=PARIS).astimezone(UTC)


def _opening(mandate: Mandate) -> Event:
    return Event(
        at=midnight(mandate.opens_on),
        kind="opening",
        title=_("Ouverture du mandat"),
        text=_("Zone : %(area)s") % {"area": words.area(mandate.area)},
        whole_day=True,
    )


def _instruction(found: Instruction) -> Iterator[Event]:
    kind = str(words.INSTRUCTIONS[found.kind])
    yield Event(
        at=found.signed_at,
        kind="instruction",
        title=_("Instruction signée : %(kind)s") % {"kind": kind},
        text=_("par %(signatory)s") % {"signatory": found.signatory},
        reference=found.reference,
    )
    if found.withdrawn_at:
        title = _("Instruction retirée : %(kind)s") % {"kind": kind}
        yield Event(at=found.withdrawn_at, kind="withdrawal", title=title, reference=found.reference)


def _delivery(found: Delivery) -> Event:
    return Event(
        at=midnight(found.received_on),
        kind="delivery",
        title=_("Livraison %(reference)s") % {"reference": found.reference},
        text=_counted(found.accepted, sum(found.refused.values())),
        reference=found.reference,
        state=found.state,
        label=str(words.DELIVERIES.get(found.state, found.state)),
        whole_day=True,
    )


def _counted(accepted: int, refused: int) -> str:
    taken = ngettext("%(count)s ligne acceptée", "%(count)s lignes acceptées", accepted) % {"count": number(accepted)}
    left = ngettext("%(count)s refusée", "%(count)s refusées", refused) % {"count": number(refused)}
    return f"{taken}, {left}"


def _messages(selected: int) -> str:
    return ngettext("%(count)s message", "%(count)s messages", selected) % {"count": number(selected)}


def _campaign(found: Campaign) -> Event:
    return Event(
        at=found.started_at or found.earliest,
        until=found.ended_at or found.latest,
        kind="campaign",
        title=_("Campagne %(reference)s") % {"reference": found.reference},
        text=_messages(found.selected) if found.selected else "",
        reference=found.reference,
        state=found.state,
        label=str(words.CAMPAIGNS.get(found.state, found.state)),
    )


def _silences(election: Election, territories: frozenset[str]) -> Iterator[Event]:
    """One event for each pair of days that are silent on local clocks, with the territories where they are."""
    together: dict[tuple[date, date], list[tuple[str, Window]]] = {}
    for territory in sorted(territories, key=lambda code: (code != "metropole", code)):
        for window in silence_windows(election, frozenset({territory})):
            together.setdefault(_local_days(window, territory), []).append((territory, window))
    for (eve, last), found in together.items():
        yield _silence(eve, last, found, everywhere=len(found) == len(territories))


def _silence(eve: date, last: date, found: Sequence[tuple[str, Window]], *, everywhere: bool) -> Event:
    said = _("toute la zone du mandat") if everywhere else _territories(code for code, _window in found)
    days = {"eve": date_format(eve, "l j F"), "last": date_format(last, "l j F Y"), "where": said}
    return Event(
        at=min(window.start for _code, window in found),
        until=max(window.end for _code, window in found),
        kind="silence",
        title=_("Silence : aucun message"),
        text=_("du %(eve)s à 0 h au %(last)s à minuit, heure locale ; %(where)s") % days,
    )


def _local_days(window: Window, territory: str) -> tuple[date, date]:
    """Return the first and the last silent day as the people there read them."""
    clocks = zones(territory)
    last = min((window.end - timedelta(seconds=1)).astimezone(clock).date() for clock in clocks)
    return max(window.start.astimezone(clock).date() for clock in clocks), last


def _territories(codes: Iterable[str]) -> str:
    return ", ".join(str(words.territory(code)) for code in codes)


def _end(mandate: Mandate, certificate: Certificate | None) -> Iterator[Event]:
    if mandate.ended_at is None:
        text = _("Les clés sont détruites et les données supprimées quand un administrateur met fin au mandat.")
        title = _("Fin prévue du mandat")
        yield Event(at=midnight(mandate.ends_on), kind="planned-end", title=title, text=text, whole_day=True)
    else:
        title = _("Fin du mandat : clés détruites, données supprimées")
        yield Event(at=mandate.ended_at, kind="end", title=title, state=mandate.state)
    if certificate is not None:
        yield Event(at=certificate.issued_at, kind="certificate", title=_("Certificat d’effacement délivré"))
