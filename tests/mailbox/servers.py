"""A mail server of one's own: Dovecot for IMAP and Exim for SMTP, Debian's, in a folder that goes away, on loopback.

Neither ever runs as root: started by root, they take the account that owns nothing.
"""

import grp
import os
import pwd
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = Path(__file__).parent
PATIENCE = 30.0
DPO = "dpo@house.example"
PERSON = "zoe@people.example"
ABSENT = "absent@people.example"
GONE = "gone@people.example"
REFUSED = "refused@people.example"
LATER = "later@people.example"
PASSWORD = "mot-de-passe-d-essai"


@dataclass
class MailServer:
    """The two servers and the people they know."""

    root: Path
    imap: int
    imaps: int
    smtp: int
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def certificate(self) -> Path:
        return self.root / "cert.pem"

    def box(self, address: str) -> list[Path]:
        """Return the mails in somebody's box, oldest first."""
        folder = self.root / "mail" / address
        found = [path for part in ("new", "cur") for path in (folder / part).glob("*")]
        return sorted(found, key=lambda path: path.stat().st_mtime_ns)

    def post(self, raw: bytes, *, sender: str = PERSON, to: str = DPO) -> None:
        """Hand a mail over by SMTP, as any stranger does."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=PATIENCE) as session:
            session.sendmail(sender, [to], raw)

    def post_and_wait(self, raw: bytes, *, sender: str = PERSON, to: str = DPO) -> None:
        """Hand a mail over and return once it lies in the box."""
        before = len(self.box(to))
        self.post(raw, sender=sender, to=to)
        until(lambda: len(self.box(to)) > before)

    def deposit(self, raw: bytes) -> Path:
        """Put octets in the DPO's box as they are, as a server that accepts anything would; return where."""
        folder = self.root / "mail" / DPO
        for part in ("", "tmp", "new", "cur"):
            self._made(folder / part)
        file = folder / "new" / f"{time.time_ns()}.deposit"
        file.write_bytes(raw)
        self._made(file)
        return file

    def _made(self, path: Path) -> None:
        if path.suffix != ".deposit":
            path.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            user, group = _names()
            os.chown(path, user.pw_uid, group.gr_gid)

    def settings(self) -> dict[str, object]:
        """Return the settings of an installation whose mailbox is here."""
        return {
            "DPO_EMAIL": DPO,
            "MAILBOX_HOST": "localhost",
            "MAILBOX_PORT": self.imaps,
            "MAILBOX_SECURITY": "tls",
            "MAILBOX_USER": DPO,
            "MAILBOX_PASSWORD": PASSWORD,
            "MAILBOX_FOLDER": "INBOX",
            "MAILBOX_CA_FILE": str(self.certificate),
            "MAILBOX_SUBPROCESSOR": "post-office",
            "MAILBOX_DELETE": True,
            "EMAIL_SUBPROCESSOR": "post-office",
            "EMAIL_HOST": "localhost",
            "EMAIL_PORT": self.smtp,
            "EMAIL_HOST_USER": DPO,
            "EMAIL_HOST_PASSWORD": PASSWORD,
            "EMAIL_USE_TLS": True,
            "EMAIL_USE_SSL": False,
        }

    def environment(self) -> dict[str, str]:
        """Return the same settings, as a process of its own finds them in its environment."""
        others = ("EMAIL_HOST_", "EMAIL_USE_")
        named = {name: value for name, value in self.settings().items() if not name.startswith(others)}
        named |= {"EMAIL_USER": DPO, "EMAIL_PASSWORD": PASSWORD, "EMAIL_SECURITY": "starttls"}
        named |= {"MAILBOX_DELETE": 1, "MAILBOX_POLL_SECONDS": 1}
        return {f"SELFCONTACT_{name}": str(value) for name, value in named.items()}

    def empty(self) -> None:
        """Throw away whatever lies in the boxes, behind the back of those who read them."""
        for path in [path for one in (DPO, PERSON, ABSENT) for path in self.box(one)]:
            path.unlink(missing_ok=True)

    def put_right(self) -> None:
        """Start again what a test stopped, and forget the settings that it gave."""
        for name in ("dovecot", "exim"):
            if name not in self.processes:
                self.configure()
                self.start_one(name)

    def start(self) -> None:
        """Start both, and wait until both answer."""
        for name in ("dovecot", "exim"):
            self.start_one(name)

    def start_one(self, name: str) -> None:
        """Start one of them."""
        commands = {
            "dovecot": ["/usr/sbin/dovecot", "-F", "-c", str(self.root / "dovecot.conf")],
            "exim": ["/usr/sbin/exim4", "-C", str(self.root / "exim.conf"), "-bdf"],
        }
        self.processes[name] = subprocess.Popen(
            commands[name],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            **_account(),  # type: ignore[call-overload]
        )
        for port in (self.imap, self.imaps) if name == "dovecot" else (self.smtp,):
            until(lambda port=port: _answers(port))  # type: ignore[misc]

    def stop_one(self, name: str) -> None:
        """Stop one of them and its children."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """Stop both."""
        for name in list(self.processes):
            self.stop_one(name)

    def configure(self, more: str = "") -> None:
        """Write the settings; `more` are lines for Dovecot."""
        user, group = _names()
        values = {
            "root": self.root,
            "user": user.pw_name,
            "group": group.gr_name,
            "uid": user.pw_uid,
            "gid": group.gr_gid,
            "imap": self.imap,
            "imaps": self.imaps,
            "smtp": self.smtp,
            "dpo": DPO,
            "password": PASSWORD,
            "more": more,
        }
        (self.root / "dovecot.conf").write_text((HERE / "dovecot.conf").read_text().format(**values))
        (self.root / "exim.conf").write_text((HERE / "exim.conf").read_text().format(**values))


@contextmanager
def mail_server(people: Sequence[str] = ()) -> Iterator[MailServer]:
    """Start a mail server in a folder of its own, for `people` too; stop it and remove the folder at the end."""
    root = Path(tempfile.mkdtemp(prefix="scm-", dir="/tmp"))
    imap, imaps, smtp = _free_ports(3)
    made = MailServer(root, imap, imaps, smtp)
    try:
        _furnish(root, [DPO, PERSON, ABSENT, *people])
        made.configure()
        _give_away(root)
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(root, ignore_errors=True)


def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Return as soon as it is true; fails after the deadline."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "still not true at the deadline"
        time.sleep(0.02)


def _names() -> tuple[pwd.struct_passwd, grp.struct_group]:
    if os.geteuid() == 0:
        return pwd.getpwnam("nobody"), grp.getgrnam("nogroup")
    return pwd.getpwuid(os.geteuid()), grp.getgrgid(os.getegid())


def _account() -> dict[str, object]:
    user, group = _names()
    return {"user": user.pw_uid, "group": group.gr_gid, "extra_groups": []} if os.geteuid() == 0 else {}


def _furnish(root: Path, people: Sequence[str]) -> None:
    for name in ("run", "state", "mail", "home", "spool"):
        (root / name).mkdir()
    (root / "users").write_text("".join(f"{one}:{PASSWORD}\n" for one in people))
    (root / "people").write_text("".join(f"{one.split('@')[0]}: {one}\n" for one in people))
    write_certificate(root / "cert.pem", root / "key.pem")


def _give_away(root: Path) -> None:
    if os.geteuid() == 0:
        user, group = _names()
        for path in (root, *root.rglob("*")):
            os.chown(path, user.pw_uid, group.gr_gid)
    root.chmod(0o755)


def write_certificate(certificate: Path, key: Path) -> None:
    """Write a self-signed certificate of 127.0.0.1 and localhost."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(IPv4Address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def trusting(certificate: Path) -> ssl.SSLContext:
    """Return a context that trusts this certificate alone."""
    return ssl.create_default_context(cafile=str(certificate))
