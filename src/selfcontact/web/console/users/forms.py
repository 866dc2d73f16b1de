"""Forms of the accounts' pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.accounts.actions import Place
from selfcontact.accounts.models import Face, Role, Seat
from selfcontact.mandates.models import Candidate
from selfcontact.web.forms import ActionForm


class RolesForm(ActionForm):
    """The roles of a member of the staff."""

    roles = forms.MultipleChoiceField(
        label=_("Rôles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def chosen(self) -> list[Role]:
        """Return the roles ticked."""
        return [Role(value) for value in self.cleaned_data["roles"]]


class InviteForm(RolesForm):
    """Whom to invite, and to which door."""

    field_order = ("email", "name", "face", "roles", "candidate", "seat")
    email = forms.EmailField(label=_("Adresse électronique"))
    name = forms.CharField(label=_("Nom affiché"), max_length=120)
    face = forms.ChoiceField(label=_("Porte"), choices=Face.choices, widget=forms.RadioSelect, initial=Face.CONSOLE)
    candidate = forms.ModelChoiceField(
        label=_("Candidat"),
        queryset=Candidate.objects.order_by("name"),
        required=False,
        to_field_name="reference",
        help_text=_("Pour le portail seulement."),
    )
    seat = forms.ChoiceField(label=_("Place dans l’équipe"), choices=[("", "—"), *Seat.choices], required=False)

    def place(self) -> Place:
        """Return where the invitation leads."""
        given = self.cleaned_data
        if given["face"] == Face.CONSOLE:
            return Place(face=Face.CONSOLE, roles=self.chosen())
        candidate = given["candidate"]
        return Place(
            face=Face.PORTAL,
            candidate_id=candidate.pk if candidate else None,
            seat=Seat(given["seat"]) if given["seat"] else None,
        )
