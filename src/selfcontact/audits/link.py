"""The secret of a provider's link: whoever holds it answers for one audit, and nothing of it but a digest is kept."""

import hashlib


def digest(secret: str) -> str:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
