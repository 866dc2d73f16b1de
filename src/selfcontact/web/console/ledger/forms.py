"""What one looks for in the ledger. Nothing here names a person but the staff."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.accounts.models import User
from selfcontact.ledger.history import Question
from selfcontact.lib.actor import SYSTEM
from selfcontact.mandates.models import Mandate
from selfcontact.web.console import ledger_words
from selfcontact.web.console.registers.forms.fields import DayField
from selfcontact.web.console.registers.timeline import midnight

EVERYTHING = ("", "—")


class SearchForm(forms.Form):
    """Everything is optional, and combined."""

    mandate = forms.ModelChoiceField(
        label=_("Mandat"),
        queryset=Mandate.objects.order_by("reference"),
        to_field_name="reference",
        required=False,
        empty_label="—",
    )
    action = forms.ChoiceField(label=_("Action"), required=False)
    actor = forms.ChoiceField(label=_("Qui"), required=False)
    since = DayField(label=_("Depuis le"), required=False)
    until = DayField(label=_("Jusqu’au"), required=False)
    about = forms.UUIDField(
        label=_("Identifiant d’objet"), required=False, widget=forms.TextInput(attrs={"spellcheck": "false"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = sorted(((code, str(words)) for code, words in ledger_words.ACTIONS.items()), key=lambda one: one[1])
        accounts = User.objects.order_by("email").values_list("uid", "email")
        self._choose("action", [EVERYTHING, *actions])
        self._choose("actor", [EVERYTHING, (str(SYSTEM.uid), ledger_words.KINDS["system"]), *accounts])

    def _choose(self, name: str, choices: list[tuple[object, object]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(value), words) for value, words in choices]

    def question(self) -> Question:
        """Return what is asked; the last day is included."""
        given = self.cleaned_data
        return Question(
            objects=(given["about"],) if given["about"] else (),
            mandate_id=given["mandate"].pk if given["mandate"] else None,
            action=given["action"],
            actor_id=given["actor"] or None,
            since=midnight(given["since"]) if given["since"] else None,
            until=midnight(given["until"] + timedelta(days=1)) if given["until"] else None,
        )
