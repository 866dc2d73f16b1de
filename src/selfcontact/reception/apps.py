"""Registers the folder with Django."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """The `reception` domain."""

    name = "selfcontact.reception"
    label = "reception"
