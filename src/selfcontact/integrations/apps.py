"""Registers the folder with Django."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """The `integrations` domain."""

    name = "selfcontact.integrations"
    label = "integrations"
