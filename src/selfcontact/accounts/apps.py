"""Registers the folder with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The `accounts` domain."""

    name = "selfcontact.accounts"
    label = "accounts"
