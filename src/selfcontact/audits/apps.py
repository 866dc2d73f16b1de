"""Registers the folder with Django."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """The `audits` domain."""

    name = "selfcontact.audits"
    label = "audits"
