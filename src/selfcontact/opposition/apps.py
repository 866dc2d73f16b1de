"""Registers the folder with Django."""

from django.apps import AppConfig


class OppositionConfig(AppConfig):
    """The `opposition` domain."""

    name = "selfcontact.opposition"
    label = "opposition"
