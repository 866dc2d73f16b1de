"""Whether a route may carry a message now, and what will stop it soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selfcontact.campaigns.models import ParkedReceipt
from selfcontact.compliance import route as rule
from selfcontact.compliance.verdict import Allowed
from selfcontact.subprocessors.models import Route
from selfcontact.subprocessors.standing import facts

#: A review that ends within this time is worth a word today.
SOON = timedelta(days=30)
#: Receipts without a message are counted up to here: more is bad enough.
MANY = 1000


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One thing that was looked at: `state` colours its badge."""

    title: str
    state: str
    label: str
    text: str = ""


def health(route: Route, now: datetime) -> tuple[Sign, ...]:
    """Return the signs of a route, in one query."""
    return (_may_send(route, now), *_review(route, now), _receipts(route))


def warnings(route: Route, now: datetime) -> tuple[Sign, ...]:
    """Return what is wrong or soon will be, without a query; nothing for a route that is well."""
    return tuple(sign for sign in (_may_send(route, now), *_review(route, now)) if sign.state != "done")


def _may_send(route: Route, now: datetime) -> Sign:
    verdict = rule.check(facts(route), now.date())
    title = _("Peut porter un message")
    if isinstance(verdict, Allowed):
        return Sign(title=title, state="done", label=_("oui"))
    said = verdict.en if (get_language() or "fr").startswith("en") else verdict.fr
    return Sign(title=title, state="refused", label=_("non"), text=f"{said} ({verdict.rule}, {verdict.source})")


def _review(route: Route, now: datetime) -> Iterator[Sign]:
    until = route.subprocessor.vetting_expires_on
    if until is not None and until - SOON <= now.date():
        over = until < now.date()
        yield Sign(
            title=_("Examen de l’opérateur"),
            state="expired" if over else "waiting",
            label=_("expiré") if over else _("expire bientôt"),
            text=_("Valable jusqu’au %(day)s.") % {"day": date_format(until, "j F Y")},
        )


def _receipts(route: Route) -> Sign:
    title = _("Accusés sans message connu")
    count = ParkedReceipt.objects.filter(route=route)[:MANY].count()
    if count == 0:
        return Sign(title=title, state="done", label=_("aucun"))
    label = _("%(count)d ou plus") % {"count": MANY} if count == MANY else str(count)
    text = _("Ils attendent que le message auquel ils répondent soit écrit ; s’ils restent, l’opérateur se trompe.")
    return Sign(title=title, state="waiting", label=label, text=text)
