"""Registers the folder with Django."""

from django.apps import AppConfig


class BreachesConfig(AppConfig):
    """The `breaches` domain."""

    name = "selfcontact.breaches"
    label = "breaches"
