"""What a person means by a reply: a refusal, a question, support, or something that a human has to read.

A refusal never passes as support. What is not understood is read by a human, with the number frozen meanwhile.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from selfcontact.sms import replies_words as words

Kind = Literal[
    "stop", "rights", "insult", "wrong_person", "minor", "return", "alert", "doubtful", "empty",
    "source", "question", "support", "false_friend", "automatic", "agreement",
]  # fmt: skip
Action = Literal["oppose", "answer", "read", "none"]

ACTIONS: dict[Kind, Action] = {
    "stop": "oppose",
    "rights": "oppose",
    "insult": "oppose",
    "wrong_person": "oppose",
    "minor": "oppose",
    "return": "read",
    "alert": "read",
    "doubtful": "read",
    "empty": "read",
    "source": "answer",
    "question": "answer",
    "support": "none",
    "false_friend": "none",
    "automatic": "none",
    # Never of a reply by itself: it takes an invitation, see `agreement`.
    "agreement": "none",
}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a reply is, and what follows: oppose the number, answer, let a human read (number frozen), or nothing."""

    kind: Kind
    action: Action


#: The reading of a yes to an invitation.
AGREEMENT = Reading(kind="agreement", action="none")


def classify(text: str) -> Reading:
    """Return the reading of a reply of any length, in any spelling; never raises."""
    kind = _kind(text)
    return Reading(kind=kind, action=ACTIONS[kind])


_HOMOGLYPHS = str.maketrans(
    "авеёкмнорстухіѕјӏԁԛԝαβεηικμνορτυχωϲɩσꜱᴛᴏᴘᴀᴇɴᴅᴍɪʀʟʙᴄɢʜᴋᴜᴠᴢıłøđ",
    "abeekmhopctyxisjldqwabenikmvoptuxwciostopaendmirlbcghkuvzilod",
)
_LEET = str.maketrans("013457$@€£|!", "oieast" + "saeeii")
_SIGNATURE = re.compile(r"\n\s*(?:--|__|>|envoyé de|envoyé depuis|sent from|le .{5,80} a écrit)[\s\S]*$", re.IGNORECASE)
_CLAUSE = re.compile(r"[.!?;:,()\[\]{}\"«»“”…\n\r|/\\–—=+*~^<>]+")
# A letter we cannot read stays visible as `_`, so that « ?top » is never read as « top ».
_UNKNOWN_LETTER = re.compile(r"[^\W\d_a-z]")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][\s.\-_*·•/|,]{1,3}){2,}[^\W\d_](?![^\W_])")
_DOUBLED = re.compile(r"([a-z])\1+")
_CODE_GLUED = re.compile(r"^([a-z]{3,})\d{3,}$")


def normalise(text: str) -> str:
    """Return words of a-z and 0-9 with `|` between clauses: no accent, no doubled letter, no disguise."""
    return _letters(_plain(text))


def _plain(text: str) -> str:
    """Normalise all but the digits and signs that may stand for letters."""
    plain = _SPACED.sub(lambda found: re.sub(r"[\W_]+", "", found[0]), _undisguised(text))
    clauses = (_words(clause) for clause in _CLAUSE.split(plain))
    return " | ".join(clause for clause in clauses if clause)


def _undisguised(text: str) -> str:
    """Compatibility forms, case, accents, invisible characters and look-alike letters out of the way."""
    text = text[:LONGEST].casefold().replace("œ", "oe").replace("ß", "ss")
    decomposed = unicodedata.normalize("NFKD", text)
    kept = (c for c in decomposed if unicodedata.category(c) not in ("Mn", "Me", "Cf", "Cc") or c in "\n\t")
    return _UNKNOWN_LETTER.sub("_", "".join(kept).casefold().translate(_HOMOGLYPHS))


def _words(clause: str) -> str:
    tokens = re.split(r"[^a-z0-9_$@€£!]+", clause)
    return " ".join(_CODE_GLUED.sub(r"\1", _DOUBLED.sub(r"\1", token)) for token in tokens if token)


def _letters(plain: str) -> str:
    """Read the digits and signs inside words as the letters they stand for."""
    return " ".join(filter(None, (_word(token) for token in plain.split(" "))))


