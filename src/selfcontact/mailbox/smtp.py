"""The way out: one session with the mail server, under TLS, whose last word on a mail is kept."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from django.conf import settings

from selfcontact.lib.errors import UserError
from selfcontact.mailbox import box, vetting

TIMEOUT = 30
#: What a server says beside its code: the number under which it took the mail; an address never passes.
WORD = re.compile(r"[A-Za-z0-9.=_-]{1,40}")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the server said: taken, refused for good, or not now; `lost`: it took everything and went silent."""

    code: int
    said: str = ""
    lost: bool = False

    @property
    def taken(self) -> bool:
        """Tell whether the server answers for the mail from now on."""
        return not self.lost and 200 <= self.code < 300

    @property
    def final(self) -> bool:
        """Tell whether asking again would change nothing."""
        return self.lost or 500 <= self.code < 600


class Session:
    """An open session."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def hand_over(self, message: EmailMessage, *, sender: str, to: str) -> Verdict:
        """Hand one mail over; raises OSError when the session ends before the server had all of it.

        Raises ValueError for what no mail can hold.
        """
        server = self._server
        # Made first: what no mail can hold must not leave the session in the middle of an envelope.
        octets, to = message.as_bytes(policy=SMTP), to.encode("ascii").decode()
        code, said = server.mail(sender)
        if code == 250:
            code, said = server.rcpt(to)
        if code not in {250, 251}:
            server.rset()
            return Verdict(code=code, said=_words(said))
        try:
            code, said = server.data(octets)
        except smtplib.SMTPDataError as error:
            said = error.smtp_error if isinstance(error.smtp_error, bytes) else b""
            return Verdict(code=error.smtp_code, said=_words(said))
        except OSError:
            # It may have been taken: nobody sends it again by himself.
            return Verdict(code=0, lost=True)
        return Verdict(code=code, said=_words(said))


def security() -> str:
    """Return how the session is encrypted, as Django's settings say it."""
    if settings.EMAIL_USE_SSL:
        return "tls"
    return "starttls" if settings.EMAIL_USE_TLS else "none"


@contextmanager
def session(at: datetime) -> Iterator[Session]:
    """Open a session; raises UserError with what is wrong, OSError when the server is gone."""
    vetting.demand(settings.EMAIL_HOST, settings.EMAIL_SUBPROCESSOR, at.date())
    vetting.demand_tls(settings.EMAIL_HOST, security())
    server = _connected()
    try:
        _sign_in(server)
        yield Session(server)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _connected() -> smtplib.SMTP:
    host, port, checked = settings.EMAIL_HOST, settings.EMAIL_PORT, box.context()
    try:
        if security() == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=checked)
        server = smtplib.SMTP(host, port, timeout=TIMEOUT)
        if security() == "starttls":
            server.starttls(context=checked)
    except ssl.SSLError as error:
        raise box.untrusted() from error
    return server


def _sign_in(server: smtplib.SMTP) -> None:
    server.ehlo_or_helo_if_needed()
    if not settings.EMAIL_HOST_USER:
        return
    try:
        server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except smtplib.SMTPAuthenticationError:
        raise UserError(
            "smtp_password",
            fr="Le serveur d’envoi refuse ce compte ou ce mot de passe.",
            en="The sending server refuses this account or this password.",
            hint="SELFCONTACT_EMAIL_USER, SELFCONTACT_EMAIL_PASSWORD",
        ) from None


def _words(said: bytes) -> str:
    words = said.decode("ascii", errors="replace").split()
    return " ".join(word for word in words if WORD.fullmatch(word))[:80]
