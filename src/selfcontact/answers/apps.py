"""Registers the folder with Django."""

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    """The `answers` domain."""

    name = "selfcontact.answers"
    label = "answers"
