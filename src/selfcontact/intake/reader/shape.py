"""How a file is written, as it was detected and as the operator confirmed it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from selfcontact.lib.errors import UserError

Container = Literal["plain", "gzip", "zip"]
Kind = Literal["csv", "xlsx", "parquet"]
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15")
DELIMITERS = (";", ",", "\t", "|")
NAMES = {
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf16": "utf-16-le",
    "windows-1252": "cp1252",
    "windows1252": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso-8859-15": "iso8859-15",
    "latin-9": "iso8859-15",
}
SEPARATORS = {"tab": "\t", "\\t": "\t", "semicolon": ";", "comma": ",", "bar": "|"}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """`header` names every column; `skip` counts the records before the data, so that data starts at `skip` + 1.

    A record is a line of the file, except that line ends inside quotes do not count: the number of the row that a
    spreadsheet shows. `bom` is the length of the byte order mark.
    """

    container: Container
    kind: Kind
    encoding: str = "utf-8"
    delimiter: str = ";"
    header: tuple[str, ...]
    skip: int = 1
    bom: int = 0
    sheet: str = ""

    @property
    def chunk_encoding(self) -> str:
        """Return the encoding of the chunks: what is not one byte per ASCII character was brought to UTF-8."""
        return self.encoding if self.encoding in {"cp1252", "iso8859-15"} else "utf-8"

    @property
    def first_line(self) -> int:
        """Return the number of the first record of data."""
        return self.skip + 1

    def described(self) -> dict[str, object]:
        """Return what is kept with a delivery and shown to the operator; header names come from the provider."""
        return {
            "container": self.container,
            "kind": self.kind,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
            "columns": len(self.header),
            "first_line": self.first_line,
        }


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """Whole records, in order, without the header; `data` is in the shape's `chunk_encoding`."""

    number: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What was seen of a file's beginning; `remarks` count what the operator should know, by code."""

    shape: Shape
    file_bytes: int
    sampled_records: int
    remarks: Mapping[str, int]
    sample: Chunk = field(repr=False)


def encoding_named(name: str) -> str:
    """Return our name of an encoding that a person typed; raises UserError for one that is not read."""
    known = NAMES.get(name.lower(), name.lower())
    if known not in ENCODINGS:
        raise UserError(
            "encoding_unknown",
            fr=f"Encodage « {name} » non lu ; les encodages lus : {', '.join(ENCODINGS)}.",
            en=f"Encoding “{name}” is not read; these are: {', '.join(ENCODINGS)}.",
        )
    return known


def delimiter_named(name: str) -> str:
    """Return a separator that a person typed, "tab" included; raises UserError for one that is not read."""
    known = SEPARATORS.get(name.lower(), name)
    if known not in DELIMITERS:
        raise UserError(
            "delimiter_unknown",
            fr=f"Séparateur « {name} » non lu ; les séparateurs lus : ; , tab |.",
            en=f"Separator “{name}” is not read; these are: ; , tab |.",
        )
    return known
