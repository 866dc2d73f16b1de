"""Registers the folder with Django."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """The `campaigns` domain."""

    name = "selfcontact.campaigns"
    label = "campaigns"
