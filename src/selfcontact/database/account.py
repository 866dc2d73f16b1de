"""Who runs the embedded server: the present user, or, as root, a system user of its own, as PostgreSQL asks."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from selfcontact.database import failures

NAME = "selfcontact-db"
#: Nothing of the caller's environment: a stray PGPORT or PGDATA would send the server elsewhere.
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, kw_only=True)
class Account:
    """A user id and its group; `other` when it is not the one of this process."""

    uid: int
    gid: int
    other: bool

    def run(self, command: Sequence[str | Path], stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a program as this user, in "/" and with a bare environment; never raises on its exit status."""
        user = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            command, check=False, capture_output=True, text=True, input=stdin, cwd="/", env=ENVIRONMENT, **user
        )

    def reaches(self, path: Path) -> bool:
        """Tell whether this user may enter or execute `path`."""
        return self.run(["/usr/bin/test", "-x", path]).returncode == 0

    def own(self, folder: Path) -> None:
        """Make `folder` if it is missing, closed to everyone but this user."""
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(folder, self.uid, self.gid, follow_symlinks=False)
        folder.chmod(0o700)


def present() -> Account:
    """Return the account of the server; as root, make the system user when it is missing. Raises UserError."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), other=False)
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        entry = _made()
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, other=True)


def _made() -> pwd.struct_passwd:
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command = ["/usr/sbin/useradd", *options, "--shell", "/usr/sbin/nologin", NAME]
    try:
        # Its exit status says nothing that the look-up does not: another process may have made the user meanwhile.
        subprocess.run(command, check=False, capture_output=True)
        return pwd.getpwnam(NAME)
    except (OSError, KeyError) as error:
        raise failures.account_refused(NAME) from error
