"""Where an installation keeps its files."""

import os
from pathlib import Path


def home() -> Path:
    """Return the installation's directory: SELFCONTACT_HOME, or the usual place for root or for an ordinary user."""
    if chosen := os.environ.get("SELFCONTACT_HOME"):
        return Path(chosen).absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/selfcontact")
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "selfcontact"
