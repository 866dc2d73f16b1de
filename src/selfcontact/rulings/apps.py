"""Registers the folder with Django."""

from django.apps import AppConfig


class RulingsConfig(AppConfig):
    """The `rulings` domain."""

    name = "selfcontact.rulings"
