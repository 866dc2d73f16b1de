"""Form of the policy's pages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.changes.models import Way
from selfcontact.changes.parties import Party
from selfcontact.policies.actions import MOST_CHARACTERS, Draft
from selfcontact.policies.weighing import MOST_GROUNDS, Weight
from selfcontact.web.console.notices import words
from selfcontact.web.forms import ActionForm

WAYS = {
    Way.NOTICE: _("avis écrit"),
    Way.LETTER: _("lettre"),
    Way.CALL: _("appel"),
    Way.MEETING: _("rencontre"),
}
OTHERWISE = (Way.LETTER, Way.CALL, Way.MEETING)
HELP = _("Titres avec #, listes avec -, adresses entre < et >. Le HTML reste des lettres.")


class ToldForm(ActionForm):
    """Who was told otherwise than by a notice, and how."""

    party = forms.ChoiceField(label=_("Qui"))
    way = forms.ChoiceField(label=_("Par quel moyen"), choices=[(way, WAYS[way]) for way in OTHERWISE])

    def __init__(self, data: Any = None, *, left: Sequence[Party]) -> None:
        super().__init__(data)
        field: Any = self.fields["party"]
        field.choices = [(one.code, words.recipient(one.code)) for one in left]


class PublishForm(ActionForm):
    """The next version. What is typed here can be read by everyone afterwards, for ever."""

    french = forms.CharField(
        label=_("Texte français"),
        help_text=HELP,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 20, "lang": "fr"}),
    )
    english = forms.CharField(
        label=_("Traduction anglaise"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 12, "lang": "en"}),
    )
    note = forms.CharField(
        label=_("Ce qui change, en une phrase"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    english_note = forms.CharField(
        label=_("La même phrase en anglais"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    in_force_on = forms.DateField(
        label=_("Entre en vigueur le"),
        help_text=_("Au plus tôt aujourd’hui, et jamais avant une version déjà annoncée."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    substantial = forms.BooleanField(
        label=_("Substantielle : ceux que cela concerne sont prévenus"),
        help_text=_("Le délégué à la protection des données en décide seul."),
        required=False,
    )
    consent_again = forms.BooleanField(
        label=_("Le but ou les destinataires changent : le consentement est redemandé"),
        help_text=_("Dès son premier jour, personne ne reçoit plus de message sur un consentement donné avant."),
        required=False,
    )
    grounds = forms.CharField(
        label=_("Motifs de cette décision"),
        required=False,
        max_length=MOST_GROUNDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(label=_("Je sais que cette version ne pourra être ni modifiée ni retirée."))

    def draft(self) -> Draft:
        """Return what is to be published."""
        given = self.cleaned_data
        weight = Weight(**{name: given[name] for name in ("substantial", "consent_again", "grounds")})
        return Draft(weight=weight, **{name: given[name] for name in ("french", "english", "note", "english_note")})
