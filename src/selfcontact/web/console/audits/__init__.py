"""Audits: what was drawn, what came for it, what it is worth, and what a failure withholds."""
