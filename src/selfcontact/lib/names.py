"""Names of people, as they are compared."""

import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})


def folded(name: str) -> str:
    """Return a name without accents, case, hyphens, apostrophes and spaces: people and files write it in many ways."""
    bare = unicodedata.normalize("NFKD", name.translate(LIGATURES)).casefold()
    return "".join(sign for sign in bare if sign.isalnum())
