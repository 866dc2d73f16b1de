"""Which request a mail belongs to: by the mails that it answers to, or by a reference in its subject."""

import re

from django.db.models import QuerySet

from selfcontact.mailbox import contents
from selfcontact.mailbox.letter import Letter
from selfcontact.mailbox.models import Direction, Mail
from selfcontact.requests.models import Request

REFERENCE = re.compile(r"(?<![\w-])d-[0-9a-f]{10}(?![\w-])")


def request_of(letter: Letter) -> Request | None:
    """Return the request that a mail goes on with, or None when it begins one; who wrote it plays no part."""
    return _answered(letter) or _named(letter)


def is_ours(letter: Letter) -> bool:
    """Tell whether a mail bears the Message-ID of one that left from here."""
    return bool(letter.message_id) and _of(letter.message_id).filter(direction=Direction.OUT).exists()


def what_bounced(letter: Letter) -> Mail | None:
    """Return the mail of ours that a report says did not arrive."""
    ids = [*letter.answers, *_inside(letter)]
    found = Mail.objects.filter(direction=Direction.OUT, message_print__in=_prints(ids))
    return found.order_by("-pk").first()


def _answered(letter: Letter) -> Request | None:
    for one in letter.answers:
        found = _of(one).exclude(request=None).select_related("request").order_by("-pk").first()
        if found:
            return found.request
    return None


def _named(letter: Letter) -> Request | None:
    named = REFERENCE.findall(letter.subject.casefold())[:5]
    return Request.objects.filter(reference__in=named).order_by("-pk").first()


def _of(message_id: str) -> QuerySet[Mail]:
    return Mail.objects.filter(message_print__in=_prints([message_id]))


def _prints(ids: list[str]) -> list[bytes]:
    return [one for said in ids for one in contents.fingerprints("message", said)]


def _inside(letter: Letter) -> list[str]:
    """Return the Message-IDs in the first octets of what a report carries."""
    heads = [(part.content or b"")[:16_000].decode("ascii", errors="replace") for part in letter.parts[:5]]
    return [one for head in heads for one in re.findall(r"(?im)^message-id:\s*(<[^<>\s]{1,250}>)", head)]
