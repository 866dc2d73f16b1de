"""What the live page of a campaign shows, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models.functions import Now
from django.http import Http404
from django.utils.functional import Promise

from selfcontact.campaigns import states
from selfcontact.campaigns.live import Live, live
from selfcontact.campaigns.models import Campaign, Guard
from selfcontact.web.console.sending import words

Words = str | Promise
Row = tuple[Words, int]
OVER = frozenset({Campaign.State.FINISHED, Campaign.State.STOPPED})
#: Seconds without an acknowledgement after which a screen says that nobody follows.
SLOW = 2


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A campaign, its live figures and its guard; `at` is the database's clock."""

    campaign: Campaign
    figures: Live
    guard: Guard
    at: datetime

    @property
    def state(self) -> Words:
        """Return the state in words."""
        return words.STATES[self.campaign.state]

    @property
    def over(self) -> bool:
        """Tell whether nothing will be handed over any more."""
        return self.campaign.state in OVER

    @property
    def still(self) -> bool:
        """Tell whether nothing on the page will move again."""
        return self.over and self.figures.pending == 0 and self.figures.awaited == 0

    @property
    def started(self) -> bool:
        """Tell whether the audience is frozen."""
        return self.campaign.started_at is not None

    @cached_property
    def verbs(self) -> Mapping[str, bool]:
        """Return which orders apply in the present state."""
        verbs = ("start", "pause", "resume", "stop", "schedule")
        return {verb: self.campaign.state in states.TRANSITIONS[verb][0] for verb in verbs}

    @cached_property
    def terms(self) -> Sequence[Row]:
        """Return the terms of the balance in words, pending included."""
        counts = {**self.figures.terms, "pending": self.figures.pending}
        return [(words.TERMS[name], counts[name]) for name in words.TERMS]

    @property
    def closes(self) -> bool:
        """Tell whether the terms add up to what was selected."""
        return sum(count for _, count in self.terms) == self.figures.selected

    @cached_property
    def refusals(self) -> Sequence[Row]:
        """Return how many messages each rule refused, most first."""
        return self._by_reason("refused", words.rule)

    @cached_property
    def failures(self) -> Sequence[Row]:
        """Return how many messages the carrier refused, by its own word."""
        return self._by_reason("failed", str)

    @cached_property
    def undelivered(self) -> Sequence[Row]:
        """Return how many messages were not delivered, by cause."""
        return self._by_reason("undelivered", words.receipt)

    @property
    def withheld(self) -> Sequence[str]:
        """Return the rules for which something does not leave at present."""
        found = {one for sender in self.figures.senders for one in sender.withheld}
        return [words.rule(one) for one in sorted(found) if one not in words.STATES]

    @property
    def cause(self) -> Words:
        """Return why the guard halted the campaign, or nothing."""
        return words.CAUSES[self.guard.cause] if self.guard.cause else ""

    @property
    def in_money(self) -> bool:
        """Tell whether the guard compared sums of money."""
        return self.guard.cause in {Guard.Cause.SPENT, Guard.Cause.MANDATE_SPENT}

    @property
    def left(self) -> str:
        """Return the time to finish in words, or nothing while nothing moves."""
        seconds = self.figures.seconds_left
        return "" if seconds is None else words.duration(seconds)

    @property
    def unfollowed(self) -> bool:
        """Tell whether an order waits longer than it should for a sender to follow it."""
        ordered = self.figures.ordered_at
        waits = ordered is not None and (self.at - ordered).total_seconds() > SLOW
        return self.started and waits and not self.figures.followed and not self.over

    def _by_reason(self, term: str, say: words.Say) -> Sequence[Row]:
        rows = [(say(reason), count) for (name, reason), count in self.figures.reasons.items() if name == term]
        return sorted(rows, key=lambda row: -row[1])


def panel(reference: str) -> Panel:
    """Return what there is to show; four queries. Raises Http404 for a campaign that does not exist."""
    found = Campaign.objects.select_related("route", "mandate__candidate", "guard").annotate(read_at=Now())
    campaign = found.filter(reference=reference).first()
    if campaign is None:
        raise Http404
    guard = getattr(campaign, "guard", None) or Guard(campaign=campaign)
    return Panel(campaign=campaign, figures=live(campaign), guard=guard, at=campaign.read_at)
