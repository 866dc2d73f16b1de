"""Registers the folder with Django."""

from django.apps import AppConfig


class ProcessingConfig(AppConfig):
    """The `processing` domain."""

    name = "selfcontact.processing"
    label = "processing"
