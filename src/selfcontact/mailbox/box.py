"""The folder on the mail server: what lies in it, read in bounded pieces, taken out once it is sealed."""

import imaplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError
from imapclient.response_types import BodyData

from selfcontact.lib.errors import UserError
from selfcontact.mailbox import vetting

PORTS = {"tls": 993, "starttls": 143, "none": 143}
TIMEOUT = 30
#: Put on what was sealed where mails stay on the server.
TAKEN = b"$SelfcontactTaken"
#: What a dropped connection looks like.
LOST = (IMAPClientError, imaplib.IMAP4.error, OSError, EOFError)


@dataclass(frozen=True, kw_only=True)
class Lying:
    """A mail as the server describes it."""

    uid: int
    place: str
    size: int
    received_at: datetime


class Listener(IMAPClient):  # type: ignore[misc]
    """A client that hears of a mail which comes while it prepares to wait.

    A server says so once: in its answer to whatever is asked just then, or in one packet with its consent to IDLE, of
    which IMAPClient leaves the rest in a buffer and looks at the socket. Unheard, the mail waits for the next look.
    """

    _consented = False

    def heard(self) -> bool:
        """Tell whether the server spoke of mails in any answer since this was last asked."""
        return bool(self._imap.response("EXISTS")[1] != [None])

    def idle(self) -> None:
        """Ask the server to say by itself what comes."""
        super().idle()
        self._consented = True

    def _poll_socket(self, sock: socket.socket, timeout: float | None = None) -> object:
        consented, self._consented = self._consented, False
        return consented or super()._poll_socket(sock, timeout)


class Box:
    """An open folder."""

    def __init__(self, client: Listener, validity: int) -> None:
        self._client = client
        self._validity = validity
        # A server that speaks of mails in every answer would else keep us asking without end.
        self._in_vain = False

    @property
    def idles(self) -> bool:
        """Tell whether the server says by itself when a mail comes."""
        return bool(self._client.has_capability("IDLE"))

    def waiting(self) -> list[int]:
        """Return what was not taken yet, oldest first."""
        self._client.heard()
        found = sorted(self._client.search([b"UNDELETED", b"UNKEYWORD", TAKEN]))
        self._in_vain = self._in_vain and not found
        return found

    def look(self, uid: int) -> Lying | None:
        """Return what the server says of a mail, or None when it is gone."""
        found = self._client.fetch([uid], [b"RFC822.SIZE", b"INTERNALDATE"]).get(uid)
        if found is None:
            return None
        at = found[b"INTERNALDATE"]
        return Lying(
            uid=uid,
            place=f"{settings.MAILBOX_HOST}/{settings.MAILBOX_USER}/{settings.MAILBOX_FOLDER}/{self._validity}/{uid}",
            size=int(found[b"RFC822.SIZE"]),
            received_at=at if at.tzinfo else at.replace(tzinfo=UTC),
        )

    def section(self, uid: int, section: str, most: int) -> bytes:
        """Return the first octets of a section ("" is the whole mail, "HEADER", "1.2", "1.2.MIME")."""
        key = f"BODY[{section}]<0>".encode()
        found = self._client.fetch([uid], [f"BODY.PEEK[{section}]<0.{most}>".encode()]).get(uid, {})
        octets = found.get(key, b"")
        return octets if isinstance(octets, bytes) else b""

    def structure(self, uid: int) -> BodyData | None:
        """Return how the server cut a mail, or None when that cannot be read."""
        try:
            found = self._client.fetch([uid], [b"BODYSTRUCTURE"]).get(uid, {})
        except RecursionError:
            return None
        structure = found.get(b"BODYSTRUCTURE")
        return structure if isinstance(structure, BodyData) else None

    def take_out(self, uid: int) -> None:
        """Remove a mail from the server for good, or mark it as taken where mails stay."""
        if not settings.MAILBOX_DELETE:
            self._client.add_flags([uid], [TAKEN, b"\\Seen"], silent=True)
            return
        self._client.delete_messages([uid], silent=True)
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge([uid])
        else:
            # Without UIDPLUS everything marked goes: nobody else marks in this box.
            self._client.expunge()

    def wait(self, seconds: float, stopped: Callable[[], bool]) -> None:
        """Return when something comes, after that time, or as soon as `stopped`: looked at once a second."""
        if self._client.heard() and not self._in_vain:
            self._in_vain = True
            return
        self._in_vain = False
        self._client.idle()
        try:
            for _ in range(max(1, int(seconds))):
                if stopped() or self._client.idle_check(timeout=1):
                    break
        finally:
            self._client.idle_done()

    def alive(self) -> None:
        """Raise one of LOST when the server is gone."""
        self._client.noop()


