"""From a submission to the bodies of its submit_sm, one by part (SMPP 3.4, section 4.4.1)."""

from functools import lru_cache
from typing import Final

from selfcontact.sms.address import INTERNATIONAL, write_sender
from selfcontact.sms.gateway import Submission
from selfcontact.sms.message import UDHI
from selfcontact.sms.parts import sar, udh
from selfcontact.sms.validity import write_validity

LONGEST_PART: Final = 140 + 20  # 160 unpacked septets; 140 octets otherwise.
MOST_PARTS: Final = 255
_FINAL_RECEIPT: Final = b"\x01"


def check(submission: Submission) -> None:
    """Raise ValueError for what could not be written: sender, lengths, number of parts, a validity under a second."""
    write_sender(submission.sender)
    if not 1 <= len(submission.segments) <= MOST_PARTS or max(map(len, submission.segments)) > LONGEST_PART:
        raise ValueError("a submission has 1 to 255 segments of at most 160 octets")
    if not 1 <= submission.destination < 10**20:
        raise ValueError("a destination has 1 to 20 digits")
    if submission.validity is not None and submission.validity.total_seconds() < 1:
        raise ValueError("the validity period is over")


@lru_cache(maxsize=1024)
def _head(sender: str) -> bytes:
    return b"\0" + write_sender(sender) + INTERNATIONAL


def write_part(submission: Submission, part: int) -> bytes:
    """Return the body of the submit_sm of one part, counted from 1; a receipt is always asked for."""
    text, esm_class, parameters = submission.segments[part - 1], 0, b""
    total = len(submission.segments)
    if total > 1 and submission.udh:
        text, esm_class = udh(submission.reference, total, part) + text, UDHI
    elif total > 1:
        parameters = sar(submission.reference, total, part)
    return b"%b%d\0%c\0\0\0%b%b\0%c\0%c%b%b" % (
        _head(submission.sender),
        submission.destination,
        esm_class,
        write_validity(submission.validity),
        _FINAL_RECEIPT,
        submission.data_coding,
        len(text),
        text,
        parameters,
    )
