"""What the candidate signs: one hash over the number, the time of opening and the candidate's own recordings."""

import hashlib
from collections.abc import Mapping

from selfcontact.ledger.leaf import JSON, canonical
from selfcontact.lines.models import SIGNED, Line, LineApproval, Prompt


def content_sha256(line: Line, recordings: Mapping[str, str]) -> str:
    """Return the hexadecimal SHA-256 of the line's content as canonical JSON; `recordings` is as `recordings` gives."""
    content: dict[str, JSON] = {
        "mandate": str(line.mandate.uid),
        "line": str(line.uid),
        "number": str(line.number),
        "languages": list(line.languages),
        "opens_at": line.opens_at.isoformat(),
        "closes_at": line.closes_at.isoformat(),
        "recordings": dict(recordings),
    }
    return hashlib.sha256(canonical(content)).hexdigest()


def recordings(line: Line) -> dict[str, str]:
    """Return the hash of each recording of the line, by `part.language`."""
    found = Prompt.objects.filter(line=line, retired_at=None).values_list("part", "language", "sha256")
    return {f"{part}.{language}": digest for part, language, digest in found if language in line.languages}


def missing(line: Line) -> list[tuple[str, str]]:
    """Return the (part, language) that nobody has recorded yet."""
    known = recordings(line)
    wanted = [(str(part), language) for language in line.languages for part in SIGNED]
    return [(part, language) for part, language in wanted if f"{part}.{language}" not in known]


def approval_in_force(line: Line) -> LineApproval | None:
    """Return the signature of exactly what the line holds, that nothing has voided."""
    found = line.approvals.filter(voided_at=None, content_sha256=line.content_sha256)
    return found.order_by("-signed_at").first()
