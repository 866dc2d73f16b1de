"""Forms of what is written to people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.notices.models import Means, Notice
from selfcontact.notices.templates import LONGEST_NOTE, LONGEST_SUBJECT, LONGEST_TEXT
from selfcontact.web.forms import ActionForm


class LettersForm(ActionForm):
    """Which letters, and what is done with them."""

    letters = forms.ModelMultipleChoiceField(queryset=Notice.objects.none(), to_field_name="uid")
    do = forms.ChoiceField(choices=[("print", "print"), ("posted", "posted")])
    proof = forms.CharField(max_length=100, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["letters"]
        field.queryset = Notice.objects.filter(means=Means.POST, sent_at=None, sealed__isnull=False).order_by("pk")


class TextForm(ActionForm):
    """The next version of a text."""

    subject = forms.CharField(label=_("Objet"), max_length=LONGEST_SUBJECT)
    text = forms.CharField(label=_("Texte"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 18}))
    note = forms.CharField(
        label=_("Ce qui change, en une phrase"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("Demandé pour publier, non pour voir."),
    )
