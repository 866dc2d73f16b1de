"""Registers the folder with Django."""

from django.apps import AppConfig


class MandatesConfig(AppConfig):
    """The `mandates` domain."""

    name = "selfcontact.mandates"
    label = "mandates"
