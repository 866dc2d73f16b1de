"""Audiences of which something was shown: a new one that differs by a handful from a former one has no figure alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from selfcontact.campaigns.audience import Audience as Selection
from selfcontact.figures.models import Audience
from selfcontact.figures.overlap import Population, Table
from selfcontact.figures.rules import RULES


def whole(audience: Audience) -> Table:
    """Return the table with one cell, the audience itself."""
    return Table(parts=(tuple(audience.communes),), bands=((audience.age_from, audience.age_to),))


def known(mandate_id: int) -> Sequence[Audience]:
    """Return the audiences of which something was shown, oldest first."""
    return list(Audience.objects.filter(mandate_id=mandate_id).order_by("pk"))


def announce(selection: Selection, population: Population, at: datetime) -> Audience:
    """Return the audience on record for a selection, put there in the caller's transaction when it is new."""
    communes, ages = sorted(selection.communes), (selection.age_from, selection.age_to)
    former = known(selection.mandate_id)
    for one in former:
        if (list(one.communes), (one.age_from, one.age_to)) == (communes, ages):
            return one
    made = Audience(
        mandate_id=selection.mandate_id, communes=communes, age_from=ages[0], age_to=ages[1], family=uuid4(), at=at
    )
    _place(made, former, population)
    made.save()
    return made


def _place(made: Audience, former: Sequence[Audience], population: Population) -> None:
    for one in former:
        gaps = population.differences(whole(made), whole(one))
        if gaps and gaps[0] < RULES.volume:
            made.family, made.near = one.family, one.near or gaps[0] > 0
            return
