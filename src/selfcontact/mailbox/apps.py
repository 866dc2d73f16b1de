"""Registers the folder with Django."""

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    """The `mailbox` domain."""

    name = "selfcontact.mailbox"
    label = "mailbox"
