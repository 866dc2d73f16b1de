"""Registers the folder with Django."""

from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    """The `transparency` domain."""

    name = "selfcontact.transparency"
    label = "transparency"
