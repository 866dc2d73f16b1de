"""The certificate as bytes: canonical JSON (RFC 8785), so that two programs sign and read the same thing."""

from collections.abc import Mapping
from typing import cast

import rfc8785

JSON = str | int | bool | None | list["JSON"] | dict[str, "JSON"]


def canonical(document: Mapping[str, JSON]) -> bytes:
    """Return the canonical bytes of a JSON object."""
    return rfc8785.dumps(cast("dict[str, str]", dict(document)))
