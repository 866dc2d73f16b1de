"""The same people, however their file is written and packed."""

import gzip
import re
import zipfile
from itertools import islice
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from tests.intake.world import GOOD, People, judge

from selfcontact.intake import columns
from selfcontact.intake.reader import inspect, parse, sheets, stream
from selfcontact.intake.reader.detect import Told
from selfcontact.lib.errors import UserError

NAMES = ["Lefèvre", "Cœur", "D’Aubigné", "Muñoz"]
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "cp1252": "cp1252",
    "iso8859-15": "iso8859-15",
}


def surnames(path: Path, told: Told | None = None) -> list[str]:
    shape = inspect(path, told or Told()).shape
    position = columns.match(shape.header).fields["surname"][0]
    found: list[str] = []
    for chunk in stream(path, shape, size=1 << 16):
        found += parse(chunk, shape, [position]).frame[str(position)].to_list()
    return found


def names_for(encoding: str) -> list[str]:
    return [name for name in NAMES if name.encode(encoding, "ignore").decode(encoding) == name]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_encoding_and_separator_is_recognised(
    encoding: str, separator: str, people: People, tmp_path: Path
) -> None:
    names = names_for(encoding)
    rows = [people.row(separator, NOM=name) for name in names]
    path = tmp_path / "file.csv"
    path.write_bytes(people.text(rows, people.header(separator)).encode(encoding))
    shape = inspect(path).shape
    assert (shape.encoding, shape.delimiter) == (ENCODINGS[encoding], separator)
    assert surnames(path) == names
    assert judge(path) == [None] * len(names)


def test_the_byte_order_mark_is_not_part_of_the_first_column(people: People, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(people.text([people.row()]).encode("utf-8-sig"))
    assert inspect(path).shape.header[0] == "NOM"


def test_the_operator_has_the_last_word_on_the_encoding(people: People, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(people.text([people.row(NOM="Ž")]).encode("cp1252"))
    assert surnames(path, Told(encoding="cp1252")) == ["Ž"]
    assert inspect(path, Told(encoding="iso8859-15")).shape.encoding == "iso8859-15"


def test_gzip_and_zip_are_read_as_what_they_hold(people: People, tmp_path: Path) -> None:
    content = people.text([people.row(NOM=name) for name in NAMES]).encode()
    packed, archive = tmp_path / "file.csv.gz", tmp_path / "file.zip"
    packed.write_bytes(gzip.compress(content))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("people.csv", content)
    assert surnames(packed) == surnames(archive) == NAMES
    assert inspect(packed).shape.container == "gzip"
    assert inspect(archive).shape.container == "zip"


def test_an_archive_with_two_files_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "file.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("a.csv", "a;b")
        target.writestr("b.csv", "a;b")
    with pytest.raises(UserError, match="un seul"):
        inspect(archive)


def test_a_bomb_is_refused_before_it_fills_anything(tmp_path: Path) -> None:
    bomb = tmp_path / "file.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        target.writestr("people.csv", bytes(80 << 20))
    with pytest.raises(UserError, match="grossit"):
        inspect(bomb)


def test_a_truncated_archive_is_refused(people: People, tmp_path: Path) -> None:
    packed = tmp_path / "file.csv.gz"
    packed.write_bytes(gzip.compress(people.text(people.many(50)).encode())[:-20])
    with pytest.raises(UserError, match="abîmée"):
        surnames(packed)


def test_a_workbook_is_read_from_its_first_sheet_and_the_others_are_named(people: People, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(GOOD))
    sheet.append([*list(GOOD.values())[:5], 639980001, 40.0, *list(GOOD.values())[7:]])
    sheet.append([None] * len(GOOD))
    book.create_sheet("autre")
    path = tmp_path / "file.xlsx"
    book.save(path)
    seen = inspect(path)
    assert (seen.shape.kind, seen.remarks) == ("xlsx", {"other_sheets_ignored": 1})
    assert judge(path) == [None, "malformed_row"]


def test_a_workbook_whose_last_row_claims_a_number_beyond_the_format_is_refused(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(GOOD))
    sheet.append(list(GOOD.values()))
    plain, path = tmp_path / "plain.xlsx", tmp_path / "file.xlsx"
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, re.sub(rb'<row r="2"', b'<row r="900000000000"', source.read(name)))
    assert sheets.MOST_ROWS == 1_048_576
    monkeypatch.setattr(sheets, "MOST_ROWS", 3_000)
    with pytest.raises(UserError) as refused:
        sum(1 for _chunk in islice(stream(path, inspect(path).shape, size=1 << 14), 1_000))
    assert refused.value.code == "expands_too_much"


def test_a_parquet_file_is_read_by_batches(people: People, tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    pl.DataFrame({name: [value] * 3000 for name, value in GOOD.items()}).write_parquet(path)
    shape = inspect(path).shape
    assert len(list(stream(path, shape, size=1 << 16))) > 1
    assert judge(path, size=1 << 16) == [None] * 3000


def test_zero_bytes_are_taken_out_and_the_row_counts_as_repaired(people: People, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(people.text([people.row(), people.row(NOM="Du\0rand"), people.row()]).encode())
    shape = inspect(path).shape
    parsed = parse(next(stream(path, shape)), shape, [0])
    assert parsed.frame["0"].to_list() == ["Durand"] * 3
    assert parsed.repaired.tolist() == [False, True, False]


def test_the_row_that_needed_a_repair_is_the_right_one_after_a_line_break_in_a_field(
    people: People, tmp_path: Path
) -> None:
    path = tmp_path / "file.csv"
    rows = [people.row(ADRESSE='"a\nb\nc"'), people.row(), people.row(NOM="Du\0rand"), people.row(ADRESSE='1 "x')]
    path.write_bytes(people.text(rows).encode())
    shape = inspect(path).shape
    parsed = parse(next(stream(path, shape)), shape, [0])
    assert parsed.repaired.tolist() == [False, False, True, True]


def test_a_sep_line_of_excel_is_no_header(people: People, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("sep=;\r\n" + people.text([people.row()]), encoding="utf-8")
    shape = inspect(path).shape
    assert (shape.header[0], shape.first_line) == ("NOM", 3)
    assert judge(path) == [None]


@pytest.mark.parametrize(
    "content, code", [(b"\xd0\xcf\x11\xe0" + bytes(100), "old_workbook"), (b"bonjour\nmonde\n", "not_a_table")]
)
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(UserError) as refusal:
        inspect(path)
    assert refusal.value.code == code
    assert refusal.value.fr
    assert refusal.value.en


def test_nothing_of_a_row_is_shown_by_what_holds_it(people: People, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(people.text([people.row()]), encoding="utf-8")
    seen = inspect(path)
    parsed = parse(seen.sample, seen.shape, [0])
    assert "Durand" not in repr(seen) + repr(parsed)
