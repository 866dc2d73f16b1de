"""Requests of people whose month is passing."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selfcontact.compliance.deadline import Pressure
from selfcontact.requests.models import Request
from selfcontact.requests.queue import QUESTION_DAYS, Standing, open_requests, standing
from selfcontact.requests.states import UNANSWERED
from selfcontact.web.console.home.need import DPO, MOST, Need
from selfcontact.web.console.registers.pages import address


def requests(now: datetime) -> Iterator[Need]:
    """Yield those at half of their time, three quarters, five days, or late; and questions that nobody answers."""
    # Twice as many as are shown: those that are calm or paused stand among them.
    for one in open_requests().filter(state__in=UNANSWERED)[: 2 * MOST]:
        found = standing(one, now)
        if found.paused_days is not None and found.paused_days >= QUESTION_DAYS:
            yield _need(one, _("sa question d’identité attend depuis %(days)d jours") % {"days": found.paused_days})
        elif found.paused_days is None and found.pressure != Pressure.CALM:
            yield _need(one, _said(found), bad=found.pressure >= Pressure.FIVE_DAYS)


def _said(found: Standing) -> str:
    if found.pressure == Pressure.LATE:
        return _("le délai est passé")
    if found.pressure == Pressure.FIVE_DAYS:
        return _("plus que %(days)d jours") % {"days": found.left}
    return (
        _("les trois quarts du délai sont passés")
        if found.pressure == Pressure.THREE_QUARTERS
        else _("la moitié du délai est passée")
    )


def _need(one: Request, said: str, *, bad: bool = False) -> Need:
    day = date_format(one.due_on, "j F Y")
    return Need(
        title=_("Demande %(reference)s : %(said)s") % {"reference": one.reference, "said": said},
        text=_("Réponse due le %(day)s.") % {"day": day},
        level="bad" if bad else "warn",
        roles=DPO,
        url=address("request_show", one.reference),
    )
