"""Forms of answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.answers.document import LEAVABLE
from selfcontact.web.console.answers.words import PARTS
from selfcontact.web.console.registers.forms.fields import GroundsField
from selfcontact.web.forms import ActionForm


class PrepareForm(ActionForm):
    """In which language the person is answered."""

    language = forms.ChoiceField(label=_("Langue de la réponse"), choices=[("fr", "Français"), ("en", "English")])


class LeaveOutForm(ActionForm):
    """What is left out, and why."""

    field_order = ("section", "rank", "reason")
    section = forms.ChoiceField(label=_("Partie"), choices=[(name, PARTS[name]) for name in LEAVABLE])
    rank = forms.IntegerField(
        label=_("Une fiche seulement, par son rang"),
        required=False,
        min_value=1,
        help_text=_("Pour les données : la fiche de quelqu’un d’autre qui a eu ce numéro. Vide : toute la partie."),
    )
    reason = GroundsField(
        label=_("Motif"),
        help_text=_("La personne le lit dans sa réponse, et il va au journal : sans le nom de quelqu’un d’autre."),
    )

    @property
    def part(self) -> str:
        """Return what is left out, as the action names it."""
        section, rank = self.cleaned_data["section"], self.cleaned_data["rank"]
        return f"{section}.{rank}" if rank else str(section)


class NothingForm(ActionForm):
    """A button alone."""
