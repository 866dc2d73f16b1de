"""What every page shows around its content."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from selfcontact.compliance.deadline import day_of
from selfcontact.policies.promise import Promise, promise
from selfcontact.web import access
from selfcontact.web.clock import now

THEMES = ("light", "dark")
THEME_COOKIE = "selfcontact_theme"
#: Route name, words, roles (empty: everyone signed in). What a face does not have is left out.
ENTRIES = (
    ("home", _("Accueil"), ()),
    ("campaign_list", _("Campagnes"), ()),
    ("line_list", _("Lignes vocales"), ()),
    ("delivery_list", _("Livraisons"), ()),
    ("mandate_list", _("Mandats"), ()),
    ("candidate_list", _("Candidats"), ()),
    ("provider_list", _("Fournisseurs"), ()),
    ("policy_list", _("Politique"), ()),
    ("rule_list", _("Règles"), ()),
    ("subprocessor_list", _("Sous-traitants"), ()),
    ("route_list", _("Routes"), ()),
    ("processing", _("Conformité"), ("dpo", "administrator", "auditor")),
    ("breach_list", _("Violations"), ("dpo", "auditor")),
    ("request_list", _("Demandes"), ("dpo", "auditor")),
    ("report_list", _("Signalements"), ("dpo", "auditor")),
    ("opposition", _("Oppositions"), ()),
    ("person_find", _("Personnes"), ("dpo",)),
    ("ledger", _("Journal"), ()),
    ("integrations", _("Accès programmés"), ("administrator", "auditor")),
    ("user_list", _("Comptes"), ("administrator", "auditor")),
)
#: The menu of the public site, the same for everyone.
PUBLIC_ENTRIES = (
    ("home", _("Vos droits")),
    ("why", _("Pourquoi ce message ?")),
    ("open_answer", _("Lire ma réponse")),
    ("policy", _("Politique de confidentialité")),
    ("paper_form", _("Formulaire à imprimer")),
)
#: Pages that belong to an entry whose address they do not begin with.
BELONGING = {
    "campaign_list": ("/sending/",),
    "home": ("/rights/",),
    "request_list": ("/mailbox/", "/notices/", "/texts/"),
}


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Return the face, the theme, the menu and whether the clock is a rehearsal's."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "face": settings.FACE,
        "theme": theme if theme in THEMES else "auto",
        "rehearsal": settings.CLOCK_START is not None,
        "menu": SimpleLazyObject(lambda: menu(request)),
        "company": settings.COMPANY_NAME,
        "promised": SimpleLazyObject(_promised) if settings.FACE == "public" else None,
    }


def _promised() -> Promise | None:
    """Return which policy binds and what is new of it; None while it cannot be read, where a failure is told."""
    try:
        return promise(day_of(now()))
    except DatabaseError:
        return None


def menu(request: HttpRequest) -> list[dict[str, object]]:
    """Return the entries of the menu that the user may open, with the present one marked."""
    if settings.FACE == "public":
        return [entry for name, words in PUBLIC_ENTRIES for entry in _entry(request, name, words)]
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    held = access.positions(request)
    return [
        entry
        for name, words, roles in ENTRIES
        if not roles or held & set(roles)
        for entry in _entry(request, name, words)
    ]


def _entry(request: HttpRequest, name: str, words: object) -> list[dict[str, object]]:
    try:
        url = reverse(name)
    except NoReverseMatch:
        return []
    here = request.path == url if url == "/" else request.path.startswith(url)
    here = here or request.path.startswith(BELONGING.get(name, ()))
    return [{"url": url, "words": words, "here": here}]
