"""The key store: random keysets per mandate and generation, wrapped by the custodian, destroyed for good."""

import re
from pathlib import Path

from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.vault import durable, stored
from selfcontact.vault.custodian import Custodian, EpochDestroyedError
from selfcontact.vault.destruction import DestructionRecord
from selfcontact.vault.fields import KeysDestroyedError, MandateKeys
from selfcontact.vault.stored import StoredKeys, owner

WHY = "Wrapped keys of mandates. A copy delays every erasure: never back this directory up beyond the stated horizon."
SYSTEM_CLOCK = SystemClock()


class KeysMissingError(UserError):
    """No keys for that mandate and generation: they are made with the mandate, never while reading."""

    def __init__(self, mandate_id: int | None, generation: int | None) -> None:
        super().__init__(
            "keys_missing",
            fr=f"Aucune clé pour {owner(mandate_id)}, génération {generation or '-'}.",
            en=f"No keys for {owner(mandate_id)}, generation {generation or '-'}.",
            hint="selfcontact setup" if mandate_id is None else "",
        )


class KeysExistError(UserError):
    """Keys are random: making them again would lose what the first ones sealed."""

    def __init__(self, mandate_id: int | None, generation: int) -> None:
        super().__init__(
            "keys_exist",
            fr=f"Les clés de {owner(mandate_id)}, génération {generation}, existent déjà.",
            en=f"The keys of {owner(mandate_id)}, generation {generation}, exist already.",
        )


