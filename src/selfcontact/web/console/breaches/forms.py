"""Forms of breaches."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.breaches.actions import Account
from selfcontact.breaches.models import Nature, System
from selfcontact.breaches.refusals import LONGEST
from selfcontact.mandates.models import Mandate
from selfcontact.web.console.breaches import words
from selfcontact.web.console.registers.forms.fields import MomentField
from selfcontact.web.forms import ActionForm

NAMELESS = _("Sans le nom ni le numéro d’une personne : ce texte est envoyé aux responsables.")


class WordsField(forms.CharField):
    """A text that goes into the register, sealed."""

    def __init__(self, *, label: object, help_text: object = "") -> None:
        widget = forms.Textarea(attrs={"rows": 4})
        super().__init__(label=str(label), help_text=str(help_text), max_length=LONGEST, widget=widget)


class RecordForm(ActionForm):
    """A breach as it is first understood."""

    natures = forms.MultipleChoiceField(
        label=_("Ce qui est atteint"), choices=list(words.NATURES.items()), widget=forms.CheckboxSelectMultiple
    )
    systems = forms.MultipleChoiceField(
        label=_("Où elle a eu lieu"), choices=list(words.SYSTEMS.items()), widget=forms.CheckboxSelectMultiple
    )
    learnt_at = MomentField(
        label=_("Apprise le"), help_text=_("Heure de Paris. Les délais courent de cet instant."), required=True
    )
    began_at = MomentField(label=_("A commencé le"), help_text=_("Vide si personne ne le sait."), required=False)
    ended_at = MomentField(label=_("A fini le"), help_text=_("Vide si elle dure, ou si on l’ignore."), required=False)
    what = WordsField(label=_("Ce qui s’est passé"), help_text=NAMELESS)
    consequences = WordsField(label=_("Conséquences probables"))
    measures = WordsField(label=_("Mesures prises ou proposées"))
    mandates = forms.ModelMultipleChoiceField(
        Mandate.objects.none(),
        label=_("Mandats concernés"),
        help_text=_("Aucun choix : tous ceux qui étaient ici pendant la violation."),
        to_field_name="reference",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        chosen = self.fields["mandates"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)  # noqa: S101 - as declared above
        chosen.queryset = Mandate.objects.order_by("reference")

    def account(self) -> Account:
        """Return what is to be written down."""
        given = self.cleaned_data
        return Account(
            natures=[Nature(one) for one in given["natures"]],
            systems=[System(one) for one in given["systems"]],
            **{name: given[name] for name in ("learnt_at", "began_at", "ended_at", "what", "consequences", "measures")},
        )


class StepForm(ActionForm):
    """Something learnt, done or decided since."""

    kind = forms.ChoiceField(
        label=_("Ce qui s’ajoute"),
        choices=[(kind, words.KINDS[kind]) for kind in words.ADDED],
        widget=forms.RadioSelect,
    )
    happened_at = MomentField(label=_("Le"), help_text=_("Heure de Paris. Vide : maintenant."), required=False)
    text = WordsField(label=_("Ce qui est ajouté, ou la raison"), help_text=NAMELESS)

    def moment(self, now: datetime) -> datetime:
        """Return when it happened."""
        return self.cleaned_data["happened_at"] or now


class ToldForm(ActionForm):
    """How a controller was told otherwise than by a notice."""

    mandate = forms.ModelChoiceField(Mandate.objects.none(), label=_("Mandat"), to_field_name="reference")
    happened_at = MomentField(label=_("Le"), help_text=_("Heure de Paris. Vide : maintenant."), required=False)
    text = WordsField(label=_("Comment : recommandé, téléphone"))

    def __init__(self, *args: object, left: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        chosen = self.fields["mandate"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101 - as declared above
        chosen.queryset = Mandate.objects.filter(pk__in=left).order_by("reference")

    def moment(self, now: datetime) -> datetime:
        """Return when it happened."""
        return self.cleaned_data["happened_at"] or now


class CloseForm(ActionForm):
    """What was learnt from it."""

    text = WordsField(label=_("Ce qui en a été appris"), help_text=NAMELESS)
