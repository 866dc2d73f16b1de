"""Marked people pass the whole demo path: nothing of them may be read anywhere, while it runs or after.

The provider's file itself lies outside the places searched, and the simulated carrier, which plays the telephones,
is not one of our processes.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest

from selfcontact.database.server import Server
from selfcontact.lib.needles import Needles, search
from selfcontact.lib.phone_fiction import is_synthetic

HEADER = "CIVILITE;NOM;PRENOM;ADRESSE;CP;VILLE;MOBILE;AGE;EMAIL;OPTIN_SMS;FORMULAIRE;DATE_OPTIN;CANAL;FINALITE"
ROWS = """\
Mme;ZQYVERDONK;Ixmaëlline;7 rue Quvaxbrelle;35000;Rennes;06 39 98 77 01;34;ixma@example.org;OUI;F-2026-1
M.;Wyrkholtzq;Jobrexand;12 allée Fnordelmie;29200;BREST;+33 (0)6 39 98 77 02;61;jo@example.org;OUI;F-2026-1
Mme;VHAXTRENCOP;Ulzibette;3 bis impasse Kralgumode;97200;Fort-de-France;0696127703;45;ulzi@example.org;OUI;F-2026-1
M.;Gvorhenzax;Théoxwal;88 chemin Plutzevarre;97400;SAINT DENIS;262693147704;52;theo@example.org;OUI;F-2026-1
Mme;BQELZOUMNIR;Oqsanthée;1 place Dwimmervole;97600;Mamoudzou;639807705;29;oqsa@example.org;OUI;F-2026-1
M.;Xhulmperadt;Kvendrille;41 quai Ojqraztel;06000;Nice;'0639987706;70;kven@example.org;NON;F-2026-1
Mme;TZWIBRALKO;Yfexande;5 cours Hnelquost;35000;RENNES;06.39.98.77.07;15;yfex@example.org;OUI;F-2026-1
M.;Nghovarptiz;Eqluvrain;9 square Vostrymbeq;99999;Nulle-Part;06 39 98 77 08;38;eqlu@example.org;OUI;F-2026-1
"""
CONSENT = "01/02/2027;sms;politique"
NUMBERS = (
    33_639_987_701,
    33_639_987_702,
    596_696_127_703,
    262_693_147_704,
    262_639_807_705,
    33_639_987_706,
    33_639_987_707,
    33_639_987_708,
)
ACTS = ("uploaded", "loaded", "sent", "ended")
REPLY_MARK = "vexaqornik"
#: Everything is searched after each act.
pytestmark = pytest.mark.timeout(900)
REHEARSAL = Path(__file__).with_name("rehearsal.py")


def marks() -> list[str]:
    """Return every surname, first name, street and mailbox of the marked people, and what they answer."""
    people = [row.split(";") for row in ROWS.splitlines()]
    streets = [row[3].rsplit(" ", 1)[1] for row in people]
    return [REPLY_MARK, *streets, *(row[index] for row in people for index in (1, 2, 8))]


NEEDLES = Needles(numbers=NUMBERS, words=marks())


@dataclass(kw_only=True)
class Watch:
    """Looks at our processes and at the temporary files for as long as the rehearsal lasts."""

    base: Path
    seen: set[str] = field(default_factory=set)
    processes: set[str] = field(default_factory=set)
    over: Event = field(default_factory=Event)

    def run(self) -> None:
        """Look until it is over; what was found is named in `seen`."""
        while not self.over.is_set():
            for process in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    self._look(process)
            temporary = search([self.base / "tmp"], NEEDLES)
            self.seen |= {str(path) for path, count in temporary.items() if count}
            self.over.wait(0.05)

    def _look(self, process: Path) -> None:
        command, environment = ((process / name).read_bytes() for name in ("cmdline", "environ"))
        ours = any(str(self.base).encode() in said for said in (command, environment))
        if not ours or b"\0carrier\0" in command:
            return
        self.processes.add(command.split(b"\0", 1)[0].decode())
        self.seen |= {f"{process.name} {name}" for name in ("cmdline", "environ") if self._found(process / name)}

    def _found(self, file: Path) -> int:
        return NEEDLES.count(file.read_bytes())


@dataclass(kw_only=True)
class Rehearsal:
    """The base directory, what each act left in clear, and what the watch has seen."""

    base: Path
    traces: dict[str, dict[str, int]] = field(default_factory=dict)
    searched: dict[str, int] = field(default_factory=dict)
    sealed: dict[str, int] = field(default_factory=dict)
    watch: Watch


def traces(base: Path) -> tuple[dict[str, int], int]:
    """Return the files of every place that hold something of someone, and how many files were searched.

    The places: the whole installation (database, write-ahead log, logs, ledger, keys, uploads, reports, certificate),
    the temporary directory, and the dumps.
    """
    found = search([base / "home", base / "tmp", base / "dumps"], NEEDLES)
    return {str(path.relative_to(base)): count for path, count in found.items() if count}, len(found)


@pytest.fixture(name="base", scope="module")
def _base() -> Iterator[Path]:
    # Where the user of the embedded server may go: pytest's own directories are closed to others.
    base = Path(tempfile.mkdtemp(prefix="scc-", dir="/tmp"))
    base.chmod(0o711)
    for name in ("home", "tmp", "dumps", "provider"):
        (base / name).mkdir()
    (base / "tmp").chmod(0o1777)
    (base / "home").chmod(0o711)
    rows = "".join(f"{row};{CONSENT}\n" for row in ROWS.splitlines())
    (base / "provider" / "people.csv").write_text(f"{HEADER}\n{rows}", encoding="utf-8")
    yield base
    Server(base / "home" / "demo").stop()
    shutil.rmtree(base)


@pytest.fixture(name="rehearsal", scope="module")
def _rehearsal(base: Path) -> Rehearsal:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    environment |= {"SELFCONTACT_HOME": str(base / "home"), "TMPDIR": str(base / "tmp")}
    command = [sys.executable, str(REHEARSAL), str(base / "provider" / "people.csv"), str(base / "dumps" / "dump.sql")]
    watch = Watch(base=base)
    watching = Thread(target=watch.run)
    rehearsal = Rehearsal(base=base, watch=watch)
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=base
    ) as play:
        watching.start()
        try:
            follow(play, rehearsal)
        finally:
            watch.over.set()
            watching.join()
            assert play.stdin
            play.stdin.close()
        assert play.wait() == 0
    return rehearsal


def follow(play: subprocess.Popen[str], rehearsal: Rehearsal) -> None:
    """Search every place after each act, before letting the next one begin."""
    assert play.stdin
    assert play.stdout
    for line in play.stdout:
        act = line.strip()
        if act in {*ACTS, "left"}:
            rehearsal.traces[act], rehearsal.searched[act] = traces(rehearsal.base)
            rehearsal.sealed[act] = len(list(rehearsal.base.glob("home/**/uploads/*.sealed")))
            play.stdin.write("\n")
            play.stdin.flush()


def test_the_marked_people_are_synthetic_and_the_search_finds_each_of_them_in_the_providers_file(base: Path) -> None:
    data = (base / "provider" / "people.csv").read_bytes()
    assert all(is_synthetic(number) for number in NUMBERS)
    assert [number for number in NUMBERS if Needles(numbers=[number]).count(data) != 1] == []
    assert [mark for mark in marks() if mark != REPLY_MARK and not Needles(words=[mark]).count(data)] == []


@pytest.mark.parametrize("act", ACTS)
def test_no_place_holds_anything_of_anyone_in_clear(rehearsal: Rehearsal, act: str) -> None:
    assert rehearsal.searched[act] > 500
    assert rehearsal.traces[act] == {}


def test_the_search_met_the_uploads_that_waited_and_the_loaded_one_was_gone(rehearsal: Rehearsal) -> None:
    assert (rehearsal.sealed["uploaded"], rehearsal.sealed["loaded"]) == (2, 1)


def test_no_process_and_no_temporary_file_showed_anyone_while_it_ran(rehearsal: Rehearsal) -> None:
    assert any("python" in name for name in rehearsal.watch.processes)
    assert any("postgres" in name for name in rehearsal.watch.processes)
    assert rehearsal.watch.seen == set()


def test_the_dump_made_before_the_end_was_searched_and_yields_nobody(rehearsal: Rehearsal) -> None:
    dumped = rehearsal.base / "dumps" / "dump.sql"
    assert b"COPY public.contacts_contact" in dumped.read_bytes()
    assert NEEDLES.count(dumped.read_bytes()) == 0


def test_the_archive_of_notices_outlived_the_mandate_and_names_nobody(rehearsal: Rehearsal) -> None:
    after = (rehearsal.base / "dumps" / "after.sql").read_text(encoding="utf-8")
    archive = after.split("COPY public.transparency_notice ", 1)[1].split("\n\\.\n", 1)[0]
    assert "Camille Démo" in archive
    assert "{prenom} {nom}" in archive
    assert NEEDLES.count(after.encode()) == 0


def test_a_table_in_clear_would_have_been_seen_in_the_database_and_in_its_log(rehearsal: Rehearsal) -> None:
    assert any("/pg_wal/" in path for path in rehearsal.traces["left"])
    assert any("/base/" in path for path in rehearsal.traces["left"])