@contextmanager
def opened(at: datetime) -> Iterator[Box]:
    """Open the folder of the settings; raises UserError with what is wrong, and never the password."""
    still_allowed(at)
    client = _connected()
    try:
        _signed_in(client)
        yield Box(client, _selected(client))
    finally:
        _closed(client)


def _closed(client: IMAPClient) -> None:
    """Take leave, or just close the socket when the server is gone."""
    try:
        client.logout()
    except LOST:
        with suppress(*LOST):
            client.shutdown()


def still_allowed(at: datetime) -> None:
    """Raise UserError once the host of the box may not be used (any more)."""
    vetting.demand(settings.MAILBOX_HOST, settings.MAILBOX_SUBPROCESSOR, at.date())
    vetting.demand_tls(settings.MAILBOX_HOST, settings.MAILBOX_SECURITY)


def context() -> ssl.SSLContext:
    """Return how certificates are checked: always, by the system's authorities or by those of the house."""
    try:
        return ssl.create_default_context(cafile=settings.MAILBOX_CA_FILE or None)
    except (OSError, ssl.SSLError) as error:
        raise UserError(
            "mailbox_ca_file",
            fr="Le fichier SELFCONTACT_MAILBOX_CA_FILE ne se lit pas.",
            en="The file SELFCONTACT_MAILBOX_CA_FILE cannot be read.",
        ) from error


def untrusted() -> UserError:
    """Return what is said of a server whose certificate does not hold."""
    return UserError(
        "mailbox_certificate",
        fr="Le certificat du serveur de messagerie n’est pas valable pour ce nom, ou personne n’en répond.",
        en="The mail server’s certificate is not valid for this name, or nobody vouches for it.",
        hint="SELFCONTACT_MAILBOX_HOST, SELFCONTACT_MAILBOX_CA_FILE",
    )


def _connected() -> Listener:
    host, security = settings.MAILBOX_HOST, settings.MAILBOX_SECURITY
    port, checked = settings.MAILBOX_PORT or PORTS[security], context()
    try:
        client = Listener(host, port, ssl=security == "tls", ssl_context=checked, timeout=TIMEOUT)
        client.normalise_times = False
        if security == "starttls":
            client.starttls(checked)
    except ssl.SSLError as error:
        raise untrusted() from error
    except (*LOST, socket.gaierror) as error:
        raise UserError(
            "mailbox_unreachable",
            fr=f"Le serveur de messagerie {host}:{port} ne répond pas.",
            en=f"The mail server {host}:{port} does not answer.",
            hint="SELFCONTACT_MAILBOX_HOST, SELFCONTACT_MAILBOX_PORT",
        ) from error
    return client


def _signed_in(client: IMAPClient) -> None:
    try:
        client.login(settings.MAILBOX_USER, settings.MAILBOX_PASSWORD)
    except LoginError:
        # Not chained: the server's words may repeat who tried.
        raise UserError(
            "mailbox_password",
            fr="Le serveur de messagerie refuse ce compte ou ce mot de passe.",
            en="The mail server refuses this account or this password.",
            hint="SELFCONTACT_MAILBOX_USER, SELFCONTACT_MAILBOX_PASSWORD",
        ) from None


def _selected(client: IMAPClient) -> int:
    try:
        answer: dict[bytes, Any] = client.select_folder(settings.MAILBOX_FOLDER)
    except IMAPClientError:
        raise UserError(
            "mailbox_folder",
            fr=f"La boîte n’a pas de dossier {settings.MAILBOX_FOLDER}.",
            en=f"The mailbox has no folder {settings.MAILBOX_FOLDER}.",
            hint="SELFCONTACT_MAILBOX_FOLDER",
        ) from None
    return int(answer[b"UIDVALIDITY"])
