"""Whether a person wrote: machines say what they are in their headers (RFC 3834, 2369, 2919, 3464)."""

from selfcontact.mailbox.letter import Letter
from selfcontact.mailbox.models import Nature

LISTS = ("list-id", "list-post", "list-unsubscribe", "list-help")
ANSWERING = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply")
#: What leaves from here bears it: it never comes back but by a loop.
OURS = "x-loop"
POSTMEN = ("mailer-daemon@", "postmaster@", "mailerdaemon@")


def nature(letter: Letter, *, ours: str) -> Nature:
    """Return what a mail is by its own headers; `ours` is the address of the box."""
    if letter.sender.casefold() == ours.casefold() or letter.header(OURS) == ours.casefold():
        return Nature.LOOP
    if letter.kind == "multipart/report" or (_no_return(letter) and letter.sender.casefold().startswith(POSTMEN)):
        return Nature.BOUNCE
    if letter.has(*LISTS) or letter.header("precedence") == "list":
        return Nature.LIST
    return Nature.AUTOMATIC if _automatic(letter) else Nature.PERSON


def silent(letter: Letter) -> bool:
    """Tell whether a person's mail asks that no machine answers it."""
    wished = {word.strip() for word in letter.header("x-auto-response-suppress").split(",")}
    return not wished.isdisjoint({"all", "autoreply"})


def _automatic(letter: Letter) -> bool:
    said = letter.header("auto-submitted").split(";")[0].strip()
    if said not in {"", "no"} or letter.has(*ANSWERING):
        return True
    return _no_return(letter) or letter.header("precedence") in {"bulk", "junk", "auto_reply"}


def _no_return(letter: Letter) -> bool:
    return letter.header("return-path") == "<>"
