"""The one settings file: every value comes from the environment, has a safe default, and refuses nonsense."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from selfcontact.database.connect import address
from selfcontact.lib.environment import boolean, choice, instant, integer, secret
from selfcontact.lib.home import home

HOME: Path = home()
ROLES = ("console", "portal", "public", "worker", "sender", "voice")
#: The database role of this process; empty for the command line of the installation's owner.
ROLE = choice("SELFCONTACT_ROLE", ("", *ROLES), default="")
DEBUG = boolean("SELFCONTACT_DEBUG", default=False)
# A process without a key of its own gets a passing one: nothing is signed with it on the command line.
SECRET_KEY = secret("SELFCONTACT_SECRET_KEY") or secrets.token_urlsafe(48)
ALLOWED_HOSTS = [h for h in os.environ.get("SELFCONTACT_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
#: Domain-like name under which the ledger's checkpoints are signed (C2SP "origin").
LEDGER_ORIGIN = os.environ.get("SELFCONTACT_LEDGER_ORIGIN", "selfcontact.example/ledger")
#: A rehearsal starts its clock here; only the simulated carrier may then be reached (checked by the sender).
CLOCK_START: datetime | None = instant("SELFCONTACT_CLOCK_START")
#: "everywhere": one STOP covers every candidate (strictest reading, default); "candidate": the one it answers.
STOP_SCOPE = choice("SELFCONTACT_STOP_SCOPE", ("everywhere", "candidate"), default="everywhere")
STOP_CONFIRMATION = boolean("SELFCONTACT_STOP_CONFIRMATION", default=True)
OPPOSITION_YEARS = integer("SELFCONTACT_OPPOSITION_YEARS", default=3, least=3, most=10)
#: Days during which a snapshot of the key store may still exist somewhere; stated in every certificate.
KEY_SNAPSHOT_DAYS = integer("SELFCONTACT_KEY_SNAPSHOT_DAYS", default=0, least=0, most=7)


def database_settings(url: str) -> dict[str, object]:
    """Return Django's entry for a libpq URL or connection string."""
    parts = {k: str(v) for k, v in conninfo_to_dict(url).items() if v is not None}
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    entry: dict[str, object] = {"ENGINE": "django.db.backends.postgresql"}
    entry |= {names[k]: v for k, v in parts.items() if k in names}
    return entry | {"OPTIONS": {k: v for k, v in parts.items() if k not in names}}


DATABASES = {"default": database_settings(address(ROLE or None))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "procrastinate.contrib.django",
    "selfcontact.database",
    "selfcontact.ledger",
    "selfcontact.accounts",
    "selfcontact.mandates",
    "selfcontact.opposition",
    "selfcontact.subprocessors",
    "selfcontact.providers",
    "selfcontact.intake",
    "selfcontact.contacts",
    "selfcontact.campaigns",
    "selfcontact.certificates",
    "selfcontact.web",
]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.locale.LocaleMiddleware"]
ROOT_URLCONF = "selfcontact.urls"
WSGI_APPLICATION = "selfcontact.wsgi.application"
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
USE_TZ = True
TIME_ZONE = "Europe/Paris"
LOGGING_CONFIG = "selfcontact.lib.logs.configure"
