"""Registers the folder with Django."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """The `certificates` domain."""

    name = "selfcontact.certificates"
    label = "certificates"
