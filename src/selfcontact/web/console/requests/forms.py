"""Forms of requests. What is typed of a person is sealed and never given back."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from selfcontact.mandates.models import Candidate, Mandate
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Door, Ground, Hold, Kind, Means, Request, Rung
from selfcontact.web.console.opposition.fields import NumberField
from selfcontact.web.console.registers.forms.fields import GroundsField, MomentField
from selfcontact.web.console.requests import words
from selfcontact.web.forms import ActionForm

NONE = [("", _("Accepter la demande"))]


class OpenForm(ActionForm):
    """A request that came by post or by telephone, or that somebody of the house was told of."""

    kinds = forms.MultipleChoiceField(
        label=_("Ce que la personne demande"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(one), words.KINDS[one]) for one in Kind],
    )
    door = forms.ChoiceField(
        label=_("Par où elle est venue"),
        choices=[(str(one), words.DOORS[one]) for one in (Door.POST, Door.TELEPHONE, Door.MAIL, Door.VOICE)],
    )
    received_at = MomentField(
        label=_("Reçue le, heure de Paris"),
        help_text=_("Le délai part de cet instant : le cachet d’arrivée, non le jour où vous la saisissez."),
    )
    candidate = forms.ModelChoiceField(
        label=_("Opposition contre"),
        queryset=Candidate.objects.order_by("name"),
        to_field_name="reference",
        required=False,
        empty_label=_("tous les candidats"),
        help_text=_("Pour une opposition seulement ; le reste vaut partout."),
    )
    language = forms.ChoiceField(
        label=_("Langue de la réponse"), choices=[("fr", "français"), ("en", "English")], required=False
    )
    number = NumberField(required=False)
    name = forms.CharField(label=_("Nom"), max_length=200, required=False)
    address = forms.CharField(
        label=_("Où répondre"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    text = forms.CharField(
        label=_("Ce qu’elle a écrit ou dit"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Scellé. On ne le relit qu’avec une raison, inscrite au journal."),
    )

    def person(self) -> Person:
        """Return who asks, as it is sealed."""
        given = self.cleaned_data
        return Person(
            **{name: given[name] for name in ("name", "address", "text", "language")}, number=given["number"] or None
        )

    @property
    def received(self) -> datetime:
        """Return when it came in."""
        found: datetime = self.cleaned_data["received_at"]
        return found


class DeedForm(ActionForm):
    """A form about one request."""

    def __init__(self, data: Any = None, *, found: Request) -> None:
        super().__init__(data)
        self.found = found


class ReasonedForm(DeedForm):
    """Why, for the ledger."""

    reason = GroundsField()


class AnsweredForm(DeedForm):
    """What became of a question about identity."""

    came = forms.ChoiceField(
        label=_("La réponse"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Elle est venue")), ("no", _("Rien n’est venu, nous n’attendons plus"))],
    )


class RungForm(DeedForm):
    """How the person proved who they are."""

    rung = forms.TypedChoiceField(
        label=_("La preuve"), coerce=int, choices=[(int(one), words.RUNGS[one]) for one in Rung]
    )


class OriginalForm(DeedForm):
    """Which request came first."""

    original = forms.ModelChoiceField(
        label=_("L’originale"),
        queryset=Request.objects.none(),
        to_field_name="reference",
        help_text=_("Une demande plus ancienne. Chacune garde son délai, et sa vérification d’identité."),
    )

    def __init__(self, data: Any = None, *, found: Request) -> None:
        super().__init__(data, found=found)
        earlier = Request.objects.filter(received_at__lte=found.received_at, duplicate_of=None).exclude(pk=found.pk)
        field: Any = self.fields["original"]
        field.queryset = earlier.defer("sealed", "phone_index").order_by("-received_at")


class DecisionForm(DeedForm):
    """Granted, or refused on a ground, as a whole or for some of its rights."""

    ground = forms.ChoiceField(
        label=_("La décision"),
        required=False,
        widget=forms.RadioSelect,
        choices=[*NONE, *((str(one), words.GROUNDS[one]) for one in Ground)],
        help_text=_("Un refus nomme son fondement, et l’autorité et le juge à qui la personne peut s’adresser."),
    )
    but = forms.MultipleChoiceField(
        label=_("Ne refuser que"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Rien de coché : le refus vaut pour toute la demande. Le reste est accepté."),
    )

    def __init__(self, data: Any = None, *, found: Request) -> None:
        super().__init__(data, found=found)
        field: Any = self.fields["but"]
        field.choices = [(kind, words.KINDS[kind]) for kind in found.kinds if kind != Kind.OBJECTION]
        if len(found.kinds) == 1:
            del self.fields["but"]

    def clean(self) -> dict[str, Any]:
        """Refuse a refusal in part without its ground."""
        cleaned = super().clean() or self.cleaned_data
        cleaned.setdefault("but", [])
        if cleaned["but"] and not cleaned.get("ground"):
            raise ValidationError(_("Un refus en partie a un fondement."))
        return cleaned


class MeansForm(DeedForm):
    """How the answer travelled."""

    # The page says by itself when it was opened.
    means = forms.ChoiceField(
        label=_("La voie"), choices=[(str(one), words.MEANS[one]) for one in Means if one != Means.PAGE]
    )


class HoldForm(ReasonedForm):
    """Which mandate keeps what it has of the person."""

    field_order = ("mandate", "reason")
    mandate = forms.ModelChoiceField(
        label=_("Mandat"),
        queryset=Mandate.objects.filter(state=Mandate.State.LIVE).order_by("reference"),
        to_field_name="reference",
    )


class LiftForm(ReasonedForm):
    """Which hold ends."""

    field_order = ("hold", "reason")
    hold = forms.ModelChoiceField(label=_("Conservation"), queryset=Hold.objects.none())

    def __init__(self, data: Any = None, *, found: Request) -> None:
        super().__init__(data, found=found)
        field: Any = self.fields["hold"]
        field.queryset = Hold.objects.filter(request=found, lifted_at=None).select_related("mandate")
        field.label_from_instance = lambda one: one.mandate.reference
