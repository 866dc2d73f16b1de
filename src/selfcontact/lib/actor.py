"""Who does something, as the ledger may name them."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Kind = Literal["staff", "candidate", "system", "public"]


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A pseudonym: the table that turns `uid` into a name can be deleted without touching the ledger."""

    kind: Kind
    uid: UUID


SYSTEM = Actor(kind="system", uid=UUID(int=0))
