"""Write a provider's file of synthetic people whose verdicts are known beforehand."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import polars as pl

from selfcontact.demo.columns import HEADER, Block, make_columns
from selfcontact.demo.plan import Plan, make_plan
from selfcontact.demo.recipe import FATES, Expected, Kind, Recipe
from selfcontact.demo.tables import tables

#: Rows made and written at a time: memory stays flat whatever the length of the file.
BLOCK: Final = 100_000
ENCODINGS: Final = {"demo": "cp1252", "bench": "utf-8"}


def write_file(
    path: Path,
    *,
    rows: int,
    seed: int,
    kind: Kind,
    delivered_on: date,
    clean: bool = False,
    inside: frozenset[str] | None = None,
    form: str = "F-2026-1",
    skip: int = 0,
    already: tuple[int, ...] = (),
    opposed: tuple[int, ...] = (),
    erased: tuple[int, ...] = (),
) -> Expected:
    """Write a CSV file with `;`, in Windows-1252 (demo) or UTF-8 (bench), and return what its intake must find.

    The keywords are those of `Recipe`; raises ValueError when the rows, the numbers or the communes don't suffice.
    """
    recipe = Recipe(
        rows=rows,
        seed=seed,
        kind=kind,
        delivered_on=delivered_on,
        clean=clean,
        inside=inside,
        form=form,
        skip=skip,
        already=already,
        opposed=opposed,
        erased=erased,
    )
    plan = make_plan(recipe)
    with path.open("wb") as file:
        file.write((";".join(HEADER) + "\r\n").encode())
        for number, start in enumerate(range(0, rows, BLOCK)):
            _write_block(file, _block(recipe, plan, number, start))
    return plan.expected(recipe)


def expected(recipe: Recipe) -> Expected:
    """Return what the intake of the recipe's file must find, without writing it."""
    return make_plan(recipe).expected(recipe)


def numbers(recipe: Recipe) -> Iterator[int]:
    """Yield the E.164 numbers that the intake must accept, in the order of the file, without reading it."""
    plan = make_plan(recipe)
    yield from plan.e164[plan.fate == 0].tolist()


def truth(recipe: Recipe) -> pl.DataFrame:
    """Return, for each row in order: `fate`, `e164` (0: none), `commune` (INSEE), `postcode`, `age` in years."""
    plan, reference = make_plan(recipe), tables()
    return pl.DataFrame(
        {
            "fate": pl.Series(FATES).gather(plan.fate),
            "e164": plan.e164,
            "commune": reference.commune.gather(plan.commune),
            "postcode": reference.postcode.gather(plan.commune),
            "age": plan.age,
        }
    )


def _block(recipe: Recipe, plan: Plan, number: int, start: int) -> Block:
    part = Plan(**{field.name: getattr(plan, field.name)[start : start + BLOCK] for field in fields(Plan)})
    return Block(recipe=recipe, plan=part, rng=np.random.default_rng([recipe.seed, number]))


def _write_block(file: BinaryIO, block: Block) -> None:
    lines = make_columns(block).select(line=pl.concat_str(HEADER, separator=";"))["line"]
    malformed = block.rows("malformed_row")
    if len(malformed):
        lines = lines.scatter(malformed, _broken(lines.gather(malformed)))
    text = lines.str.join("\r\n").item() + "\r\n"
    file.write(text.encode(ENCODINGS[block.recipe.kind]))


def _broken(lines: pl.Series) -> pl.Series:
    """Cut every other line after its surname, and give the rest two fields too many."""
    table = lines.to_frame("line").with_row_index()
    cut = pl.col("line").str.split(";").list.head(2).list.join(";")
    return table.select(pl.when(pl.col("index") % 2 == 0).then(cut).otherwise(pl.col("line") + ";;"))["line"]
