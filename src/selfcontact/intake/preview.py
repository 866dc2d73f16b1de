"""What an operator sees before a load, and confirms: how the file is read, what is kept, the first verdicts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl
from dateutil.relativedelta import relativedelta

from selfcontact.intake import columns as headers
from selfcontact.intake import special
from selfcontact.intake.columns import Columns
from selfcontact.intake.consent import CHANNEL, PURPOSE, FormTerms
from selfcontact.intake.dates import Order, orders_seen
from selfcontact.intake.names import INVISIBLE
from selfcontact.intake.reader import Inspection, Parsed, Source, inspect, parse, source_of
from selfcontact.intake.reader.detect import NOTHING, Told
from selfcontact.intake.verdicts import Terms, judge

#: Usual life of a consent, where no agreement says otherwise yet.
LIFETIME_MONTHS = 36


@dataclass(frozen=True, kw_only=True)
class Preview:
    """One file as it would be read; `special` names suspect columns and their category; `verdicts` are of the sample.

    `order` is the order of day and month in written dates; `remarks` count what needs a look.
    """

    source: Source = field(repr=False)
    inspection: Inspection
    columns: Columns
    special: Mapping[str, str]
    order: Order
    remarks: Mapping[str, int]
    verdicts: Mapping[str, int]

    def described(self) -> dict[str, object]:
        """Return it for people and programs; names of columns are shown, values never are."""
        header = self.inspection.shape.header
        fields = {name: [header[p] for p in positions] for name, positions in self.columns.fields.items()}
        return {
            **self.inspection.shape.described(),
            "bytes": self.inspection.file_bytes,
            "fields": fields,
            "missing": list(self.columns.missing()),
            "dropped": list(self.columns.dropped),
            "special": dict(self.special),
            "date_order": self.order,
            "remarks": dict(self.remarks),
            "sample": {"lines": self.inspection.sampled_records, "verdicts": dict(self.verdicts)},
        }


def preview(
    file: Path | Source,
    *,
    on: date,
    told: Told = NOTHING,
    mapping: Mapping[str, str] | None = None,
    synthetic: bool = False,
    terms: Terms | None = None,
) -> Preview:
    """Look at the beginning of a file; stores nothing. Raises UserError when it cannot be read as a table.

    Without the `terms` of a load the verdicts take every consent form named in the sample as a good one, and every
    commune as inside.
    """
    source = source_of(file)
    inspection = inspect(source, told)
    shape = inspection.shape
    columns = headers.match(shape.header, mapping)
    whole = parse(inspection.sample, shape, range(len(shape.header)))
    order, seen = (told.order, {}) if told.order else _order(whole, columns)
    terms = terms or Terms(
        on=on, received_on=on, forms=_forms(whole, columns, on), form="-", synthetic=synthetic, order=order
    )
    judged = judge(whole, columns, shape.header, replace(terms, order=order))
    counts = Counter(dict(judged.rows["code"].cast(pl.String).fill_null("accepted").value_counts().iter_rows()))
    if len(judged.malformed):
        counts["malformed_row"] += len(judged.malformed)
    return Preview(
        source=source,
        inspection=inspection,
        columns=columns,
        special=special.suspects(shape.header, columns.dropped, whole.frame),
        order=order,
        remarks={**inspection.remarks, **seen},
        verdicts=dict(counts.most_common()),
    )


def _order(parsed: Parsed, columns: Columns) -> tuple[Order, dict[str, int]]:
    """Return the order that the dates of the sample show, French unless they say otherwise, and the odd ones."""
    day_first = month_first = 0
    for name in ("birth_date", "consent_date"):
        for position in columns.fields.get(name, ()):
            first, second = orders_seen(parsed.frame[str(position)])
            day_first, month_first = day_first + first, month_first + second
    if month_first and not day_first:
        return "mdy", {"month_first_dates": month_first}
    return "dmy", {"mixed_dates": month_first} if month_first else {}


def _forms(parsed: Parsed, columns: Columns, on: date) -> tuple[FormTerms, ...]:
    codes = {"-"}
    for position in columns.fields.get("form", ()):
        codes |= set(parsed.frame[str(position)].str.strip_chars(INVISIBLE).unique()) - {""}
    return tuple(_open_form(code, on) for code in sorted(codes))


def _open_form(code: str, on: date) -> FormTerms:
    return FormTerms(
        id=0,
        code=code,
        used_from=date.min,
        used_until=None,
        oldest=on - relativedelta(months=LIFETIME_MONTHS),
        purposes=(PURPOSE,),
        channels=(CHANNEL,),
    )
