"""Writes the English catalogue anew from the sources, and compiles it; with --check, only looks.

French is the language of the sources: its own catalogue only says that zero is singular. GNU gettext extracts (as
Django asks), Babel compiles.
"""

import os
import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[1] / "src" / "selfcontact"
ENGLISH = Path("locale", "en", "LC_MESSAGES")
FRENCH = Path("locale", "fr", "LC_MESSAGES")


def extract(package: Path) -> Path:
    """Bring a package's English catalogue up to its sources, and return its path."""
    (package / ENGLISH).mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selfcontact.settings")
    import django
    from django.core.management import call_command

    django.setup()
    here = Path.cwd()
    os.chdir(package)
    try:
        call_command("makemessages", locale=["en"], no_location=True, no_wrap=True, no_obsolete=True, verbosity=0)
    finally:
        os.chdir(here)
    return package / ENGLISH / "django.po"


def read(path: Path) -> Catalog:
    """Return a catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale="en")


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def french(english: Catalog) -> Catalog:
    """Return the plurals of the sources under the plural rule of French: « 0 règle », where gettext says "0 règles"."""
    catalogue = Catalog(locale="fr", fuzzy=False, creation_date=english.creation_date)
    for one in english:
        if isinstance(one.id, (list, tuple)):
            catalogue.add(one.id, one.id, flags=one.flags, context=one.context)
    return catalogue


def gaps(catalogue: Catalog) -> list[str]:
    """Return the sentences without a certain English twin."""
    return [str(one.id) for one in catalogue if one.id and (one.fuzzy or not _whole(one.string))]


def _whole(string: object) -> bool:
    return all(string) if isinstance(string, (list, tuple)) else bool(string)


def fresh() -> Catalog:
    """Return what the catalogue would be if it were written now, leaving the tree alone."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "selfcontact"
        ignored = shutil.ignore_patterns("__pycache__", "data", "*.mo", "*.gz")
        shutil.copytree(PACKAGE, copy, ignore=ignored)
        return read(extract(copy))


def main() -> int:
    """Write and compile; with --check only say what is missing. Return 1 when an English sentence is missing."""
    catalogue = fresh() if "--check" in sys.argv else read(extract(PACKAGE))
    if "--check" not in sys.argv:
        (PACKAGE / ENGLISH / "django.mo").write_bytes(compiled(catalogue))
        (PACKAGE / FRENCH).mkdir(parents=True, exist_ok=True)
        (PACKAGE / FRENCH / "django.mo").write_bytes(compiled(french(catalogue)))
    for gap in (missing := gaps(catalogue)):
        print(gap)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
