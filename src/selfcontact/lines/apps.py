"""Registers the folder with Django."""

from django.apps import AppConfig


class LinesConfig(AppConfig):
    """The `lines` domain."""

    name = "selfcontact.lines"
    label = "lines"
