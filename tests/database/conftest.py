"""Homes for servers of a test's own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfcontact.database.server import Server


@pytest.fixture
def home() -> Iterator[Path]:
    """Give a place that the server's user can reach (pytest's own are closed), and leave nothing running there."""
    place = Path(tempfile.mkdtemp(prefix="scd-", dir="/tmp"))
    place.chmod(0o711)
    yield place
    Server(place).stop()
    shutil.rmtree(place)
