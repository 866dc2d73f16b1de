"""Registers the folder with Django."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """The `proposals` domain."""

    name = "selfcontact.proposals"
    label = "proposals"
