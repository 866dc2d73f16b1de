"""Why something is not written or sent, in sentences; none of them repeats a value."""

import re
from collections.abc import Mapping
from datetime import date

from selfcontact.lib.errors import UserError
from selfcontact.notices import fields
from selfcontact.notices.models import PERSON, Kind, Means, Notice

LONGEST_FACT, LONGEST_REASON = 5_000, 500
#: The lines of an address, and how long one may be (French standard NF Z 10-011).
MOST_LINES, LONGEST_LINE = 6, 38
_RECIPIENT = re.compile(r"(provider|subprocessor|candidate):[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_MAIL = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+")


def recipient(written: str) -> None:
    """Raise for somebody to whom we do not write."""
    if written != PERSON and not _RECIPIENT.fullmatch(written):
        raise UserError("notice_recipient", fr="Ce destinataire est inconnu.", en="This recipient is unknown.")


def address(means: Means, to: str) -> None:
    """Raise for an address where nothing arrives; one with a line feed could add a header to a mail."""
    if means == Means.MAIL and not (_MAIL.fullmatch(to.strip()) and len(to) <= 254):
        raise UserError("notice_address", fr="Il faut une adresse de courriel.", en="An e-mail address is needed.")
    if means == Means.POST and not 1 <= len(lines(to)) <= MOST_LINES:
        raise UserError(
            "notice_address",
            fr=f"Il faut une adresse postale, de {MOST_LINES} lignes au plus.",
            en=f"A postal address is needed, of {MOST_LINES} lines at most.",
        )


def lines(to: str) -> list[str]:
    """Return the lines of a postal address; one that was written on a single line is cut at its commas."""
    written = [" ".join(line.split()) for line in to.splitlines() if line.strip()]
    if len(written) == 1:
        written = [part.strip() for part in written[0].split(",") if part.strip()]
    return written


def facts(kind: Kind, given: Mapping[str, str | date]) -> None:
    """Raise unless exactly the facts of that kind are given, each with something in it."""
    expected = set(fields.NEEDS[kind].facts)
    empty = {name for name, value in given.items() if not str(value).strip() or len(str(value)) > LONGEST_FACT}
    wrong = sorted(expected.symmetric_difference(given) | empty)
    if wrong:
        raise UserError(
            "notice_facts",
            fr=f"Ce qu’il faut écrire manque, est de trop ou trop long : {', '.join(wrong)}.",
            en=f"What is to be written lacks, is too much or too long: {', '.join(wrong)}.",
        )


def without_reason(reason: str) -> None:
    """Raise when no reason is given."""
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise UserError(
            "notice_reason",
            fr=f"Il faut un motif, de {LONGEST_REASON} caractères au plus.",
            en=f"A reason is needed, of {LONGEST_REASON} characters at most.",
        )


def gone(notice: Notice) -> None:
    """Raise when it has left already: nothing leaves twice."""
    if notice.sent_at:
        raise UserError("notice_sent", fr="C’est déjà parti.", en="It has left already.")
