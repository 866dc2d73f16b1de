"""A destruction cut short at any write is finished by the next one, and never costs another mandate its keys."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import ParamSpec, TypeVar

import pytest

from selfcontact.vault import durable
from selfcontact.vault.custodian import EpochDestroyedError
from selfcontact.vault.fields import KeysDestroyedError
from selfcontact.vault.file_custodian import FileCustodian
from selfcontact.vault.keys import KeyStore
from selfcontact.vault.opening import create_vault

P = ParamSpec("P")
R = TypeVar("R")
FORWARDED = ("open", "close", "fstat", "geteuid", "urandom", "O_WRONLY", "O_CREAT", "O_TRUNC", "O_RDONLY", "O_RDWR")


class PowerCutError(BaseException):
    """Everything stops here."""


class Disk:
    """The machine's disk, which stops at the chosen operation, in the middle of it for a write."""

    def __init__(self, stop_at: int) -> None:
        self.left = stop_at

    def count(self) -> bool:
        self.left -= 1
        return self.left == 0

    def write(self, handle: int, content: bytes) -> int:
        if self.count():
            os.write(handle, content[: len(content) // 2])
            raise PowerCutError
        return os.write(handle, content)

    def fsync(self, handle: int) -> None:
        if self.count():
            raise PowerCutError
        os.fsync(handle)

    def wrap(self, operation: Callable[P, R]) -> Callable[P, R]:
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            if self.count():
                raise PowerCutError
            return operation(*args, **kwargs)

        return counted


def plug(patch: pytest.MonkeyPatch, disk: Disk) -> None:
    forwarded = {name: getattr(os, name) for name in FORWARDED}
    patch.setattr(durable, "os", SimpleNamespace(**forwarded, write=disk.write, fsync=disk.fsync))
    patch.setattr(Path, "replace", disk.wrap(Path.replace))
    patch.setattr(Path, "unlink", disk.wrap(Path.unlink))


def interrupted(root: Path, step: int) -> bool:
    """Make three owners, cut the destruction of mandate 1 at `step`; tell whether it was cut."""
    custodian = FileCustodian(root / "custodian")
    custodian.create()
    store = KeyStore(root / "keys", custodian)
    store.prepare()
    for mandate_id in (None, 1, 2):
        (root / f"sealed-{mandate_id}").write_bytes(store.create(mandate_id).seal("t", 1, b"clear"))
    shutil.copytree(store.directory, root / "snapshot")
    with pytest.MonkeyPatch.context() as patch:
        plug(patch, Disk(step))
        try:
            store.destroy(1)
        except PowerCutError:
            return True
    return False


def readable(root: Path, store: KeyStore, mandate_id: int | None) -> bool:
    return store.open(mandate_id).open("t", 1, (root / f"sealed-{mandate_id}").read_bytes()) == b"clear"


def check_after_restart(root: Path) -> None:
    store = KeyStore(root / "keys", FileCustodian(root / "custodian"))
    assert readable(root, store, 2)
    assert readable(root, store, None)
    if store.pending() or store.destruction(1):
        with pytest.raises(KeysDestroyedError):
            store.open(1)
    else:
        assert readable(root, store, 1)


def check_finished(root: Path) -> None:
    store = KeyStore(root / "keys", FileCustodian(root / "custodian"))
    record = store.destroy(1)
    assert (record.generations, record.epoch_before, record.epoch_after, len(record.key_ids)) == ((1,), 1, 2, 2)
    assert (store.custodian.epoch(), store.custodian.past_epochs()) == (2, ())
    assert readable(root, store, 2)
    assert readable(root, store, None)
    assert not list(root.glob("keys/*.partial"))
    assert not list(root.glob("keys/mandate-1-*"))
    assert store.pending() == ()
    assert not list(root.glob("custodian/*.partial"))
    with pytest.raises(EpochDestroyedError):
        KeyStore(root / "snapshot", store.custodian).open(1)


def test_a_destruction_cut_at_any_write_is_finished_by_the_next(tmp_path: Path) -> None:
    step = 1
    while interrupted(root := tmp_path / str(step), step):
        check_after_restart(root)
        check_finished(root)
        step += 1
    assert step > 20


def test_an_interrupted_destruction_is_finished_before_another_begins(tmp_path: Path) -> None:
    for step in range(1, 40):
        root = tmp_path / str(step)
        interrupted(root, step)
        store = KeyStore(root / "keys", FileCustodian(root / "custodian"))
        begun = bool(store.pending())
        store.destroy(2)
        if begun:
            assert store.destruction(1) is not None
            assert not list(root.glob("keys/mandate-1-*"))
        store.destroy(1)
        assert (store.custodian.epoch(), store.custodian.past_epochs()) == (3, ())
        assert readable(root, store, None)


def test_an_installation_finishes_an_interrupted_destruction_when_it_is_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(tmp_path, 6)
    monkeypatch.setenv("SELFCONTACT_HOME", str(tmp_path))
    assert create_vault().keys.destruction(1) is not None
