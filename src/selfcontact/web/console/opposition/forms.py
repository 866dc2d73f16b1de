"""Forms of the opposition list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.mandates.models import Candidate
from selfcontact.opposition.models import Entry
from selfcontact.web.console.opposition.fields import NumberField
from selfcontact.web.console.opposition.words import CHANNELS
from selfcontact.web.console.registers.forms.fields import GroundsField
from selfcontact.web.forms import ActionForm

#: By which a person reaches the staff; the others speak for themselves.
BY_HAND = (Entry.Channel.STAFF, Entry.Channel.MAIL, Entry.Channel.VOICE, Entry.Channel.WEB)


class ScopeForm(ActionForm):
    """A number, and for whom it is meant."""

    number = NumberField()
    candidate = forms.ModelChoiceField(
        label=_("Candidat"),
        queryset=Candidate.objects.order_by("name"),
        to_field_name="reference",
        required=False,
        empty_label=_("Tous les candidats"),
    )

    @property
    def candidate_id(self) -> int | None:
        """Return the candidate chosen, or None for everyone."""
        chosen: Candidate | None = self.cleaned_data["candidate"]
        return chosen.pk if chosen else None


class OpposeForm(ScopeForm):
    """A number to put on the list by hand."""

    channel = forms.ChoiceField(
        label=_("Comment la personne l’a dit"), choices=[(str(one), CHANNELS[one]) for one in BY_HAND]
    )


class ReasonForm(ActionForm):
    """Why somebody's data are opened."""

    reason = GroundsField(
        label=_("Pourquoi"),
        help_text=_("La raison va au journal, scellée : sans le nom ni le numéro de la personne."),
    )


class DecisionForm(ActionForm):
    """What the person meant."""

    decision = forms.ChoiceField(
        label=_("La décision"),
        widget=forms.RadioSelect,
        choices=[
            ("opposed", _("Elle ne veut plus de messages : opposition, pour tous les candidats")),
            ("free", _("Elle ne s’oppose pas : s’il était gelé, son numéro est dégelé")),
        ],
    )
