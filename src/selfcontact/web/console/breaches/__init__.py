"""The register of breaches: what happened, whom it touches, by when who is told, and what was done."""
