"""The forms of the public site. None asks for more than its right needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.ledger.leaf import JSON
from selfcontact.web.pieces import PieceField
from selfcontact.web.public import fields
from selfcontact.web.public.choices import Choice
from selfcontact.web.public.speaking import speakers

LONGEST_TEXT = 5000
Contents = dict[str, JSON]


def everyone() -> list[tuple[str, object]]:
    """Return whom one may say stop to."""
    return [("", _("Tous les candidats qui passent par vous")), *((one.candidate, one.name) for one in speakers())]


class AskForm(forms.Form):
    """What one right asks for; `policy` is the version in force on the page that the person had before them."""

    required_css_class = "required"
    policy = forms.IntegerField(required=False, min_value=1, max_value=10**6, widget=forms.HiddenInput)
    number = fields.NumberField()
    candidate = forms.ChoiceField(label=_("Ne plus recevoir de messages de"), choices=everyone, required=False)
    surname = forms.CharField(
        label=_("Nom"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    first_name = forms.CharField(
        label=_("Prénom"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    postcode = fields.postcode()
    text = forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6}))
    where = forms.CharField(
        label=_("Où vous répondre"),
        help_text=_("Une adresse électronique ou postale. Elle ne sert qu’à cette réponse."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, choice: Choice, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.choice = choice
        for one in set(self.fields) - {*choice.fields, "policy"}:
            del self.fields[one]
        if choice.text is not None:
            self.fields["text"].label = str(choice.text)

    def contents(self) -> Contents:
        """Return what is sealed for the house: every request says the same things, most of them empty."""
        given = {one: self.cleaned_data.get(one) or "" for one in self.base_fields}
        return {**given, "policy": self.cleaned_data.get("policy"), "kinds": [str(self.choice.kind)], "reference": ""}


class FindForm(forms.Form):
    """Which request, and whose."""

    required_css_class = "required"
    reference = fields.reference()
    number = fields.NumberField()

    def contents(self) -> Contents:
        """Return what is sealed for the house."""
        nothing = dict.fromkeys(("surname", "first_name", "postcode", "text", "where", "candidate"), "")
        return {**nothing, **self.cleaned_data, "kinds": [], "policy": None}


class AgainForm(FindForm):
    """The same, and what the request had needed to be believed: no less is needed to go on with it or to end it."""

    surname = forms.CharField(
        label=_("Nom"),
        help_text=_("Avec le prénom et le code postal, si la demande vous les avait demandés."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    first_name = forms.CharField(
        label=_("Prénom"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    postcode = fields.postcode(required=False)


class CodeForm(forms.Form):
    """The code that came by SMS."""

    required_css_class = "required"
    code = fields.code()


class OpenForm(CodeForm):
    """The code, and whether the page that waits for the answer may load itself again."""

    follow = forms.BooleanField(
        label=_("Ensuite, recharger la page toute seule jusqu’à ce que la réponse soit là"),
        required=False,
        initial=True,
    )


class PieceForm(forms.Form):
    """One document; nothing is asked about it."""

    required_css_class = "required"
    piece = PieceField()
