"""Registers the folder with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The tamper-evident log."""

    name = "selfcontact.ledger"
    label = "ledger"
