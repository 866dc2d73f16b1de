"""The one settings file: every value comes from the environment, has a safe default, and refuses nonsense."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from selfcontact.compliance.deadline import PLACES
from selfcontact.database.connect import address
from selfcontact.lib import logs
from selfcontact.lib.environment import boolean, choice, email, instant, integer, networks, secret
from selfcontact.lib.home import home
from selfcontact.lib.kept_secret import kept_secret

HOME: Path = home()
ROLES = ("console", "portal", "public", "worker", "sender", "voice")
#: The database role of this process; empty for the command line of the installation's owner.
ROLE = choice("SELFCONTACT_ROLE", ("", *ROLES), default="")
DEBUG = boolean("SELFCONTACT_DEBUG", default=False)
FACES = ("console", "portal", "public")
#: Which face answers web requests in this process.
FACE = ROLE if ROLE in FACES else "console"
# A face keeps its key, since its processes must read each other's signatures; elsewhere nothing is signed with it.
SECRET_KEY = secret("SELFCONTACT_SECRET_KEY") or (
    kept_secret(HOME / "secrets" / f"{FACE}.key") if ROLE in FACES else secrets.token_urlsafe(48)
)
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
ALLOWED_HOSTS = [h for h in os.environ.get("SELFCONTACT_HOSTS", ",".join(LOOPBACK)).split(",") if h]
#: Pages are served under TLS as soon as another name than this machine's own is allowed.
HTTPS = boolean("SELFCONTACT_HTTPS", default=not set(ALLOWED_HOSTS) <= set(LOOPBACK))
#: Addresses printed in invitations.
FACE_URLS = {
    face: os.environ.get(f"SELFCONTACT_{face.upper()}_URL", f"http://localhost:{8000 + number}").rstrip("/")
    for number, face in enumerate(FACES)
}
#: Who answers to people: printed on the public site. The defaults are those of the policy shipped.
COMPANY_NAME = os.environ.get("SELFCONTACT_COMPANY_NAME", "SAU SELFCONTACT")
#: The postal address, its lines separated by commas; without it the site names no post.
COMPANY_ADDRESS = os.environ.get("SELFCONTACT_COMPANY_ADDRESS", "")
DPO_EMAIL = email("SELFCONTACT_DPO_EMAIL", default="dpo@selfcontact.com")
INVITATION_HOURS = integer("SELFCONTACT_INVITATION_HOURS", default=72, least=1, most=720)
SESSION_HOURS = integer("SELFCONTACT_SESSION_HOURS", default=12, least=1, most=72)
#: Domain-like name under which the ledger's checkpoints are signed (C2SP "origin").
LEDGER_ORIGIN = os.environ.get("SELFCONTACT_LEDGER_ORIGIN", "selfcontact.example/ledger")
#: A rehearsal starts its clock here; only the simulated carrier may then be reached (checked by the sender).
CLOCK_START: datetime | None = instant("SELFCONTACT_CLOCK_START")
#: The true instant at which a rehearsal's clock showed CLOCK_START, so that its processes agree; each its own if unset.
CLOCK_ANCHOR: datetime | None = instant("SELFCONTACT_CLOCK_ANCHOR")
#: "everywhere": one STOP covers every candidate (strictest reading, default); "candidate": the one it answers.
STOP_SCOPE = choice("SELFCONTACT_STOP_SCOPE", ("everywhere", "candidate"), default="everywhere")
STOP_CONFIRMATION = boolean("SELFCONTACT_STOP_CONFIRMATION", default=True)
#: Where the DPO answers from: its public holidays move the end of a deadline. "metropole" has the fewest.
RIGHTS_PLACE = choice("SELFCONTACT_RIGHTS_PLACE", tuple(PLACES), default="metropole")
OPPOSITION_YEARS = integer("SELFCONTACT_OPPOSITION_YEARS", default=3, least=3, most=10)
#: Days during which a snapshot of the key store may still exist somewhere; stated in every certificate.
KEY_SNAPSHOT_DAYS = integer("SELFCONTACT_KEY_SNAPSHOT_DAYS", default=0, least=0, most=7)
#: Networks of the house that a webhook may reach, "10.1.0.0/16,127.0.0.0/8"; without it, public addresses only.
WEBHOOK_NETWORKS = networks("SELFCONTACT_WEBHOOK_NETWORKS")
#: Calls that one API token may make in a minute.
API_CALLS_PER_MINUTE = integer("SELFCONTACT_API_CALLS_PER_MINUTE", default=600, least=1, most=100_000)
#: With it the digests of one-time codes are made: the public site and the workers share it, and no table holds it.
CODES_KEY = secret("SELFCONTACT_CODES_KEY")
#: Codes that leave in a day at most, all numbers together; beyond it somebody is abusing the site, at our expense.
CODES_PER_DAY = integer("SELFCONTACT_CODES_PER_DAY", default=2_000, least=0, most=1_000_000)
#: Forms that one network address may send to the public site in an hour; many telephones share one address.
WEB_POSTS_PER_HOUR = integer("SELFCONTACT_WEB_POSTS_PER_HOUR", default=200, least=1, most=100_000)
#: Objections from the public site that are carried out in a day without anybody's looking; the rest wait for the DPO.
WEB_OBJECTIONS_PER_DAY = integer("SELFCONTACT_WEB_OBJECTIONS_PER_DAY", default=500, least=0, most=1_000_000)

#: Largest file that may be uploaded, and hours after which one that nobody came back for is destroyed.
UPLOAD_MOST_GB = integer("SELFCONTACT_UPLOAD_MOST_GB", default=20, least=1, most=500)
UPLOAD_HOURS = integer("SELFCONTACT_UPLOAD_HOURS", default=24, least=1, most=168)

#: The mailbox of the data protection officer; off without a host. Port 0 is the one that goes with the security.
MAILBOX_HOST = os.environ.get("SELFCONTACT_MAILBOX_HOST", "")
MAILBOX_SECURITY = choice("SELFCONTACT_MAILBOX_SECURITY", ("tls", "starttls", "none"), default="tls")
MAILBOX_PORT = integer("SELFCONTACT_MAILBOX_PORT", default=0, least=0, most=65535)
MAILBOX_USER = os.environ.get("SELFCONTACT_MAILBOX_USER", "") or DPO_EMAIL
MAILBOX_PASSWORD = secret("SELFCONTACT_MAILBOX_PASSWORD") or ""
MAILBOX_FOLDER = os.environ.get("SELFCONTACT_MAILBOX_FOLDER", "INBOX")
#: Who runs the mail server, by its reference among the subprocessors: without a valid review nothing is read or sent.
MAILBOX_SUBPROCESSOR = os.environ.get("SELFCONTACT_MAILBOX_SUBPROCESSOR", "")
#: Certificates of a house that signs its own; otherwise those of the system.
MAILBOX_CA_FILE = os.environ.get("SELFCONTACT_MAILBOX_CA_FILE", "")
#: Whether a mail goes from the server once it is sealed here.
MAILBOX_DELETE = boolean("SELFCONTACT_MAILBOX_DELETE", default=True)
MAILBOX_POLL_SECONDS = integer("SELFCONTACT_MAILBOX_POLL_SECONDS", default=60, least=1, most=1500)
#: The largest attachment that is kept; what is larger is left out, and said so.
MAILBOX_ATTACHMENT_MB = integer("SELFCONTACT_MAILBOX_ATTACHMENT_MB", default=10, least=1, most=50)
#: Breakers: what comes beyond waits for a person.
MAILBOX_OBJECTIONS_PER_DAY = integer("SELFCONTACT_MAILBOX_OBJECTIONS_PER_DAY", default=200, least=0, most=100_000)
MAILBOX_ACKNOWLEDGEMENTS_PER_DAY = integer(
    "SELFCONTACT_MAILBOX_ACKNOWLEDGEMENTS_PER_DAY", default=500, least=0, most=100_000
)
MAILBOX_SENDER_PER_HOUR = integer("SELFCONTACT_MAILBOX_SENDER_PER_HOUR", default=10, least=1, most=1000)


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
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "selfcontact.web.context.surroundings",
            ]
        },
    }
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "selfcontact.database",
    "selfcontact.ledger",
    # Before allauth: our templates come first.
    "selfcontact.web",
    "selfcontact.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "selfcontact.mandates",
    "selfcontact.opposition",
    "selfcontact.subprocessors",
    "selfcontact.providers",
    "selfcontact.policies",
    "selfcontact.rulings",
    "selfcontact.transparency",
    "selfcontact.identity",
    "selfcontact.notices",
    "selfcontact.intake",
    "selfcontact.uploads",
    "selfcontact.audits",
    "selfcontact.contacts",
    "selfcontact.campaigns",
    "selfcontact.figures",
    "selfcontact.proposals",
    "selfcontact.requests",
    "selfcontact.breaches",
    "selfcontact.changes",
    "selfcontact.lines",
    "selfcontact.mailbox",
    "selfcontact.reception",
    "selfcontact.certificates",
    "selfcontact.answers",
    "selfcontact.integrations",
    "selfcontact.processing",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "selfcontact.web.middleware.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "selfcontact.web.middleware.language_of_address",
    "selfcontact.web.pieces.bounded",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "selfcontact.web.middleware.Refusals",
    "selfcontact.web.middleware.NamedRoutes",
]
#: Signed documents are hashed as they come; another file of a form stays in memory, small or refused: never on disk.
FILE_UPLOAD_HANDLERS = [
    "selfcontact.web.documents.DocumentHandler",
    "selfcontact.web.recordings.RecordingHandler",
    "selfcontact.web.pieces.PieceHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
]
ROOT_URLCONF = f"selfcontact.web.{FACE}.urls"
WSGI_APPLICATION = "selfcontact.wsgi.application"
APPEND_SLASH = True
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "selfcontact_language"
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Paris"
LOGGING_CONFIG = "selfcontact.lib.logs.configure"
# Django calls the former with the latter, and not at all when it is empty.
LOGGING = logs.LOGGING

#: Where calls come in; where the sound leaves from, and what operators are told, when these are other addresses.
VOICE_HOST = os.environ.get("SELFCONTACT_VOICE_HOST", "127.0.0.1")
VOICE_PORT = integer("SELFCONTACT_VOICE_PORT", default=5060, least=1, most=65535)
VOICE_MEDIA_HOST = os.environ.get("SELFCONTACT_VOICE_MEDIA_HOST", "")
VOICE_SHOWN_HOST = os.environ.get("SELFCONTACT_VOICE_SHOWN_HOST", "")
#: First and last port of the sound; each call takes two.
VOICE_MEDIA_PORTS = (
    integer("SELFCONTACT_VOICE_MEDIA_FIRST", default=20000, least=1024, most=65000),
    integer("SELFCONTACT_VOICE_MEDIA_LAST", default=24000, least=1026, most=65535),
)
#: Calls of all lines together that one process takes.
VOICE_CALLS = integer("SELFCONTACT_VOICE_CALLS", default=1000, least=1, most=5000)

# Static files come from the installed packages, straight from where they are.
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # The QR code of the second factor is a data: image.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A recording is listened to where it is approved.
        "media-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# The proxy in front speaks TLS and says so, and to whom; it must drop these headers when a client sends them.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20

# One cookie and one table of sessions per face: ports of one machine share their cookies, faces share nothing.
SESSION_ENGINE = "selfcontact.accounts.sessions"
SESSION_COOKIE_NAME = f"{'__Host-' if HTTPS else ''}selfcontact_{FACE}"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{'__Host-' if HTTPS else ''}selfcontact_{FACE}_csrf"
CSRF_TRUSTED_ORIGINS = [url for url in FACE_URLS.values() if url.startswith("https://")]
CSRF_FAILURE_VIEW = "selfcontact.web.views.csrf_refused"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Attempts are counted where every process of the face sees them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": f"cache_{FACE}",
        # Django keeps 300 and then forgets a third of them, counters of attempts that still run included.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ["email", "name"]}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "selfcontact.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is verified by the invitation that it received
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "reset_password": "20/m/ip,5/h/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Attempts are counted for each visitor, not for the proxy in front: one who guesses must lock nobody else out.
ALLAUTH_TRUSTED_PROXY_COUNT = int(HTTPS)
MFA_ADAPTER = "selfcontact.accounts.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "selfcontact.accounts.factors.SignInForm",
    "reauthenticate": "selfcontact.accounts.factors.SignInAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = f"selfcontact {FACE}"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True

_MAIL_HOST = os.environ.get("SELFCONTACT_EMAIL_HOST", "")
#: Without a mail server, what would be sent is written in the installation's outbox.
EMAIL_BACKEND = f"{'django.core.mail.backends.smtp' if _MAIL_HOST else 'selfcontact.accounts.outbox'}.EmailBackend"
EMAIL_FILE_PATH = HOME / "outbox"
EMAIL_HOST = _MAIL_HOST or "localhost"
EMAIL_PORT = integer("SELFCONTACT_EMAIL_PORT", default=587, least=1, most=65535)
EMAIL_HOST_USER = os.environ.get("SELFCONTACT_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = secret("SELFCONTACT_EMAIL_PASSWORD") or ""
_MAIL_SECURITY = choice("SELFCONTACT_EMAIL_SECURITY", ("starttls", "tls", "none"), default="starttls")
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL_SECURITY == "starttls", _MAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 20
#: Who runs the server that carries our mails to people, when it is not who runs the mailbox.
EMAIL_SUBPROCESSOR = os.environ.get("SELFCONTACT_EMAIL_SUBPROCESSOR", "") or MAILBOX_SUBPROCESSOR
DEFAULT_FROM_EMAIL = os.environ.get("SELFCONTACT_EMAIL_FROM", "selfcontact@localhost")
