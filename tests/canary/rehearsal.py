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
    from selfcontact.uploads.models import Upload

#: No pause of a real process: it only paces the questions put to the database.
PACE = Event()
TEXT = "Bonjour {prenom} {nom}, Camille Démo, candidate, passe à {commune}. Pub. politique {notice} STOP au 36180"
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
    """Upload the file, load it, send a campaign to it, dump the database, end the mandate; then leave it in a table."""
    from selfcontact.demo import processes, proof, story

    answers = [argument for reply in REPLIES for argument in ("--reply", reply)]
    with (
        processes.carrier(home, ["--stop-share", "1", "--receipts-within", "0.2", *answers]) as port,
        processes.process("sender", log=home / "sender.log"),
        processes.process("worker", log=home / "worker.log"),
    ):
        told = story.begin(home, rows=0, seed=0, port=port, tell=silent)
        cast = story.papers(told)
        received = upload(told, cast, file.read_bytes())
        break_off(told, cast, file.read_bytes())
        pause("uploaded")
        load(told, received)
        load(told, upload(told, cast, file.read_bytes()))
        pause("loaded")
        send(told, cast)
        pause("sent")
        proof.dump(dumped)
        story.end(told, cast)
        # What outlives the mandate, the archive of notices among it, in a form that is searched as text.
        proof.dump(dumped.with_name("after.sql"))
        pause("ended")
        leave_in_clear(file)
        pause("left")


def opened(told: "Story", cast: "Cast", length: int) -> "Upload":
    """Begin an upload, as the console does."""
    from selfcontact.uploads import actions

    return actions.open_upload(
        actor=told.actor,
        mandate=cast.mandate,
        agreement=cast.agreement,
        length=length,
        synthetic=True,
        at=told.now(),
    )


def upload(told: "Story", cast: "Cast", data: bytes) -> "Upload":
    """Bring the file in two pieces and look at it."""
    from selfcontact.uploads import actions
    from selfcontact.uploads.choices import Choices
    from selfcontact.uploads.looking import look

    made, half = opened(told, cast, len(data)), len(data) // 2
    for offset, piece in ((0, data[:half]), (half, data[half:])):
        actions.receive(actor=told.actor, upload=made, offset=offset, pieces=[piece], at=told.now())
    (told.place / "preview.json").write_text(str(look(made, Choices(), on=told.now().date()).described()))
    return made


def break_off(told: "Story", cast: "Cast", data: bytes) -> None:
    """Cancel one upload in its middle; another one breaks off as its receiver dies, and stays."""
    from selfcontact.uploads import actions
    from selfcontact.uploads.looking import key_of
    from selfcontact.uploads.writing import Writer

    cancelled, dead = opened(told, cast, len(data)), opened(told, cast, len(data))
    for made in (cancelled, dead):
        actions.receive(actor=told.actor, upload=made, offset=0, pieces=[data[:700]], at=told.now())
    actions.cancel(actor=told.actor, upload=cancelled)
    with Writer(dead.uid, key_of(dead), after=dead.mark) as writer:
        writer.write(data * 3000)


def load(told: "Story", received: "Upload") -> None:
    """Have the worker load a file, or refuse it the second time, and fetch the report."""
    from selfcontact.demo.cast import attest
    from selfcontact.intake.models import Delivery
    from selfcontact.intake.report import write_csv
    from selfcontact.uploads import actions
    from selfcontact.uploads.choices import Choices
    from selfcontact.uploads.models import Upload

    day = told.now().date()
    actions.confirm(actor=told.actor, upload=received, choices=Choices(), remember=True, on=day, at=told.now())
    over = (Upload.State.DONE, Upload.State.FAILED)
    until("the worker is done with it", lambda: Upload.objects.filter(pk=received.pk, state__in=over).exists())
    for delivery in Delivery.objects.filter(reference=received.reference):
        attest(told.actor, delivery)
        with (told.place / "refused.csv").open("w") as target:
            write_csv(delivery, target)


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
