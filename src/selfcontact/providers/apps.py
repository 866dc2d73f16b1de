"""Registers the folder with Django."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """The `providers` domain."""

    name = "selfcontact.providers"
    label = "providers"
