"""Whether two ways of writing a person may mean the same one: accents, case, hyphens and the order do not count."""

import re
import unicodedata
from dataclasses import dataclass, field

_CIVIL = frozenset({"m", "mr", "mme", "mlle", "mrs", "ms", "madame", "monsieur", "mademoiselle"})
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_WORD = re.compile(r"[a-z0-9]+")
_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Named:
    """A name in words without accents; prints nothing."""

    words: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, written: str) -> "Named":
        """Return the name as it was written, titles aside."""
        return cls(words=tuple(word for word in folded(written) if word not in _CIVIL))

    @property
    def complete(self) -> bool:
        """Tell whether there is a surname and an initial."""
        return len(self.words) >= 2

    def fits(self, surname: str, first_name: str) -> bool:
        """Tell whether these words may be that surname and that first name or its initial, in either order."""
        last, first = "".join(folded(surname)), "".join(folded(first_name))
        if not last or not first:
            return False
        cuts = [(self.words[:place], self.words[place:]) for place in range(1, len(self.words))]
        return any(
            "".join(some) == last and "".join(others)[0] == first[0]
            for before, after in cuts
            for some, others in ((before, after), (after, before))
        )


def folded(written: str) -> list[str]:
    """Return the words of a text, in small letters, without accents; a hyphen or an apostrophe parts two words."""
    plain = unicodedata.normalize("NFKD", written.casefold().translate(_LIGATURES))
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def postcode_in(address: str) -> str:
    """Return the postcode of an address, the last one when there are several; empty when there is none."""
    return next(reversed(_POSTCODE.findall(address)), "")
