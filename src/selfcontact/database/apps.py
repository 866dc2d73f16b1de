"""The roles and the partitions, as the first of all migrations."""

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    """Has no table of its own."""

    name = "selfcontact.database"
    label = "database"
