"""Registers the folder with Django."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """The `requests` domain."""

    name = "selfcontact.requests"
    label = "requests"
