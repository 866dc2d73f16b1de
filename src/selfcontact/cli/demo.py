"""selfcontact demo : the whole story, with progress bars and one page at the end."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from selfcontact.cli.demo_page import next_commands, page
from selfcontact.cli.output import JsonOption, say, show
from selfcontact.lib.errors import UserError

if TYPE_CHECKING:
    from selfcontact.campaigns.models import Campaign
    from selfcontact.demo.cast import Cast
    from selfcontact.demo.story import Story

#: Share of the recipients who answer, and of the messages whose receipt never comes.
REPLY_SHARE, SILENT_SHARE = 0.02, 0.01
#: Seconds that the sending of one campaign may take before the demo gives up.
PATIENCE = 900
#: Where the simulated telephones are read, in the rehearsal's home.
TELEPHONES = "telephones.sock"
REPLIES = ("STOP", "stop svp", "Arrêt", "Non merci", "Bravo, continuez !", "On sera là dimanche")


def demo(
    rows: Annotated[int, typer.Option(help="Lignes du fichier du fournisseur.")] = 100_000,
    seed: Annotated[int, typer.Option(help="Même graine, mêmes personnes.")] = 1,
    stay: Annotated[
        bool, typer.Option("--open", help="Laisser la console et le portail ouverts, pour les visiter.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Jouer toute l’histoire sur des personnes synthétiques et un opérateur simulé."""
    from django.core.management import call_command

    from selfcontact.demo import processes
    from selfcontact.lines import speaking
    from selfcontact.vault import create_vault

    home = Path(os.environ["SELFCONTACT_HOME"])
    call_command("migrate", interactive=False, verbosity=0)
    create_vault()
    replies = [argument for reply in REPLIES for argument in ("--reply", reply)]
    arguments = ["--seed", str(seed), "--stop-share", str(REPLY_SHARE), "--silent-share", str(SILENT_SHARE), *replies]
    arguments += ["--telephones", str(home / TELEPHONES)]
    if stay:
        visit(home, arguments, rows=rows, seed=seed)
        return
    # Before minutes of work, rather than after them.
    speaking.demand()
    with bars(quiet=as_json) as bar, processes.carrier(home, arguments) as port:
        facts = play(home, rows=rows, seed=seed, port=port, bar=bar)
    if as_json:
        show(facts, as_json=True)
    else:
        Console(highlight=False).print(page(facts))
        print(next_commands(home))
    raise typer.Exit(0 if facts["proved"] is True else 1)


class Bars:
    """Progress bars by name; told how much of what is done."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def tell(self, act: str, done: int, total: int) -> None:
        """Show `done` of `total` for an act."""
        if act not in self._tasks:
            self._tasks[act] = self._progress.add_task(act, total=total)
        self._progress.update(self._tasks[act], completed=done, total=total)


@contextmanager
def bars(*, quiet: bool) -> Iterator[Bars]:
    """Give progress bars on standard error, none when a program listens."""
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as progress:
        yield Bars(progress)


def play(home: Path, *, rows: int, seed: int, port: int, bar: Bars) -> dict[str, object]:
    """Play every act in order and return what the page shows."""
    from selfcontact.demo import asking, auditing, calling, disclosing, processes, proof, story

    started = time.monotonic()
    told = story.begin(home, rows=rows, seed=seed, port=port, tell=bar.tell)
    cast = story.papers(told)
    path, expected = story.write_people(told, cast)
    story.load(told, cast, path)
    unproven = auditing.deliver(told, cast)
    running = story.campaign(told, cast, reference="premiere", text=story.FIRST_TEXT)
    # Their messages are planned and nothing has left: from here on the failure decides.
    audit = auditing.fail(told, unproven)
    auditing.watch(unproven, home / TELEPHONES)
    asking.watch(expected, home / TELEPHONES)
    with processes.process("sender", log=home / "sender.log"):
        _sent(told, running)
        send(told, cast, "seconde", story.SECOND_TEXT)
        with processes.site(home) as site:
            meet = partial(asking.meet, expected, cast, site=site, telephones=home / TELEPHONES)
            asking.where_from(told, cast, meet())
        # Met anew: the simulated carrier may have made the first one answer STOP to the code itself.
        calling.call_and_object(told, cast, meet(), partial(send, told, cast))
        auditing.note(told, audit, unproven, home / TELEPHONES)
        with processes.site(home) as site:
            disclosing.read_notices(told, cast, site)
    dumped = home / "sauvegarde.sql"
    proof.dump(dumped)
    before = proof.open_dump(dumped, cast.mandate)
    for running in cast.mandate.campaigns.order_by("pk"):
        story.note_campaign(told, running)
    story.end(told, cast)
    story.search(told, (expected, unproven.expected), dumped, cast)
    return story.conclude(told, expected, before, time.monotonic() - started)


def send(told: "Story", cast: "Cast", reference: str, text: str, ages: tuple[int, int] = (18, 120)) -> "Campaign":
    """Send a campaign, and wait for the carrier's last word on it."""
    from selfcontact.demo import story

    return _sent(told, story.campaign(told, cast, reference=reference, text=text, ages=ages))


def _sent(told: "Story", running: "Campaign") -> "Campaign":
    from selfcontact.demo import story

    _wait(partial(story.finished, told, running))
    _wait(partial(story.receipts_settled, running, 2 * SILENT_SHARE))
    story.note_campaign(told, running)
    return running


def visit(home: Path, arguments: list[str], *, rows: int, seed: int) -> None:
    """Furnish an installation, open its doors, and keep them open until Ctrl-C."""
    from selfcontact.demo import processes, showcase, story

    with processes.carrier(home, arguments) as port, ExitStack() as doors:
        with bars(quiet=False) as bar:
            told = story.begin(home, rows=rows, seed=seed, port=port, tell=bar.tell)
            cast = showcase.furnish(told).cast
        for words in (("web", "console"), ("web", "portal"), ("web", "public"), ("worker",), ("sender",)):
            doors.enter_context(processes.process(*words, log=home / f"{words[-1]}.log"))
        for face, link in showcase.invitations(told, cast).items():
            print(f"{face}\t{link}")
        say("Ouvrez ces liens dans un navigateur. Ctrl-C ferme tout.", "Open these links in a browser. Ctrl-C ends it.")
        with suppress(KeyboardInterrupt):
            signal.pause()


def _wait(over: Callable[[], object]) -> None:
    """Ask again, four times a second, until `over` answers yes; raises UserError when it takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not over():
        if time.monotonic() > deadline:
            raise UserError(
                "demo_slow",
                fr="L’envoi n’avance plus : voir sender.log dans le dossier de la répétition.",
                en="The sending does not progress: see sender.log in the rehearsal's directory.",
            )
        time.sleep(0.25)


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)
