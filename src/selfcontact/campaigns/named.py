"""The voice lines of a mandate, as a campaign's text may name them."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection

from selfcontact.compliance.line import Named
from selfcontact.lib import landline

#: Words of a query: each line of the mandate in one text, one that has ended too, as a text may still name it. The
#: domain of lines lies above this one; what is shared is the table, so that a slice of messages sees a line stopped a
#: moment before, in the transaction that claims it.
NAMED = """ARRAY(
    SELECT concat_ws(' ', line.number, extract(epoch FROM line.opens_at), extract(epoch FROM line.closes_at),
        (line.state = 'published' AND EXISTS (
            SELECT FROM lines_lineapproval AS approval
            WHERE approval.line_id = line.id AND approval.voided_at IS NULL
              AND approval.content_sha256 = line.content_sha256))::int)
    FROM lines_line AS line WHERE line.mandate_id = {mandate} ORDER BY line.id)"""


def of_mandate(mandate_id: int) -> list[str]:
    """Return the lines of a mandate as the query gives them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + NAMED.format(mandate="%s"), [mandate_id])
        row = cursor.fetchone()
    return list(row[0]) if row else []


def read(rows: Iterable[str]) -> tuple[Named, ...]:
    """Return lines as the rules take them."""
    return tuple(_read(*row.split(" ")) for row in rows)


def _read(number: str, opens_at: str, closes_at: str, standing: str) -> Named:
    return Named(
        digits=landline.national(int(number)),
        opens_at=datetime.fromtimestamp(float(opens_at), UTC),
        closes_at=datetime.fromtimestamp(float(closes_at), UTC),
        standing=standing == "1",
    )
