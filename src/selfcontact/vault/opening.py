"""The vault of this installation: made once on purpose, opened once per process."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from selfcontact.lib.home import home
from selfcontact.vault.custodian import Custodian, Description
from selfcontact.vault.file_custodian import FileCustodian
from selfcontact.vault.keys import KeyStore
from selfcontact.vault.suppression import Suppression


@dataclass(frozen=True, kw_only=True)
class Vault:
    """The custodian and the key store of an installation."""

    custodian: Custodian
    keys: KeyStore

    def suppression(self, version: int | None = None) -> Suppression:
        """Return the opposition tags under `version` of the suppression key, the newest by default."""
        return Suppression(self.custodian, version or self.custodian.describe().suppression_versions[-1])

    def describe(self) -> Description:
        """Return where the root keys live and who can read them."""
        return self.custodian.describe()


def create_vault() -> Vault:
    """Make what is missing of the installation's keys: root keys and the platform's keyset; safe to repeat.

    A destruction that was interrupted is finished. Raises `CustodianMissingError` when keysets are there whose root
    keys are gone: new root keys would not open them.
    """
    directory = home()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    custodian = FileCustodian(directory / "custodian")
    keys = KeyStore(directory / "keys", custodian)
    if any(keys.directory.glob("*.keys")):
        custodian.describe()
    custodian.create()
    keys.prepare()
    if not keys.exists(None):
        keys.create(None)
    for mandate_id in keys.pending():
        keys.destroy(mandate_id)
    return open_vault()


def open_vault() -> Vault:
    """Return the vault at the installation's home, cached per process; raises when `create_vault` was never called."""
    return _opened(home())


@cache
def _opened(directory: Path) -> Vault:
    custodian = FileCustodian(directory / "custodian")
    custodian.describe()
    keys = KeyStore(directory / "keys", custodian)
    keys.open(None)
    return Vault(custodian=custodian, keys=keys)
