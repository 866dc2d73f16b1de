"""Registers the folder with Django."""

from django.apps import AppConfig


class SubprocessorsConfig(AppConfig):
    """The `subprocessors` domain."""

    name = "selfcontact.subprocessors"
    label = "subprocessors"
