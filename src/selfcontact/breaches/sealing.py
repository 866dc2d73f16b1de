"""What is written of a breach, sealed under the house's own keys: a free text may name somebody."""

import json
from collections.abc import Mapping

from selfcontact.breaches.models import Breach, Step
from selfcontact.vault import open_vault

Words = Mapping[str, str]


def seal(row: Breach | Step, words: Words) -> None:
    """Put the words on a row that has its uid and is not written yet."""
    keys = open_vault().keys.latest(None)
    clear = json.dumps(dict(words), ensure_ascii=False).encode()
    row.generation, row.sealed = keys.generation, keys.seal(_table(row), row.uid.int >> 65, clear)


def unseal(row: Breach | Step) -> Words:
    """Return the words of a row."""
    keys = open_vault().keys.open(None, row.generation)
    found: Words = json.loads(keys.open(_table(row), row.uid.int >> 65, bytes(row.sealed)))
    return found


def _table(row: Breach | Step) -> str:
    return "breach" if isinstance(row, Breach) else "breach-step"
