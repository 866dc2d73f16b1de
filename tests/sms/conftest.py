"""What the tests of carriers share."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# The family of cases is imported by two test files, under its full name.
sys.path.insert(0, str(Path(__file__).parents[2]))

if TYPE_CHECKING:
    from tests.sms.ends import Certificate


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> "Certificate":
    """Make a certificate for 127.0.0.1."""
    from tests.sms.ends import certified

    return certified(tmp_path_factory.mktemp("tls"))
