"""Registers the folder with Django."""

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """The `uploads` domain."""

    name = "selfcontact.uploads"
    label = "uploads"
