"""What a signatory gives: a verdict on exactly this content, and a second factor for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.proposals.actions import LONGEST_COMMENT
from selfcontact.proposals.models import Decision
from selfcontact.web.forms import ActionForm


class DecisionForm(ActionForm):
    """`content` is the hash of what was on the page: what has changed since is refused."""

    verdict = forms.ChoiceField(
        label=_("Votre décision"),
        choices=[
            (Decision.Verdict.APPROVE, _("J’approuve ce texte, ces destinataires et ces dates")),
            (Decision.Verdict.CHANGES, _("Je demande une modification")),
        ],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("Ce qui doit changer"),
        help_text=_("Obligatoire pour demander une modification. N’y écrivez le numéro de personne."),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    code = forms.CharField(
        label=_("Code de votre application"),
        help_text=_("Ou un code de secours. Laissez vide si vous venez d’utiliser votre clé d’accès."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    content = forms.CharField(widget=forms.HiddenInput, min_length=64, max_length=64)


class RecordingDecisionForm(DecisionForm):
    """The same, of what was heard."""

    verdict = forms.ChoiceField(
        label=_("Votre décision"),
        choices=[
            (Decision.Verdict.APPROVE, _("J’approuve ces enregistrements, ce numéro et ces dates")),
            (Decision.Verdict.CHANGES, _("Je demande une modification")),
        ],
        widget=forms.RadioSelect,
    )
