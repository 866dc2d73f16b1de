"""Keys are made once, opened often, destroyed for good."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from selfcontact.vault.custodian import EpochDestroyedError, WrappedKeyDamagedError
from selfcontact.vault.durable import LoosePermissionsError
from selfcontact.vault.fields import KeysDestroyedError
from selfcontact.vault.file_custodian import CustodianMissingError, FileCustodian
from selfcontact.vault.keys import KeysExistError, KeysMissingError, KeyStore
from selfcontact.vault.opening import create_vault, open_vault


class Noon:
    def now(self) -> datetime:
        return datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_keys_open_again_in_another_process(store: KeyStore) -> None:
    sealed = store.create(1).seal("t", 1, b"clear")
    assert KeyStore(store.directory, store.custodian).open(1).open("t", 1, sealed) == b"clear"


def test_the_same_keys_are_never_made_twice(store: KeyStore) -> None:
    store.create(1)
    with pytest.raises(KeysExistError):
        store.create(1)


def test_opening_never_makes_keys(store: KeyStore) -> None:
    with pytest.raises(KeysMissingError):
        store.open(1)
    with pytest.raises(KeysMissingError):
        store.latest(1)
    assert not store.exists(1)


def test_the_newest_generation_is_found(store: KeyStore) -> None:
    for generation in (1, 2, 10):
        store.create(1, generation)
    store.create(11)
    assert store.generations(1) == (1, 2, 10)
    assert store.latest(1).generation == 10


def test_a_file_put_in_the_place_of_another_is_refused(store: KeyStore) -> None:
    store.create(1)
    (store.directory / "mandate-2-g1.keys").write_bytes((store.directory / "mandate-1-g1.keys").read_bytes())
    (store.directory / "mandate-2-g1.keys").chmod(0o600)
    with pytest.raises(WrappedKeyDamagedError):
        store.open(2)


def test_a_store_that_others_may_read_is_refused(store: KeyStore) -> None:
    store.create(1)
    store.directory.chmod(0o755)
    with pytest.raises(LoosePermissionsError):
        KeyStore(store.directory, store.custodian).open(1)


def test_destroyed_keys_open_nothing_even_for_who_still_holds_them(store: KeyStore) -> None:
    keys = store.create(1)
    sealed = keys.seal("t", 1, b"clear")
    store.destroy(1)
    with pytest.raises(KeysDestroyedError):
        keys.open("t", 1, sealed)
    with pytest.raises(KeysDestroyedError):
        keys.fingerprint(33639980001)
    with pytest.raises(KeysDestroyedError):
        store.open(1)


def test_another_process_is_refused_from_its_next_opening_on(store: KeyStore) -> None:
    store.create(1)
    other = KeyStore(store.directory, store.custodian)
    held = other.open(1)
    store.destroy(1)
    with pytest.raises(KeysDestroyedError):
        other.open(1)
    with pytest.raises(KeysDestroyedError):
        held.seal("t", 1, b"clear")


def test_an_ended_mandate_never_gets_keys_again(store: KeyStore) -> None:
    store.create(1)
    store.destroy(1)
    with pytest.raises(KeysDestroyedError):
        store.create(1, 2)


def test_the_record_names_every_key_and_the_change_of_epoch(store: KeyStore) -> None:
    store.create(1)
    store.create(1, 2)
    record = store.destroy(1, clock=Noon())
    assert [key.rsplit("-", 1)[0] for key in record.key_ids] == [
        "mandate-1-g1-fields", "mandate-1-g1-index", "mandate-1-g2-fields", "mandate-1-g2-index",
    ]  # fmt: skip
    assert (record.generations, record.epoch_before, record.epoch_after) == ((1, 2), 1, 2)
    assert record.at == Noon().now()


def test_destroying_twice_returns_the_same_record(store: KeyStore) -> None:
    store.create(1)
    record = store.destroy(1, clock=Noon())
    assert store.destroy(1) == store.destruction(1) == record
    assert store.custodian.epoch() == 2


def test_a_mandate_without_keys_has_nothing_to_destroy(store: KeyStore) -> None:
    with pytest.raises(KeysMissingError):
        store.destroy(1)
    assert store.custodian.epoch() == 1


def test_a_snapshot_of_the_key_store_is_useless_after_a_destruction(store: KeyStore, tmp_path: Path) -> None:
    store.create(1)
    store.create(2)
    shutil.copytree(store.directory, tmp_path / "snapshot")
    store.destroy(1)
    snapshot = KeyStore(tmp_path / "snapshot", FileCustodian(store.directory.parent / "custodian"))
    for mandate_id in (1, 2):
        with pytest.raises(EpochDestroyedError):
            snapshot.open(mandate_id)


def test_a_keyset_wrapped_anew_while_it_is_read_still_opens(store: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.create(1)
    store.create(2)
    other = KeyStore(store.directory, store.custodian)
    stale = other._read(2, 1)
    store.destroy(1)
    fresh = other._read(2, 1)
    answers = iter([stale, fresh])
    monkeypatch.setattr(other, "_read", lambda *_: next(answers))
    assert other.open(2).mandate_id == 2


def test_an_installation_opens_only_after_it_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFCONTACT_HOME", str(tmp_path / "home"))
    with pytest.raises(Exception, match="Aucune clé racine"):
        open_vault()
    made = create_vault()
    assert create_vault() is made is open_vault()
    sealed = made.keys.open(None).seal("routes", 1, b"a password")
    assert open_vault().keys.latest(None).open("routes", 1, sealed) == b"a password"
    assert made.suppression().version == 1
    assert made.suppression().tag(33639980001) == made.suppression(1).tag(33639980001)
    assert made.describe().kind == "file"


def test_lost_root_keys_are_not_replaced_by_new_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFCONTACT_HOME", str(tmp_path))
    create_vault()
    shutil.rmtree(tmp_path / "custodian")
    with pytest.raises(CustodianMissingError):
        create_vault()
    assert not (tmp_path / "custodian").exists()
