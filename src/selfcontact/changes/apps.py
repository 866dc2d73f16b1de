"""Registers the folder with Django."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """The `changes` domain."""

    name = "selfcontact.changes"
    label = "changes"
