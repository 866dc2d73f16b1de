"""Forms of what is stated. Values of a person are sealed and never given back."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from selfcontact.contacts.correcting import ADULT, OLDEST, Values
from selfcontact.requests.models import DeathProof, Directive, Kind
from selfcontact.requests.statements import Named, Shown
from selfcontact.web.console.opposition.fields import NumberField, Unrepeated
from selfcontact.web.console.registers.forms.fields import DayField, GroundsField, MomentField
from selfcontact.web.console.requests import words
from selfcontact.web.console.requests.forms import DeedForm, ReasonedForm


class UnrepeatedText(Unrepeated):
    """The same for words."""

    input_type = "text"


def _unrepeated(label: Any, **kwargs: Any) -> forms.CharField:
    widget = UnrepeatedText(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, required=False, max_length=200, widget=widget, **kwargs)


class CorrectionForm(DeedForm):
    """What is right, of the five categories."""

    surname = _unrepeated(_("Nom"))
    first_name = _unrepeated(_("Prénom"))
    address = _unrepeated(_("Adresse, sans code postal ni ville"))
    postcode = _unrepeated(_("Code postal"), help_text=_("Avec la ville : les deux désignent la commune."))
    city = _unrepeated(_("Ville"))
    number = NumberField(required=False)
    age = forms.IntegerField(label=_("Âge"), min_value=ADULT, max_value=OLDEST, required=False)


def values(given: Mapping[str, Any]) -> Values:
    """Return what was typed; what is empty stays as it is."""
    return Values(**{name: given[name] or None for name in CorrectionForm.base_fields})


class ComplaintForm(ReasonedForm):
    """What a complaint is of."""

    field_order = ("category", "upheld", "reason")
    category = forms.ChoiceField(label=_("De quoi la personne se plaint"), choices=list(words.CATEGORIES.items()))
    upheld = forms.ChoiceField(
        label=_("Ce que nous trouvons"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Elle a raison")), ("no", _("Nous ne trouvons pas de manquement"))],
    )


class DirectiveForm(DeedForm):
    """What is to be done after the death, and with whom."""

    wish = forms.ChoiceField(label=_("Ce que la personne veut"), choices=list(words.WISHES.items()))
    name = _unrepeated(_("Remettre à : nom"))
    address = _unrepeated(_("Remettre à : adresse"))

    def clean(self) -> dict[str, Any]:
        """Refuse a handing over to nobody."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("wish") == Directive.Wish.HAND and not (cleaned.get("name") and cleaned.get("address")):
            raise ValidationError(_("Dites à qui les remettre : un nom et une adresse."))
        return cleaned


def named(given: Mapping[str, Any]) -> Named | None:
    """Return to whom the data are handed, if that is the wish."""
    if given["wish"] != Directive.Wish.HAND:
        return None
    return Named(name=given["name"], address=given["address"])


class DeathForm(DeedForm):
    """What was shown."""

    paper = forms.ChoiceField(label=_("Le papier montré"), choices=list(words.PAPERS.items()))
    dated_on = DayField(label=_("Daté du"))
    capacity = forms.ChoiceField(label=_("Qui demande"), choices=list(words.CAPACITIES.items()))
    scope = forms.ChoiceField(
        label=_("Sans directive, un héritier peut"),
        help_text=_("Loi Informatique et Libertés, article 85 : rien de plus que ce que sa qualité demande."),
        choices=list(words.SCOPES.items()),
    )


def shown(given: Mapping[str, Any]) -> Shown:
    """Return what was shown."""
    return Shown(
        paper=DeathProof.Paper(given["paper"]),
        dated_on=given["dated_on"],
        capacity=DeathProof.Capacity(given["capacity"]),
        scope=DeathProof.Scope(given["scope"]),
    )


class SortForm(ReasonedForm):
    """Which rights a letter exercises."""

    field_order = ("kinds", "reason")
    kinds = forms.MultipleChoiceField(
        label=_("Ce que la personne demande"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(one), words.KINDS[one]) for one in Kind],
    )


class AnnounceForm(ReasonedForm):
    """The day on which a restriction ends."""

    field_order = ("on", "reason")
    on = DayField(label=_("La limitation prend fin le"))


class ReopenForm(DeedForm):
    """New facts, and when they came."""

    received_at = MomentField(label=_("Reçus le, heure de Paris"))
    reason = GroundsField(label=_("Les faits nouveaux, en une phrase"), help_text=_("La personne les lit : sans nom."))
