"""Registers the folder with Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The `intake` domain."""

    name = "selfcontact.intake"
    label = "intake"
