"""Forms of tokens and webhooks."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from selfcontact.accounts.models import Face, User
from selfcontact.integrations.events import EVENTS
from selfcontact.integrations.scopes import REACH, Scope
from selfcontact.web.forms import ActionForm


def scope_choices() -> list[tuple[str, str]]:
    """Return each scope with what it opens, in the user's language."""
    english = (get_language() or "fr").startswith("en")
    return [(str(scope), f"{scope} — {REACH[scope].en if english else REACH[scope].fr}") for scope in Scope]


class TokenForm(ActionForm):
    """A token in someone's name."""

    name = forms.CharField(
        label=_("Nom"), max_length=63, help_text=_("Le système qui s’en servira : « agence, tableau de bord ».")
    )
    owner = forms.ModelChoiceField(
        label=_("Titulaire"),
        queryset=User.objects.filter(face=Face.CONSOLE, is_active=True).exclude(roles=[]).order_by("email"),
        to_field_name="uid",
        help_text=_("Le jeton agit en son nom, et jamais au-delà de ses rôles."),
    )
    scopes = forms.MultipleChoiceField(label=_("Portées"), choices=scope_choices, widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=_("Durée, en jours"), min_value=1, max_value=366, initial=90)


class WebhookForm(ActionForm):
    """An address and what it is told of."""

    url = forms.CharField(
        label=_("Adresse"),
        max_length=500,
        widget=forms.URLInput,
        help_text=_("En https. Elle reçoit des références et des comptes, jamais une personne."),
    )
    events = forms.MultipleChoiceField(
        label=_("Événements"), choices=[(name, name) for name in EVENTS], widget=forms.CheckboxSelectMultiple
    )
