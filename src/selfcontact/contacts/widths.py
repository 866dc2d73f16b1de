"""Measures the names of a delivery: each is opened, measured and forgotten, and only the widest lengths remain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import connection, transaction

from selfcontact.contacts.models import NameWidth
from selfcontact.contacts.payload import TABLE, Payload, unpack
from selfcontact.intake.models import Delivery
from selfcontact.lib.template import Width
from selfcontact.lib.text import sanitise
from selfcontact.vault import open_vault

#: Contacts in memory at once.
BATCH = 5_000
FIELDS = ("first_name", "surname")
ROWS = """
SELECT id, generation, sealed FROM contacts_contact WHERE mandate_id = %s AND delivery_id = %s
"""
Widths = Mapping[str, Width]


def of_deliveries(mandate_id: int, deliveries: Sequence[int]) -> tuple[Widths, tuple[int, ...]]:
    """Return the widths over all these deliveries, and which of them have not been measured yet."""
    rows = NameWidth.objects.filter(mandate_id=mandate_id, delivery_id__in=deliveries)
    widths = dict.fromkeys(FIELDS, Width())
    measured = set()
    for row in rows:
        measured.add(row.delivery_id)
        widths[row.field] = widths[row.field].merged(Width(septets=row.septets, units=row.units, forcing=row.forcing))
    return widths, tuple(one for one in deliveries if one not in measured)


def unmeasured() -> list[Delivery]:
    """Return the published deliveries of live mandates that have no widths yet, oldest first."""
    measured = NameWidth.objects.values("delivery_id")
    published = Delivery.objects.filter(state=Delivery.State.PUBLISHED, mandate__state="live")
    return list(published.exclude(pk__in=measured).order_by("pk"))


def measured(delivery: Delivery) -> dict[str, Width]:
    """Return the widths of a delivery in one pass over its contacts, a batch in memory at a time."""
    widths = dict.fromkeys(FIELDS, Width())
    for rows in _batches(delivery):
        people = list(_opened(delivery.mandate_id, rows))
        for field in FIELDS:
            values = {sanitise(getattr(one, field)) for one in people}
            widths[field] = widths[field].merged(Width.of(values))
    return widths


def widen(mandate_id: int, delivery_id: int, person: Payload) -> None:
    """Make room for the names of a person that changed in a delivery that was measured; it never becomes narrower."""
    for row in NameWidth.objects.select_for_update().filter(mandate_id=mandate_id, delivery_id=delivery_id):
        own = Width.of({sanitise(getattr(person, row.field))})
        wider = Width(septets=row.septets, units=row.units, forcing=row.forcing).merged(own)
        rows = NameWidth.objects.filter(mandate_id=mandate_id, delivery_id=delivery_id, field=row.field)
        rows.update(**vars(wider))


def _batches(delivery: Delivery) -> Iterator[Sequence[tuple[int, int, bytes]]]:
    # A cursor of the server: a plain one would bring the whole delivery into memory first.
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(ROWS, [delivery.mandate_id, delivery.pk])
        while rows := cursor.fetchmany(BATCH):
            yield rows


def _opened(mandate_id: int, rows: Sequence[tuple[int, int, bytes]]) -> Iterable[Payload]:
    for generation in {row[1] for row in rows}:
        keys = open_vault().keys.open(mandate_id, generation)
        same = [row for row in rows if row[1] == generation]
        yield from map(unpack, keys.open_many(TABLE, [row[0] for row in same], [bytes(row[2]) for row in same]))
