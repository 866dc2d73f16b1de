"""The newest head: who may move it, whether it still agrees with the table, and its copy outside the database."""

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from selfcontact.ledger.checkpoint import Verifier
from selfcontact.ledger.checkpoint_file import CheckpointFile
from selfcontact.ledger.merkle import Frontier
from selfcontact.ledger.models import Entry, Head
from selfcontact.lib.errors import UserError
from selfcontact.vault import open_vault

#: Any number that no other part of the product uses.
LOCK = 0x5C1ED6E2


class LedgerDamagedError(UserError):
    """The table no longer agrees with what was signed: nothing may be signed over it."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__("ledger_damaged", fr=fr, en=en, hint="selfcontact ledger verify")


def origin() -> str:
    """Return the name of this installation's ledger."""
    return str(settings.LEDGER_ORIGIN)


def verifier() -> Verifier:
    """Return the public key that verifies this ledger's checkpoints, to be handed to whoever must trust them."""
    return Verifier(name=origin(), public_key=open_vault().describe().public_key)


def lock() -> None:
    """Let one sequencer or verifier work at a time, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def newest() -> Head | None:
    """Return the newest signed head."""
    return Head.objects.order_by("size").last()


def frontier() -> Frontier:
    """Return the right edge of the tree; raises `LedgerDamagedError` when entries or head were changed since."""
    head = newest()
    tree = Frontier.decode(head.size, bytes(head.frontier)) if head else Frontier()
    last = Entry.objects.aggregate(last=Max("index"))["last"]
    if (-1 if last is None else last) + 1 != tree.size or (head and tree.root() != bytes(head.root)):
        raise LedgerDamagedError(
            "Le journal ne correspond plus à son dernier point de contrôle signé.",
            "The ledger no longer agrees with its last signed checkpoint.",
        )
    return tree


@transaction.atomic(durable=True)
def publish(file: CheckpointFile) -> None:
    """Write to the file the heads that were committed since; safe to repeat."""
    lock()
    write_missing(file)


def write_missing(file: CheckpointFile) -> None:
    """Append what the file lacks: one head at most, after a crash. Raises `LedgerDamagedError` for anything else."""
    last = file.last()
    known = Head.objects.filter(note=last).first() if last else None
    missing = list(Head.objects.filter(size__gt=known.size if known else 0).order_by("size"))
    if (last and not known) or len(missing) > 1:
        raise LedgerDamagedError(
            f"La table des points de contrôle et le fichier « {file.path} » ne concordent plus.",
            f"The table of checkpoints and the file {file.path} no longer agree.",
        )
    file.append([head.note for head in missing])
