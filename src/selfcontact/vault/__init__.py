"""Keys: who holds the root secrets, what is sealed under which mandate, and how a key is destroyed for good."""

from selfcontact.vault.custodian import Custodian, Description
from selfcontact.vault.destruction import DestructionRecord
from selfcontact.vault.fields import KeysDestroyedError, MandateKeys, SealBrokenError
from selfcontact.vault.keys import KeysExistError, KeysMissingError, KeyStore
from selfcontact.vault.opening import Vault, create_vault, open_vault
from selfcontact.vault.suppression import Suppression

__all__ = [
    "Custodian",
    "Description",
    "DestructionRecord",
    "KeyStore",
    "KeysDestroyedError",
    "KeysExistError",
    "KeysMissingError",
    "MandateKeys",
    "SealBrokenError",
    "Suppression",
    "Vault",
    "create_vault",
    "open_vault",
]
