"""The root keys in files."""

from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from selfcontact.vault.custodian import EpochDestroyedError, WrappedKeyDamagedError
from selfcontact.vault.durable import LoosePermissionsError
from selfcontact.vault.file_custodian import CustodianMissingError, FileCustodian


def test_what_is_wrapped_opens_only_with_its_associated_data(custodian: FileCustodian) -> None:
    wrapped = custodian.wrap(b"keyset", b"mandate 1")
    assert custodian.unwrap(wrapped, b"mandate 1") == b"keyset"
    with pytest.raises(WrappedKeyDamagedError):
        custodian.unwrap(wrapped, b"mandate 2")


@pytest.mark.parametrize("position", [0, 6, 20, -1])
def test_a_changed_byte_of_a_wrapped_key_is_refused(custodian: FileCustodian, position: int) -> None:
    wrapped = bytearray(custodian.wrap(b"keyset", b"m"))
    wrapped[position] ^= 1
    with pytest.raises(WrappedKeyDamagedError):
        custodian.unwrap(bytes(wrapped), b"m")


def test_an_empty_wrapped_key_is_refused(custodian: FileCustodian) -> None:
    with pytest.raises(WrappedKeyDamagedError):
        custodian.unwrap(b"", b"m")


def test_the_epoch_cannot_be_exchanged_for_another(custodian: FileCustodian) -> None:
    wrapped = bytearray(custodian.wrap(b"keyset", b"m"))
    custodian.rotate("epoch")
    wrapped[4] += 1
    with pytest.raises(WrappedKeyDamagedError):
        custodian.unwrap(bytes(wrapped), b"m")


def test_a_destroyed_epoch_opens_nothing_any_more(custodian: FileCustodian) -> None:
    wrapped = custodian.wrap(b"keyset", b"m")
    assert custodian.rotate("epoch") == 2
    assert custodian.unwrap(wrapped, b"m") == b"keyset"
    custodian.destroy(1)
    custodian.destroy(1)
    with pytest.raises(EpochDestroyedError):
        custodian.unwrap(wrapped, b"m")
    assert custodian.past_epochs() == ()


def test_the_present_epoch_cannot_be_destroyed(custodian: FileCustodian) -> None:
    with pytest.raises(ValueError, match="rotate first"):
        custodian.destroy(1)


def test_a_signature_verifies_with_the_described_public_key(custodian: FileCustodian) -> None:
    public = Ed25519PublicKey.from_public_bytes(custodian.describe().public_key)
    public.verify(custodian.sign(b"a certificate"), b"a certificate")


def test_each_suppression_version_gives_other_values(custodian: FileCustodian) -> None:
    blocks = np.zeros((1, 16), dtype=np.uint8)
    assert custodian.rotate("suppression") == 2
    assert custodian.prf(blocks, 1).tobytes() != custodian.prf(blocks, 2).tobytes()
    assert custodian.describe().suppression_versions == (1, 2)


def test_creating_twice_keeps_the_first_keys(custodian: FileCustodian) -> None:
    wrapped = custodian.wrap(b"keyset", b"m")
    before = custodian.describe()
    custodian.create()
    assert custodian.describe() == before
    assert custodian.unwrap(wrapped, b"m") == b"keyset"


def test_nothing_is_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(CustodianMissingError) as refused:
        FileCustodian(tmp_path / "none").describe()
    assert "selfcontact setup" in refused.value.text("fr")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ["epoch-000001.key", "."])
def test_keys_that_others_may_read_are_refused_in_both_languages(custodian: FileCustodian, name: str) -> None:
    target = custodian.directory / name
    target.chmod(target.stat().st_mode | 0o040)
    with pytest.raises(LoosePermissionsError) as refused:
        custodian.wrap(b"keyset", b"m")
    assert "réservé" in refused.value.text("fr")
    assert "chmod" in refused.value.text("en")


def test_files_and_directory_are_for_their_owner_alone(custodian: FileCustodian) -> None:
    assert custodian.directory.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in custodian.directory.iterdir()} == {0o600}


def test_backup_programs_are_told_to_leave_the_directory(custodian: FileCustodian) -> None:
    tag = (custodian.directory / "CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_the_description_says_that_root_can_read_the_keys(custodian: FileCustodian) -> None:
    described = custodian.describe()
    assert described.location == str(custodian.directory)
    assert "root" in described.limit_fr
    assert "root" in described.limit_en
