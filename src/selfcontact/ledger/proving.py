"""Making the proof that an entry is in the ledger."""

from uuid import UUID

from django.db import transaction

from selfcontact.ledger import heads, merkle
from selfcontact.ledger.checkpoint import Checkpoint
from selfcontact.ledger.merkle import Frontier
from selfcontact.ledger.models import Entry
from selfcontact.ledger.proof import Proof
from selfcontact.lib.errors import UserError


@transaction.atomic
def prove(entry: UUID | int) -> Proof:
    """Return the proof of an entry, given by its uid or its index, under the newest checkpoint.

    Raises UserError for an entry that is unknown or not yet integrated.
    """
    head = heads.newest()
    found = Entry.objects.filter(**({"uid": entry} if isinstance(entry, UUID) else {"index": entry})).first()
    if found is None:
        raise UserError("entry_unknown", fr="Aucune écriture de ce nom.", en="There is no such entry.")
    if head is None or found.index is None or found.index >= head.size:
        raise UserError(
            "entry_pending",
            fr="L’écriture n’est pas encore dans l’arbre.",
            en="The entry is not in the tree yet.",
            hint="selfcontact ledger checkpoint",
        )
    rows = Entry.objects.filter(index__lt=head.size).order_by("index").values_list("leaf_hash", flat=True)
    path = merkle.inclusion_proof([bytes(hashed or b"") for hashed in rows.iterator()], found.index)
    return Proof(leaf=bytes(found.leaf), index=found.index, path=tuple(path), note=head.note)


def contains(head: Checkpoint) -> bool:
    """Tell whether a head that somebody kept is still a beginning of this ledger; if not, history was rewritten."""
    tree = Frontier()
    rows = Entry.objects.filter(index__lt=head.size).order_by("index").values_list("leaf", flat=True)
    for leaf in rows.iterator():
        tree.append(merkle.leaf_hash(bytes(leaf)))
    return (tree.size, tree.root()) == (head.size, head.root)