def _word(token: str) -> str:
    if any(char.isalpha() for char in token):
        token = token.translate(_LEET)
    return _DOUBLED.sub(r"\1", re.sub(r"[^a-z0-9_|]", "", token))


_ALONE = words.compiled(words.ALONE)
_JOINED = re.compile(words.JOINED)
_RETURN_ALONE = words.compiled(words.RETURN_ALONE)
_REFUSAL = words.compiled(words.REFUSAL)
_RIGHTS = words.compiled(words.RIGHTS)
_INSULT = words.compiled(words.INSULT)
_WRONG_PERSON = words.compiled(words.WRONG_PERSON)
_MINOR = words.compiled(words.MINOR)
_ALERT = words.compiled(words.ALERT)
_RETURN = words.compiled(words.RETURN)
_DOUBT = words.compiled(words.DOUBT)
_HINT = words.compiled(words.HINT)
_FALSE_FRIENDS = words.compiled(words.FALSE_FRIENDS)
_SUPPORT = words.compiled(words.SUPPORT)
_SUPPORT_SAFE = words.compiled(words.SUPPORT_SAFE)
_AUTOMATIC = words.compiled(words.AUTOMATIC)
_AUTOMATIC_NEUTRAL = words.compiled(words.AUTOMATIC_NEUTRAL)
_SOURCE = words.compiled(words.SOURCE)
_QUESTION = words.compiled(words.QUESTION)
_POLITE = words.compiled(words.POLITE)
_STOP = words.compiled("e?stop*|aret*|ces(e|er|ez|ons|e de)|halte|basta|fstop")
_FOLLOWING = words.compiled(words.FOLLOWING)
_AGE = re.compile(r"(?<!\by )\b(?:j?ai|a|as) (?:que |seulement |juste |tout juste )?(\d{1,2}) ?(?:ans|an|piges)\b")


LONGEST = 2000


def without_signature(text: str) -> str:
    """Return a reply without the signature, quotation or advertisement of a telephone that follows it."""
    return _SIGNATURE.sub("", text[:LONGEST])


def _kind(text: str) -> Kind:
    """Read a reply without its signature or quotation, unless a refusal hides in them."""
    body = without_signature(text)
    kind = _kind_of(body)
    settled = ACTIONS[kind] in {"oppose", "read"}
    if settled or body == text:
        return kind
    return kind if len(text) <= LONGEST and ACTIONS[_kind_of(text)] == ACTIONS[kind] else "doubtful"


def _kind_of(text: str) -> Kind:
    plain = _plain(text)
    full = _letters(plain)
    signs = {c for c in text if not c.isalnum() and ord(c) > 0x2000}
    if _foreign_refusal(text):
        return "stop"
    if not re.search(r"[a-z]", full):
        return _kind_of_signs(text, signs, full)
    # Slogans are written plainly: « STOP U3 » is not read as « stop UE ».
    rest = _letters(_blanked_out(plain))
    readings = chain(_refusals(plain, rest, signs), _others(text, full, rest, signs))
    return next(readings, "doubtful")


def _foreign_refusal(text: str) -> bool:
    """Tell whether a word of another script says stop."""
    said = frozenset(re.split(r"[\s.,;:!?،؟।]+", text.casefold()))
    return not said.isdisjoint(words.FOREIGN_REFUSAL) or any(word in text for word in words.FOREIGN_REFUSAL_INSIDE)


def _blanked_out(full: str) -> str:
    """Return the text without its false friends, nor the « mais » that answers to one of them."""
    rest = re.sub(r"#( letres| aux letres)?[ |#]*(mais )?", " | ", _FALSE_FRIENDS.sub("#", full))
    return re.sub(r"[ |]*\|[ |]*", " | ", rest).strip(" |")


def _kind_of_signs(text: str, signs: set[str], full: str) -> Kind:
    """Read a reply without a single Latin letter."""
    if signs & words.INSULT_SIGNS:
        return "insult"
    if signs & words.REFUSAL_SIGNS:
        return "stop"
    if any(c.isalpha() for c in text):
        return "doubtful"
    return "support" if not full and _only_support(signs) else "empty"


