"""Alarms of the last days: somebody who opens persons' data again and again."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from selfcontact.ledger.history import Question, read
from selfcontact.ledger.tags import Action
from selfcontact.lib.clock import SystemClock
from selfcontact.web.console.home.need import MOST, WATCHERS, Need
from selfcontact.web.console.registers.history import in_words
from selfcontact.web.console.registers.pages import address
from selfcontact.web.templatetags.web import when

KEPT = timedelta(days=7)


def alarms() -> Iterator[Need]:
    """Yield the alarms, newest first. The ledger bears the machine's time, rehearsal or not."""
    asked = Question(action=Action.DISCLOSURES_REPEATED, since=SystemClock().now() - KEPT)
    for one in in_words(read(asked, limit=MOST).lines):
        yield Need(
            title=_("Consultations répétées de personnes par %(who)s") % {"who": one.actor},
            text=_("Le %(at)s. Demandez pourquoi : chaque raison est au journal.") % {"at": when(one.at)},
            level="bad",
            roles=WATCHERS,
            url=address("ledger_entry", str(one.uid)),
        )
