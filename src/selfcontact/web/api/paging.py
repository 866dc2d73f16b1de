"""Lists by pages: each page begins after the last reference of the one before, so that none is skipped or doubled."""

from typing import Annotated, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from selfcontact.database.models import Record
from selfcontact.web.api.fields import REFERENCE
from selfcontact.web.api.problems import Problem

R = TypeVar("R", bound=Record)
MOST = 200


class Page(BaseModel):
    """What every list can be asked."""

    limit: Annotated[int, Field(ge=1, le=MOST, description=_("Combien d’éléments au plus."))] = 50
    after: Annotated[
        str | None, Field(pattern=REFERENCE, description=_("La valeur de « next » de la page précédente."))
    ] = None


def page(found: QuerySet[R], asked: Page) -> tuple[list[R], str | None]:
    """Return the objects of a page in the order in which they were made, and where the next one begins, if any.

    Raises Problem when `after` names nothing in the list.
    """
    if asked.after is not None:
        start = found.filter(reference=asked.after).values_list("pk", flat=True).first()
        if start is None:
            raise Problem(422, "cursor_unknown", fr="« after » ne désigne rien ici.", en="“after” names nothing here.")
        found = found.filter(pk__gt=start)
    kept = list(found.order_by("pk")[: asked.limit + 1])
    more = len(kept) > asked.limit
    kept = kept[: asked.limit]
    return kept, kept[-1].reference if more else None