class KeyStore:
    """A directory of wrapped keysets, one file per mandate and generation; `mandate_id` None is the platform."""

    def __init__(self, directory: Path, custodian: Custodian) -> None:
        self.directory = directory
        self.custodian = custodian
        self._opened: dict[tuple[int | None, int], MandateKeys] = {}

    def prepare(self) -> None:
        """Make the directory (0700), marked as excluded from backups."""
        durable.make_directory(self.directory)
        durable.mark_excluded_from_backups(self.directory, WHY)

    def create(self, mandate_id: int | None, generation: int = 1) -> MandateKeys:
        """Make random keys; raises `KeysExistError`, or `KeysDestroyedError` for a mandate that has ended."""
        durable.check_private(self.directory)
        with durable.locked(self.directory):
            self._refuse_destroyed(mandate_id)
            if self.exists(mandate_id, generation):
                raise KeysExistError(mandate_id, generation)
            made = stored.generate(self.custodian, mandate_id, generation)
            durable.write(self._path(mandate_id, generation), made.encode())
        return self.open(mandate_id, generation)

    def exists(self, mandate_id: int | None, generation: int = 1) -> bool:
        """Tell whether keys of that generation are in the store."""
        return self._path(mandate_id, generation).exists()

    def generations(self, mandate_id: int | None) -> tuple[int, ...]:
        """Return the generations of a mandate, oldest first."""
        files = self.directory.glob(f"{owner(mandate_id)}-g*.keys")
        found = (re.fullmatch(rf"{owner(mandate_id)}-g(\d+)\.keys", path.name) for path in files)
        return tuple(sorted(int(name[1]) for name in found if name))

    def open(self, mandate_id: int | None, generation: int = 1) -> MandateKeys:
        """Return the keys, unwrapped once per process; raises `KeysDestroyedError` or `KeysMissingError`.

        The file is looked at every time, so that a destruction by another process counts from the next call on.
        """
        self._refuse_destroyed(mandate_id)
        if not self.exists(mandate_id, generation):
            self._forget(mandate_id)
            raise KeysMissingError(mandate_id, generation)
        if (mandate_id, generation) not in self._opened:
            self._opened[mandate_id, generation] = self._unwrap(mandate_id, generation)
        return self._opened[mandate_id, generation]

    def latest(self, mandate_id: int | None) -> MandateKeys:
        """Return the keys of the newest generation."""
        self._refuse_destroyed(mandate_id)
        if not (generations := self.generations(mandate_id)):
            raise KeysMissingError(mandate_id, None)
        return self.open(mandate_id, generations[-1])

    def destroyed(self, mandate_id: int) -> bool:
        """Tell whether the destruction of a mandate's keys was begun: from then on they are refused."""
        return self._record(mandate_id).exists() or self._intent(mandate_id).exists()

    def destruction(self, mandate_id: int) -> DestructionRecord | None:
        """Return the evidence once the keys of a mandate are destroyed, else None."""
        record = self._record(mandate_id)
        return DestructionRecord.decode(record.read_bytes()) if record.exists() else None

    def destroy(self, mandate_id: int, *, clock: Clock = SYSTEM_CLOCK) -> DestructionRecord:
        """Destroy every generation of a mandate, then the epoch key that older copies of the store depend on.

        Each step can be interrupted: from the first one on the mandate is refused, and calling again finishes.
        Once finished, calling again returns the same record. Raises `KeysMissingError` for a mandate without keys.
        """
        durable.check_private(self.directory)
        with durable.locked(self.directory):
            durable.sweep(self.directory)
            # An interrupted one comes first: what it has not shredded yet must not be wrapped under a new epoch.
            for begun in self.pending():
                self._finish(begun)
            if done := self.destruction(mandate_id):
                return done
            self._intend(mandate_id, clock)
            return self._finish(mandate_id)

    def pending(self) -> tuple[int, ...]:
        """Return the mandates whose destruction was begun and interrupted."""
        files = self.directory.glob("mandate-*.destroying")
        return tuple(sorted(int(path.stem.removeprefix("mandate-")) for path in files))

    def _finish(self, mandate_id: int) -> DestructionRecord:
        self._forget(mandate_id)
        intended = DestructionRecord.decode(durable.read(self._intent(mandate_id)))
        for generation in self.generations(mandate_id):
            durable.shred(self._path(mandate_id, generation))
        if self.custodian.epoch() < intended.epoch_after:
            self.custodian.rotate("epoch")
        for path in self.directory.glob("*.keys"):
            durable.write(path, StoredKeys.decode(durable.read(path)).rewrap(self.custodian).encode())
        for epoch in self.custodian.past_epochs():
            self.custodian.destroy(epoch)
        durable.write(self._record(mandate_id), intended.encode())
        self._intent(mandate_id).unlink()
        durable.sync(self.directory)
        return intended

    def _intend(self, mandate_id: int, clock: Clock) -> None:
        if not (generations := self.generations(mandate_id)):
            raise KeysMissingError(mandate_id, None)
        files = [StoredKeys.decode(durable.read(self._path(mandate_id, g))) for g in generations]
        epoch = self.custodian.epoch()
        intended = DestructionRecord(
            mandate_id=mandate_id,
            key_ids=tuple(key_id for file in files for key_id in file.key_ids),
            generations=generations,
            epoch_before=epoch,
            epoch_after=epoch + 1,
            at=clock.now(),
        )
        durable.write(self._intent(mandate_id), intended.encode())

    def _unwrap(self, mandate_id: int | None, generation: int) -> MandateKeys:
        durable.check_private(self.directory)
        try:
            return self._read(mandate_id, generation).unwrap(self.custodian, mandate_id, generation)
        except EpochDestroyedError:
            # Another mandate may be ending: the file was wrapped anew between our reading and our unwrapping.
            return self._read(mandate_id, generation).unwrap(self.custodian, mandate_id, generation)

    def _read(self, mandate_id: int | None, generation: int) -> StoredKeys:
        return StoredKeys.decode(durable.read(self._path(mandate_id, generation)))

    def _forget(self, mandate_id: int | None) -> None:
        for place in [place for place in self._opened if place[0] == mandate_id]:
            self._opened.pop(place).forget()

    def _refuse_destroyed(self, mandate_id: int | None) -> None:
        if mandate_id is not None and self.destroyed(mandate_id):
            self._forget(mandate_id)
            raise KeysDestroyedError(mandate_id)

    def _path(self, mandate_id: int | None, generation: int) -> Path:
        return self.directory / f"{owner(mandate_id)}-g{generation}.keys"

    def _intent(self, mandate_id: int) -> Path:
        return self.directory / f"mandate-{mandate_id}.destroying"

    def _record(self, mandate_id: int) -> Path:
        return self.directory / f"mandate-{mandate_id}.destroyed"
