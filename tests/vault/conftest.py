"""A custodian and a key store in a directory of their own."""

from pathlib import Path

import pytest

from selfcontact.vault.file_custodian import FileCustodian
from selfcontact.vault.keys import KeyStore


@pytest.fixture
def custodian(tmp_path: Path) -> FileCustodian:
    made = FileCustodian(tmp_path / "custodian")
    made.create()
    return made


@pytest.fixture
def store(tmp_path: Path, custodian: FileCustodian) -> KeyStore:
    made = KeyStore(tmp_path / "keys", custodian)
    made.prepare()
    return made
