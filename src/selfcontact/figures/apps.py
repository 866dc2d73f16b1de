"""Registers the folder with Django."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """The `figures` domain."""

    name = "selfcontact.figures"
    label = "figures"
