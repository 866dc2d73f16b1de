"""Registers the folder with Django."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """The `contacts` domain."""

    name = "selfcontact.contacts"
    label = "contacts"
