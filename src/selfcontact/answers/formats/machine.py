"""For machines: the document itself, and its values as lines that no spreadsheet calculates."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence

from selfcontact.answers.document import Document
from selfcontact.ledger.leaf import JSON
from selfcontact.lib.csv_cells import harmless

HEAD = ("part", "number", "name", "value")


def as_json(document: Document) -> bytes:
    """Return a document as it is described by `answer.schema.json`, indented, in UTF-8."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def as_csv(document: Document) -> bytes:
    """Return every value of a document on a line of its own: its part, its number there, its name, itself."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(HEAD)
    writer.writerows([harmless(value) for value in row] for row in rows(document))
    return written.getvalue().encode("utf-8-sig")


def rows(document: Document) -> Iterator[tuple[str, str, str, str]]:
    """Yield the values of a document; lists of things are numbered from 1."""
    for part, value in document.items():
        if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            for number, one in enumerate(value, 1):
                yield from _values(part, str(number), "", one)
        else:
            yield from _values(part, "", "", value)


def _values(part: str, number: str, name: str, value: JSON) -> Iterator[tuple[str, str, str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _values(part, number, f"{name}.{key}" if name else key, inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if any(isinstance(one, Mapping) for one in value):
            for at, one in enumerate(value, 1):
                yield from _values(part, number, f"{name}.{at}", one)
        else:
            yield part, number, name, ", ".join(str(one) for one in value)
    else:
        yield part, number, name, _text(value)


def _text(value: JSON) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
