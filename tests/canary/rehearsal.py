"""Plays the demo's acts on the provider's file it is given, and after each waits for a line from whoever searches.

A process of its own, as in life: what it says of itself on the command line and in its environment is searched too.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfcontact.demo.cast import Cast
    from selfcontact.demo.story import Story

#: No pause of a real process: it only paces the questions put to the database.
PACE = Event()
TEXT = "Bonjour {prenom} {nom}, Camille Démo, candidate, passe à {commune}. STOP au 36180"
PATIENCE = 60
#: What the simulated recipients answer: a plain refusal, which is not kept, and doubtful ones, which are, sealed.
REPLIES = ("Stop, vexaqornik !", "Pas vexaqornik svp", "STOP vexaqornik ?")


def pause(act: str) -> None:
    """Write everything to disk, say which act is over, and wait."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    sys.stdout.write(f"{act}\n")
    sys.stdout.flush()
    sys.stdin.readline()


def keep_the_log_readable(home: Path) -> None:
    """Compressed page images would hide from a search what they hold: here the write-ahead log is plain."""
    import psycopg

    from selfcontact.database.server import Server

    with psycopg.connect(Server(home).url(dbname="postgres"), user="postgres", autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET wal_compression = off")
        connection.execute("SELECT pg_reload_conf()")


def silent(act: str, done: int, total: int) -> None:
    """Show no progress."""


def play(home: Path, file: Path, dumped: Path) -> None:
    """Load the file, send a campaign to it, dump the database, end the mandate, then leave the file in a table."""
    from selfcontact.demo import processes, proof, story

    answers = [argument for reply in REPLIES for argument in ("--reply", reply)]
    with (
        processes.carrier(home, ["--stop-share", "1", "--receipts-within", "0.2", *answers]) as port,
        processes.process("sender", log=home / "sender.log"),
        processes.process("worker", log=home / "worker.log"),
    ):
        told = story.begin(home, rows=0, seed=0, port=port, tell=silent)
        cast = story.papers(told)
        load(told, cast, file)
        pause("loaded")
        send(told, cast)
        pause("sent")
        proof.dump(dumped)
        story.end(told, cast)
        pause("ended")
        leave_in_clear(file)
        pause("left")


def load(told: "Story", cast: "Cast", file: Path) -> None:
    """Take the file in, as the command does."""
    from selfcontact.intake import actions

    seen = actions.preview(file, on=told.now().date(), synthetic=True)
    report = actions.load_file(
        actor=told.actor, mandate=cast.mandate, agreement=cast.agreement, seen=seen, synthetic=True, clock=told.clock
    )
    (told.place / "report.json").write_text(str(report.described()))


def send(told: "Story", cast: "Cast") -> None:
    """Run one campaign to its end, and wait for the replies."""
    from selfcontact.campaigns.balance import balance
    from selfcontact.campaigns.models import Reply
    from selfcontact.demo import story
    from selfcontact.opposition.models import Entry

    running = story.campaign(told, cast, reference="canaris", text=TEXT)
    until("the campaign ends", lambda: story.finished(told, running) is not None)
    until("every receipt is in", lambda: story.receipts_settled(running, 0))
    until("everyone is opposed or held", lambda: Entry.objects.count() >= balance(running).delivery["delivered"])
    until("a doubtful reply is kept", Reply.objects.exists)


def until(hope: str, come: Callable[[], bool]) -> None:
    """Wait for something that the sender brings about; raises TimeoutError when it does not come."""
    deadline = time.monotonic() + PATIENCE
    while not come():
        if time.monotonic() > deadline:
            raise TimeoutError(hope)
        PACE.wait(0.2)


def leave_in_clear(file: Path) -> None:
    """Do what the product never does, so that the search shows it would have seen it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_in_clear (line text)")
        cursor.executemany("INSERT INTO left_in_clear VALUES (%s)", [[line] for line in file.read_text().splitlines()])


def main(file: Path, dumped: Path) -> None:
    """Enter the rehearsal's home, which is made anew, and play."""
    from selfcontact.cli.main import prepare
    from selfcontact.demo import place

    home = place.enter()
    prepare()
    keep_the_log_readable(home)
    from selfcontact.cli.run import setup

    setup()
    play(home, file, dumped)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
