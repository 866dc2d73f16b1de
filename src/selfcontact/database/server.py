"""The embedded PostgreSQL: one data directory, started by whoever needs it first, stopped by its last user."""

import hashlib
import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from selfcontact.database import account, binaries, configuration, failures
from selfcontact.database.lease import Lease, alone

OWNER = "selfcontact"
SUPERUSER = "postgres"
PORT = 5432
#: `sun_path` of Linux, its final NUL left out; the rest of the name is PostgreSQL's.
LONGEST_SOCKET = 107 - len(f"/.s.PGSQL.{PORT}")
START_SECONDS = 600
#: How long the children of a killed server may take to notice that it died.
LAST_CHILDREN_SECONDS = 30
LARGEST_LOG = 10 * 1024 * 1024


class Server:
    """The server of one installation. Used as a context, it is started and then left to whoever still uses it."""

    def __init__(self, home: Path) -> None:
        """`home` is the installation's directory; nothing is written before `start`."""
        self.home = home.absolute()
        self.base = self.home / "postgres"
        self.data = self.base / "data"
        self.log = self.base / "server.log"
        self.lease = Lease(self.home / "postgres.lease")
        self._lock = self.home / "postgres.lock"
        self._kept = self.home / "postgres.kept"

    @property
    def socket(self) -> Path:
        """The private directory of the socket: in the installation, or in /tmp when that path suits no socket."""
        inside = self.base / "run"
        # libpq reads a comma as the start of another host.
        if len(os.fsencode(inside)) <= LONGEST_SOCKET and not {",", '"'} & set(str(inside)):
            return inside
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path("/tmp") / f"selfcontact-{os.geteuid()}-{digest}"  # noqa: S108 - ownership and mode are verified

    def url(self, role: str | None = None, dbname: str = "selfcontact") -> str:
        """Return the libpq connection string of the owner, or of a process role such as "worker"; starts nothing."""
        user = f"selfcontact_{role}" if role else OWNER
        return make_conninfo("", host=str(self.socket), port=PORT, user=user, dbname=dbname)

    @property
    def running(self) -> bool:
        """Whether the server accepts connections."""
        if not self.data.exists():
            return False
        try:
            with self._connect(timeout=10):
                return True
        except psycopg.OperationalError:
            return False

    def start(self, *, keep: bool = False) -> None:
        """Make the data directory if it is missing, start if nobody has, and take a share in the server.

        With `keep` it outlives its users, until `stop`. Raises UserError: disk full, no permission, socket taken,
        data of another major version, programs missing.
        """
        with self._told():
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            with alone(self._lock):
                self.lease.take()
                if not self.running:
                    self._start()
                if keep:
                    self._kept.touch()

    def stop(self) -> None:
        """Stop the server now, whoever uses it; transactions under way are rolled back."""
        if not self.home.exists():
            return
        with self._told(), alone(self._lock):
            self.lease.give_back()
            self._kept.unlink(missing_ok=True)
            self._stop()

    def release(self) -> None:
        """Give this process's share back; the last one stops the server, unless it was started to be kept."""
        if not self.lease.held or not self.home.exists():
            return
        with self._told(), alone(self._lock):
            if self.lease.give_back() and not self._kept.exists():
                self._stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the system refuses into a sentence."""
        try:
            yield
        except OSError as error:
            said = os.strerror(error.errno) if error.errno else ""
            raise failures.explain(said, self.data, self.socket, self.log) from error

    def _connect(self, dbname: str = SUPERUSER, timeout: int = 60) -> psycopg.Connection:
        conninfo = make_conninfo(self.url(dbname=dbname), user=SUPERUSER, connect_timeout=timeout)
        return psycopg.connect(conninfo, autocommit=True)

    def _start(self) -> None:
        user = account.present()
        self._open_home(user)
        programs = binaries.installed(self.data)
        if not user.reaches(programs.path("postgres")):
            programs = binaries.copied(programs, self.home / "postgres-programs")
        user.own(self.base)
        self._clear_stale()
        if not self.data.exists():
            self._initialise(user, programs)
        self._configure(user, programs)
        self._launch(user, programs)
        self._make_database()

    def _open_home(self, user: account.Account) -> None:
        """As root, let the server's user pass through the installation's directory, which stays closed to others."""
        if user.other and not user.reaches(self.home):
            os.chown(self.home, -1, user.gid)
            self.home.chmod(stat.S_IMODE(self.home.stat().st_mode) | stat.S_IXGRP)
            if not user.reaches(self.home):
                raise failures.home_unreachable(self.home, account.NAME)

    def _initialise(self, user: account.Account, programs: binaries.Binaries) -> None:
        """Make the data directory beside its place, then rename it: half a directory never looks like a whole one."""
        for left in self.base.glob("data.unfinished-*"):
            shutil.rmtree(left, ignore_errors=True)
        # A name of its own: the initdb of a process that was killed may still be writing in the other.
        unfinished = self.base / f"data.unfinished-{os.getpid()}"
        options = ["--encoding=UTF8", "--locale=C", "--auth=trust", f"--username={SUPERUSER}", "--no-instructions"]
        done = user.run([programs.path("initdb"), "-D", unfinished, *options])
        if done.returncode != 0:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise failures.explain(done.stdout + done.stderr, self.data, self.socket, self.log)
        unfinished.rename(self.data)

    def _configure(self, user: account.Account, programs: binaries.Binaries) -> None:
        self._own_socket(user)
        conf = configuration.postgresql_conf(socket=self.socket, lz4=programs.has_lz4)
        for name, text in (("postgresql.conf", conf), ("pg_hba.conf", configuration.HBA)):
            # Written by the server's user: root must not follow a link planted in a directory that is not its own.
            done = user.run(["/usr/bin/tee", self.data / name], stdin=text)
            if done.returncode != 0:
                raise failures.explain(done.stderr, self.data, self.socket, self.log)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _own_socket(self, user: account.Account) -> None:
        """Make the socket's directory; refuse one that someone else made or that is a link."""
        with suppress(FileExistsError):
            self.socket.mkdir(mode=0o700)
            os.chown(self.socket, user.uid, user.gid, follow_symlinks=False)
        found = self.socket.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.uid:
            raise failures.socket_in_use(self.socket)
        self.socket.chmod(0o700)

    def _clear_stale(self) -> None:
        """Remove the pid file of a server that died, when its number now belongs to another program."""
        pid = self._pid()
        if pid is not None and not self._is_ours(pid):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _is_ours(self, pid: int) -> bool:
        try:
            command = psutil.Process(pid).cmdline()
        except psutil.Error:
            return False
        return str(self.data) in command

    def _launch(self, user: account.Account, programs: binaries.Binaries) -> None:
        if self._recovers():
            return
        pg_ctl: list[str | Path] = [
            programs.path("pg_ctl"),
            "-D",
            self.data,
            "-l",
            self.log,
            "-w",
            "-t",
            str(START_SECONDS),
        ]
        deadline = time.monotonic() + LAST_CHILDREN_SECONDS
        while True:
            began = self.log.stat().st_size if self.log.exists() else 0
            done = user.run([*pg_ctl, "start"])
            # It may also fail because the pg_ctl of a killed process has just been faster.
            if done.returncode == 0 or self._recovers():
                return
            said = done.stdout + done.stderr + self._said_since(began)
            if "pre-existing shared memory block" not in said or time.monotonic() > deadline:
                raise failures.explain(said, self.data, self.socket, self.log)
            time.sleep(0.2)

    def _recovers(self) -> bool:
        """Wait for a server that is alive but does not answer yet: whoever started it was killed meanwhile."""
        pid = self._pid()
        while pid is not None and self._is_ours(pid):
            if self.running:
                return True
            time.sleep(0.1)
        return False

    def _said_since(self, offset: int) -> str:
        if not self.log.exists():
            return ""
        with self.log.open("rb") as stream:
            stream.seek(offset)
            return stream.read(100_000).decode(errors="replace")

    def _make_database(self) -> None:
        """Make the owner, who is no superuser, and its database; the second time it finds them there."""
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
                owner = sql.Identifier(OWNER)
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE").format(owner))
                connection.execute(sql.SQL("GRANT pg_checkpoint, pg_monitor, pg_signal_backend TO {}").format(owner))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(OWNER)))

    def _stop(self) -> None:
        if not self.data.exists() or self._pid() is None:
            return
        user = account.present()
        programs = binaries.installed(self.data)
        if not user.reaches(programs.path("postgres")):
            programs = binaries.copied(programs, self.home / "postgres-programs")
        user.run([programs.path("pg_ctl"), "-D", self.data, "-m", "fast", "-w", "-t", "120", "stop"])
