"""Registers the folder with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The `accounts` domain."""

    name = "selfcontact.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to allauth."""
        import selfcontact.accounts.factors  # noqa: F401 - for its receivers
