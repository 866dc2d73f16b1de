"""Checking the whole ledger against its signed heads, inside and outside the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from django.db import transaction

from selfcontact.ledger import checkpoint, heads, merkle
from selfcontact.ledger.actions import DETAILS
from selfcontact.ledger.checkpoint import Checkpoint, CheckpointRefusedError
from selfcontact.ledger.checkpoint_file import CheckpointFile
from selfcontact.ledger.leaf import SALT, Leaf, commitment
from selfcontact.ledger.merkle import Frontier
from selfcontact.ledger.models import Detail, Entry, Head
from selfcontact.vault import open_vault
from selfcontact.vault.fields import SealBrokenError

MESSAGES = {
    "entry_changed": ("L’écriture {at} a été modifiée.", "Entry {at} was changed."),
    "entry_missing": ("L’écriture {at} a été retirée.", "Entry {at} was removed."),
    "tail_removed": ("Les écritures à partir de {at} ont été retirées.", "The entries from {at} on were removed."),
    "unsigned_entry": ("L’écriture {at} a une place que rien n’a signée.", "Entry {at} has a place nobody signed."),
    "root_differs": ("Une écriture de la plage {at} a été réécrite.", "An entry in the range {at} was rewritten."),
    "detail_changed": ("Le détail de l’écriture {at} a été modifié.", "The details of entry {at} were changed."),
    "detail_missing": ("Le détail de l’écriture {at} a été retiré.", "The details of entry {at} were removed."),
    "checkpoint_forged": (
        "Le point de contrôle {at} n’est pas signé.",
        "Checkpoint {at} is not signed by this ledger.",
    ),
    "checkpoint_differs": (
        "Le point de contrôle n° {at} diffère entre la table et le fichier.",
        "Checkpoint number {at} differs between the table and the file.",
    ),
    "table_rolled_back": (
        "La table a perdu les points de contrôle à partir du n° {at}.",
        "The table has lost the checkpoints from number {at} on.",
    ),
    "file_truncated": (
        "Le fichier a perdu les points de contrôle à partir du n° {at}.",
        "The file has lost the checkpoints from number {at} on.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that does not agree; `at` is an index, a range of indexes, or a checkpoint."""

    code: str
    at: str

    def text(self, language: str) -> str:
        """Return the sentence in "fr" or "en"."""
        return MESSAGES[self.code][language.startswith("en")].format(at=self.at)


@dataclass(kw_only=True)
class Report:
    """What was read and what is wrong with it."""

    size: int = 0
    pending: int = 0
    checkpoints: int = 0
    #: Details that could be opened and agree with their commitment, and those whose keys are destroyed.
    details: int = 0
    forgotten: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Tell whether everything agrees."""
        return not self.problems

    def add(self, code: str, at: object) -> None:
        """Note one problem."""
        self.problems.append(Problem(code=code, at=str(at)))


@transaction.atomic
def verify() -> Report:
    """Recompute every entry, every root and every signature; compare the table of heads with the file.

    The sequencer waits meanwhile. Nothing is repaired.
    """
    heads.lock()
    report = Report()
    signed = _signed_heads(report)
    _compare_with_file(report)
    _check_tree(report, signed)
    _check_details(report)
    report.pending = Entry.objects.filter(index=None).count()
    return report


def _signed_heads(report: Report) -> list[Checkpoint]:
    signed, verifier = [], heads.verifier()
    for row in Head.objects.order_by("size").iterator():
        report.checkpoints += 1
        try:
            head = checkpoint.verify(row.note, verifier)
        except CheckpointRefusedError:
            report.add("checkpoint_forged", row.size)
            continue
        edge = Frontier.decode(head.size, bytes(row.frontier)).root() if _fits(row) else b""
        if (row.size, bytes(row.root), edge) == (head.size, head.root, head.root):
            signed.append(head)
        else:
            report.add("checkpoint_forged", row.size)
    return signed


def _fits(row: Head) -> bool:
    return len(row.frontier) == row.size.bit_count() * merkle.HASH


def _compare_with_file(report: Report) -> None:
    table = Head.objects.order_by("size").values_list("note", flat=True).iterator()
    number = 0
    for number, (inside, outside) in enumerate(zip_longest(table, CheckpointFile().notes()), start=1):
        if inside is None:
            report.add("table_rolled_back", number)
            return
        if outside is None:
            # The last head may be committed and not yet written: a crash, which the sequencer repairs.
            if number < report.checkpoints:
                report.add("file_truncated", number)
            return
        if inside != outside:
            report.add("checkpoint_differs", number)
            return


def _check_tree(report: Report, signed: list[Checkpoint]) -> None:
    tree, whole, start = Frontier(), True, 0
    waiting = iter(signed)
    head = next(waiting, None)
    for entry in Entry.objects.filter(index__isnull=False).order_by("index").iterator():
        report.size += 1
        if whole and entry.index != tree.size:
            report.add("entry_missing", tree.size)
            whole = False
        if not _agrees(entry):
            report.add("entry_changed", entry.index)
        tree.append(bytes(entry.leaf_hash or b""))
        if head and tree.size == head.size:
            if whole and tree.root() != head.root:
                report.add("root_differs", f"{start}-{head.size - 1}")
                whole = False
            start, head = head.size, next(waiting, None)
    _check_end(report, tree.size, signed[-1].size if signed else 0, whole=whole)


def _check_end(report: Report, found: int, signed: int, *, whole: bool) -> None:
    if found < signed and whole:
        report.add("tail_removed", found)
    elif found > signed:
        report.add("unsigned_entry", signed)


def _agrees(entry: Entry) -> bool:
    leaf = bytes(entry.leaf)
    if entry.leaf_hash is None or merkle.leaf_hash(leaf) != bytes(entry.leaf_hash):
        return False
    try:
        read = Leaf.decode(leaf)
    except ValueError:
        return False
    return (read.uid, read.at) == (entry.uid, entry.recorded_at)


def _check_details(report: Report) -> None:
    for entry, detail in _with_details():
        name = entry.uid if entry.index is None else entry.index
        if detail is None:
            report.add("detail_missing", name)
        elif (agrees := _opens(entry, detail)) is None:
            report.forgotten += 1
        elif agrees:
            report.details += 1
        else:
            report.add("detail_changed", name)


def _with_details() -> Iterator[tuple[Entry, Detail | None]]:
    for entry in Entry.objects.select_related("detail").order_by("id").iterator():
        yield entry, getattr(entry, "detail", None)


def _opens(entry: Entry, detail: Detail) -> bool | None:
    """Return whether the details agree with the leaf, or None when their keys are destroyed."""
    keys = open_vault().keys
    if not keys.exists(detail.mandate_id, detail.generation):
        ended = detail.mandate_id is not None and keys.destroyed(detail.mandate_id)
        return None if ended else False
    try:
        clear = keys.open(detail.mandate_id, detail.generation).open(DETAILS, entry.pk, bytes(detail.sealed))
        return commitment(clear[:SALT], clear[SALT:]) == Leaf.decode(bytes(entry.leaf)).commitment
    except (SealBrokenError, ValueError):
        return False
