"""Words and sentences among any bytes, hundreds at once: most places are set aside by their first four bytes."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from selfcontact.lib.spellings import word_forms

#: What is shorter stands everywhere by chance.
SHORTEST: Final = 4
PAIRS: Final = 2**16


class WordSet:
    """The forms of some words; raises ValueError for a word of fewer than four letters."""

    def __init__(self, words: Iterable[str]) -> None:
        sought = sorted(set(words))
        if any(len(word) < SHORTEST for word in sought):
            raise ValueError(f"a word sought has at least {SHORTEST} letters")
        # A letter lost with its accent may leave a form too short to mean anything.
        forms = {form for word in sought for form in word_forms(word) if len(form) >= SHORTEST}
        self._forms = tuple(sorted(forms))
        self._first, self._second = (_table(form[start : start + 2] for form in forms) for start in (0, 2))

    def count(self, data: bytes) -> int:
        """Return at how many places one of the forms begins, whatever the case of its ASCII letters."""
        if not self._forms or len(data) < SHORTEST:
            return 0
        lowered = data.lower()
        array = np.frombuffer(lowered, dtype=np.uint8)
        likely = np.flatnonzero(self._first[_pairs(array[:-2])])
        likely = likely[self._second[array[likely + 2].astype(np.uint16) << 8 | array[likely + 3]]]
        return sum(lowered.startswith(self._forms, place) for place in likely.tolist())


def _pairs(array: NDArray[np.uint8]) -> NDArray[np.uint16]:
    return np.asarray(array[:-1].astype(np.uint16) << 8 | array[1:], dtype=np.uint16)


def _table(pairs: Iterable[bytes]) -> NDArray[np.bool_]:
    table = np.zeros(PAIRS, dtype=np.bool_)
    table[[pair[0] << 8 | pair[1] for pair in pairs]] = True
    return table
