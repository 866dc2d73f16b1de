"""Registers the folder with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The `notices` domain."""

    name = "selfcontact.notices"
    label = "notices"
