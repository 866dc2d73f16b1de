"""One database role per process. None of them owns a table; what each may do is granted table by table."""

import os
from collections.abc import Iterator

from selfcontact.lib.errors import UserError

PROCESSES = ("console", "portal", "public", "worker", "sender", "voice")
#: The processes that open, empty and drop a mandate's partitions.
KEEPERS = ("worker", "console")


def names() -> tuple[str, ...]:
    """Return the role of each process."""
    return tuple(f"selfcontact_{process}" for process in PROCESSES)


def embedded() -> bool:
    """Tell whether the roles live in the embedded server, where each process logs in as its own role."""
    return "DATABASE_URL" not in os.environ


def creation(missing: set[str], owner: str) -> Iterator[str]:
    """Yield the statements that make the missing roles.

    On a server they cannot log in: the owner takes them on (`SET ROLE`), or the administrator makes a login that is
    a member of one and names it in DATABASE_URL_<PROCESS>.
    """
    kind = "LOGIN" if embedded() else "NOLOGIN"
    for name in names():
        if name in missing:
            yield f'CREATE ROLE {name} {kind}; GRANT {name} TO "{owner}"'


def not_permitted(statements: list[str]) -> UserError:
    """The owner of the database may not make roles; the hint is what the administrator runs."""
    return UserError(
        "roles_missing",
        fr="Le compte de DATABASE_URL ne peut pas créer les rôles des processus ; l’administrateur doit le faire.",
        en="The account of DATABASE_URL may not create the roles of the processes; the administrator has to.",
        hint="; ".join(statements),
    )
