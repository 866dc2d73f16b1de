"""Putting values in a text: `$field`, `$$` for a dollar, and nothing else. No condition, no filter, no attribute."""

import re
from collections.abc import Mapping

from selfcontact.lib.errors import UserError

# A brace form or an attribute would be read by some other engine: here they stay letters, or are refused.
_TOKEN = re.compile(r"\$(\$|[a-z][a-z_]*)?")


def named(text: str) -> set[str]:
    """Return the fields that a text names; raises UserError for a dollar that stands alone."""
    found: set[str] = set()
    for token in _TOKEN.finditer(text):
        if token[1] is None:
            raise UserError(
                "template_dollar",
                fr=f"Dollar seul au caractère {token.start() + 1} : un champ s’écrit $champ, un dollar s’écrit $$.",
                en=f"Lonely dollar at character {token.start() + 1}: a field is written $field, a dollar $$.",
            )
        if token[1] != "$":
            found.add(token[1])
    return found


def put(text: str, values: Mapping[str, str]) -> str:
    """Return the text with the values in place, in one pass: a dollar in a value stays one. Raises KeyError."""
    return _TOKEN.sub(lambda token: "$" if token[1] == "$" else values[str(token[1])], text)
