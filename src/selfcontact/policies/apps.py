"""Registers the folder with Django."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """The `policies` domain."""

    name = "selfcontact.policies"
    label = "policies"
