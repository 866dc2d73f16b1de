"""Keys: who holds the root secrets, what is sealed under which mandate, and how a key is destroyed for good."""

from selfcontact.vault.opening import Vault, create_vault, open_vault

__all__ = ["Vault", "create_vault", "open_vault"]
