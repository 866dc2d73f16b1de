"""Looking for somebody of whom only a name and a postcode are known: the contacts of that postcode are opened, compared
by the machine, and forgotten, but for those that agree.

The other way would be an index of surname, initial and postcode beside the number's, for everyone. It would hold one
more fingerprint of tens of millions of people, made of values that are few and guessable (whoever has the keys can try
a telephone book), kept for a question that is asked a few times a year. Opening one postcode costs a second.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

import polars as pl
from django.db.models import QuerySet

from selfcontact.contacts.finding import Found, opened
from selfcontact.contacts.models import Contact
from selfcontact.contacts.payload import TABLE, Payload, unpack
from selfcontact.geo import communes
from selfcontact.geo.index import pairs
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.vault import open_vault

#: Beyond, the question is too wide: it is asked with an age, or by the number.
MOST_OPENED = 20_000
MOST_FOUND = 20
#: Opened together: what is in clear at a time.
BATCH = 1_000


@dataclass(frozen=True, kw_only=True)
class Near:
    """How many contacts were opened, in which mandates, and those that agree."""

    opened: int
    mandates: frozenset[int]
    found: list[Found] = field(repr=False)


def near(postcode: str, agrees: Callable[[Payload], bool], *, age: int | None = None) -> Near:
    """Return the contacts of that postcode in the live mandates that `agrees` tells; of that age, give or take a year.

    Raises UserError for a postcode that is none, and rather than open or find too many. The caller tells the ledger.
    """
    rows = _of_place(postcode, age)
    count = rows[: MOST_OPENED + 1].count()
    if count > MOST_OPENED:
        raise UserError(
            "match_too_wide",
            fr=f"Plus de {MOST_OPENED} contacts ont ce code postal : rien n’a été ouvert. Précisez l’âge, ou cherchez "
            "par le numéro.",
            en=f"More than {MOST_OPENED} contacts have this postcode: nothing was opened. Give the age, or look by the "
            "number.",
        )
    found = [opened(one) for one in _agreeing(rows, agrees)]
    if len(found) > MOST_FOUND:
        raise UserError(
            "match_too_many",
            fr=f"Plus de {MOST_FOUND} contacts correspondent : ce nom ne désigne personne ici. Cherchez par le numéro.",
            en=f"More than {MOST_FOUND} contacts agree: this name points to nobody here. Look by the number.",
        )
    places = frozenset(rows.order_by().values_list("mandate_id", flat=True).distinct())
    return Near(opened=count, mandates=places, found=found)


def _of_place(postcode: str, age: int | None) -> QuerySet[Contact]:
    live = Mandate.objects.filter(state=Mandate.State.LIVE).values_list("pk", flat=True)
    # The commune is what an index knows; the postcode then sets apart those of a commune that has several.
    rows = Contact.objects.filter(mandate_id__in=list(live), commune__in=_communes(postcode), postcode=postcode)
    if age is not None:
        rows = rows.filter(age__range=(age - 1, age + 1))
    return rows.order_by("mandate_id", "generation", "id")


def _communes(postcode: str) -> list[str]:
    codes = pairs().filter(pl.col("postcode") == postcode)["code"].to_list()
    if not codes:
        raise UserError("match_postcode", fr="Aucune commune n’a ce code postal.", en="No commune has this postcode.")
    return sorted({*codes, *(communes.parent(code) for code in codes)})


def _agreeing(rows: QuerySet[Contact], agrees: Callable[[Payload], bool]) -> Iterator[Contact]:
    keys = open_vault().keys
    for (mandate_id, generation), some in groupby(
        rows.iterator(chunk_size=BATCH), key=lambda one: (one.mandate_id, one.generation)
    ):
        one_key = keys.open(mandate_id, generation)
        for contact in some:
            if agrees(unpack(one_key.open(TABLE, contact.id, bytes(contact.sealed)))):
                yield contact
