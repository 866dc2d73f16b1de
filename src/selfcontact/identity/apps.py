"""Registers the folder with Django."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The `identity` domain."""

    name = "selfcontact.identity"
    label = "identity"
