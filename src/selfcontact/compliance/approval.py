"""EL-16: what leaves is what the candidate signed, text, audience and slot."""

import hmac

from selfcontact.compliance.verdict import ALLOWED, Refused, Verdict

NOT_APPROVED = Refused(
    rule="EL-16",
    fr="Le candidat n’a pas approuvé ce texte, pour ce public et ce créneau.",
    en="The candidate has not approved this text for this audience and slot.",
    source="Code électoral, article L.52-16",
)


def check(content_sha256: str, approved_sha256: str | None) -> Verdict:
    """Refuse when the hash of the content to send is not the hash that was signed; None when nothing is signed."""
    signed = approved_sha256 is not None and hmac.compare_digest(content_sha256, approved_sha256)
    return ALLOWED if signed and content_sha256 else NOT_APPROVED
