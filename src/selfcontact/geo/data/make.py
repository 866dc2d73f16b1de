"""Make the tables of this folder from the public files named in README.md: python make.py SOURCE_FOLDER."""

import sys
from pathlib import Path

import polars as pl

HERE = Path(__file__).parent

# Nobody lives or votes there: Terres australes et antarctiques françaises, Clipperton.
WITHOUT_VOTERS = ("984", "989")


def read(source: Path, name: str) -> pl.DataFrame:
    """Return a source file with every column as text: codes have leading zeros."""
    return pl.read_csv(source / name, infer_schema=False)


def communes(source: Path) -> pl.DataFrame:
    """Return the communes and the arrondissements of Paris, Lyon and Marseille."""
    rows = read(source, "communes.csv.gz").filter(~pl.col("departement").is_in(WITHOUT_VOTERS))
    return rows.select(
        "code",
        name="nom",
        department="departement",
        region="region",
        parent=pl.col("commune_parente").replace("", None),
        population=pl.col("population").cast(pl.UInt32, strict=False),
    )


def postcodes(source: Path) -> pl.DataFrame:
    """Return every (postcode, commune) pair with the name used on letters where one is known."""
    letters = read(source, "codes_postaux.csv.gz").select(
        postcode="code_postal", code="code_commune", label="libelle_acheminement"
    )
    listed = read(source, "communes.csv.gz").select(
        postcode=pl.col("codes_postaux").str.split("|"), code="code", label=pl.lit(None, dtype=pl.String)
    )
    every = pl.concat([letters, listed.explode("postcode").filter(pl.col("postcode") != "")])
    return every.unique(["postcode", "code", "label"]).sort("postcode", "code", "label")


def former(source: Path) -> pl.DataFrame:
    """Return the communes that are now part of another one."""
    return read(source, "communes_anciennes.csv.gz").select("code", name="nom", present="commune_actuelle")


def constituencies(source: Path) -> pl.DataFrame:
    """Return, for each commune, the constituencies it touches."""
    rows = read(source, "communes_circonscriptions.csv.gz")
    return rows.select(code="code_commune", constituency="circonscription").unique().sort("code", "constituency")


def divisions(source: Path, name: str) -> pl.DataFrame:
    """Return the codes and names of the départements or of the regions."""
    rows = read(source, name).filter(~pl.col("code").is_in(WITHOUT_VOTERS))
    return rows.select("code", name="nom")


def make(source: Path) -> None:
    """Write every table beside this script."""
    tables = {
        "communes": communes(source),
        "postcodes": postcodes(source),
        "former": former(source),
        "constituencies": constituencies(source),
        "departments": divisions(source, "departements.csv"),
        "regions": divisions(source, "regions.csv"),
    }
    for name, table in tables.items():
        table.write_parquet(HERE / f"{name}.parquet", compression="zstd", compression_level=19)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
