"""Registers the folder with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The `web` domain."""

    name = "selfcontact.web"
    label = "web"