def _only_support(signs: set[str]) -> bool:
    shown = {c for c in signs if c not in "\u200d\ufe0f\ufe0e" and not 0x1F3FB <= ord(c) <= 0x1F3FF}
    return bool(shown) and shown <= words.SUPPORT_SIGNS


def _refusals(plain: str, rest: str, signs: set[str]) -> Iterator[Kind]:
    """Yield, most urgent first, what freezes the number; nothing when nothing says no for certain."""
    full = _letters(plain)
    if _ALERT.search(full):
        yield "alert"
    bare = _polite_left_out(full)
    if _RETURN_ALONE.fullmatch(bare) or _RETURN.search(full):
        yield "return"
    if _alone(bare):
        yield "stop"
    yield from (kind for kind, pattern in _STRONG if pattern.search(rest))
    if _minor(plain):
        yield "minor"
    if signs & words.INSULT_SIGNS:
        yield "insult"
    if _stop_said(rest):
        yield "stop"


_STRONG: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("rights", _RIGHTS),
    ("stop", _REFUSAL),
    ("insult", _INSULT),
    ("minor", _MINOR),
    ("wrong_person", _WRONG_PERSON),
)


def _polite_left_out(full: str) -> str:
    return " ".join(_POLITE.sub(" ", full.replace("|", " ")).split())


def _alone(bare: str) -> bool:
    """Tell whether the whole reply is one word of refusal, repeated, cut by spaces or with one slip of the finger."""
    tokens = bare.split()
    if not tokens:
        return False
    if _ALONE.fullmatch(bare) or all(_ALONE.fullmatch(token) for token in tokens):
        return True
    joined = "".join(tokens)
    return len(tokens) <= 4 and (_JOINED.fullmatch(joined) is not None or _slip(joined, "stop"))


_NOT_A_SLIP = frozenset(("stp", "top", "top", "sport", "shop", "step", "spot", "slop", "stock", "sop", "tp", "stoc"))


def _slip(word: str, meant: str) -> bool:
    """Tell whether `word` is `meant` with one letter wrong, missing, added or swapped with its neighbour."""
    if word in _NOT_A_SLIP or abs(len(word) - len(meant)) > 1:
        return False
    swapped = (meant[:i] + meant[i + 1] + meant[i] + meant[i + 2 :] for i in range(len(meant) - 1))
    if word in swapped:
        return True
    if len(word) == len(meant):
        return sum(a != b for a, b in zip(word, meant, strict=True)) == 1
    short, long = sorted((word, meant), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _minor(plain: str) -> bool:
    return any(int(age) < 18 for age in _AGE.findall(plain))


def _stop_said(rest: str) -> bool:
    """Tell whether STOP (or arrêtez, cessez…) is said to us: it ends a clause, or what follows speaks of messages."""
    for found in _STOP.finditer(rest):
        after = rest[found.end() :].strip()
        if not after or after.startswith("|") or _FOLLOWING.match(after) or re.match(r"\d", after):
            return True
    return False


def _others(text: str, full: str, rest: str, signs: set[str]) -> Iterator[Kind]:
    """Yield what a reply is in which nothing says no for certain; nothing when only a human can tell."""
    in_doubt = "_" in rest or bool(_DOUBT.search(rest)) or bool(signs & (words.REFUSAL_SIGNS | words.DOUBT_SIGNS))
    hinted = bool(_HINT.search(_SUPPORT_SAFE.sub(" ", rest)))
    if in_doubt:
        yield "doubtful"
    if rest != full and not hinted:
        yield "false_friend"
    if _SOURCE.search(rest):
        yield "source"
    if _AUTOMATIC.search(rest) and "?" not in text:
        yield "doubtful" if _HINT.search(_AUTOMATIC_NEUTRAL.sub(" ", _AUTOMATIC.sub(" ", rest))) else "automatic"
    if _QUESTION.search(rest) or ("?" in text and not hinted and re.search(r"[a-z]{3}", _polite_left_out(rest))):
        yield "question"
    if _SUPPORT.search(rest) and not hinted:
        yield "support"
