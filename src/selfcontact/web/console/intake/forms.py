"""Forms of uploads and deliveries."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from selfcontact.intake.columns import recognised
from selfcontact.intake.models import Delivery
from selfcontact.intake.reader.detect import Told
from selfcontact.intake.reader.shape import ENCODINGS
from selfcontact.lib.digest import text_sha256
from selfcontact.mandates.models import Mandate
from selfcontact.providers.models import Agreement
from selfcontact.web.console.intake.words import DELIMITERS, FIELDS, ORDERS
from selfcontact.web.forms import ActionForm

KINDS_OF_FILE = ".csv,.txt,.tsv,.gz,.zip,.xlsx,.parquet"
DETECTED = ("", _("comme détecté"))
HEADERS = {"": None, "yes": True, "no": False}


class MandateField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the mandates that are under way."""

    def label_from_instance(self, obj: Model) -> str:
        """Return the mandate's reference and its candidate."""
        return f"{obj.reference} · {obj.candidate.name}" if isinstance(obj, Mandate) else ""


class AgreementField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the agreements with providers that may deliver."""

    def label_from_instance(self, obj: Model) -> str:
        """Return the agreement's reference and its provider."""
        return f"{obj.reference} · {obj.provider.name}" if isinstance(obj, Agreement) else ""


class NewForm(ActionForm):
    """A file for a mandate, under an agreement."""

    mandate = MandateField(
        label=_("Mandat"),
        queryset=Mandate.objects.filter(state=Mandate.State.LIVE).select_related("candidate").order_by("reference"),
        to_field_name="reference",
    )
    agreement = AgreementField(
        label=_("Accord avec le fournisseur"),
        queryset=Agreement.objects.filter(provider__vetted_on__isnull=False, provider__suspended_on__isnull=True)
        .select_related("provider")
        .order_by("reference"),
        to_field_name="reference",
    )
    synthetic = forms.BooleanField(
        label=_("Personnes inventées"),
        required=False,
        help_text=_("Pour un essai : ces contacts ne partiront que par l’opérateur simulé."),
    )
    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("CSV, Excel (.xlsx) ou Parquet, compressé ou non. Il est chiffré à mesure qu’il arrive."),
        widget=forms.FileInput(attrs={"accept": KINDS_OF_FILE}),
    )


class ReadingForm(ActionForm):
    """How a file is written, as far as the operator corrects what was detected."""

    encoding = forms.ChoiceField(
        label=_("Encodage"), choices=[DETECTED, *((name, name) for name in ENCODINGS)], required=False
    )
    delimiter = forms.ChoiceField(label=_("Séparateur"), choices=[DETECTED, *DELIMITERS.items()], required=False)
    header = forms.ChoiceField(
        label=_("Première ligne"),
        choices=[DETECTED, ("yes", _("les noms des colonnes")), ("no", _("déjà des données"))],
        required=False,
    )
    order = forms.ChoiceField(label=_("Ordre des dates"), choices=[DETECTED, *ORDERS.items()], required=False)
    form = forms.ChoiceField(
        label=_("Formulaire des lignes qui n’en nomment aucun"),
        required=False,
        help_text=_("Le texte auquel les personnes ont consenti, quand le fichier ne le dit pas."),
    )
    received_on = forms.DateField(
        label=_("Reçu du fournisseur le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Aujourd’hui, si rien n’est indiqué."),
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = agreement.forms.order_by("code").values_list("code", flat=True)
        field = self.fields["form"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("aucun : ces lignes sont refusées")), *((code, code) for code in known)]

    def told(self) -> Told:
        """Return what the operator says of the file."""
        given = self.cleaned_data
        return Told(
            encoding=given["encoding"],
            delimiter=given["delimiter"],
            header=HEADERS[given["header"]],
            order=given["order"] or None,
        )

    def received(self) -> date | None:
        """Return the day on which the provider delivered, None for today."""
        day: date | None = self.cleaned_data["received_on"]
        return day


class ColumnsForm(forms.Form):
    """Which column is which field. `seen` is the header that was shown: the answers fit no other."""

    seen = forms.CharField(widget=forms.HiddenInput)
    remember = forms.BooleanField(
        label=_("Retenir ces colonnes pour les prochains fichiers de ce fournisseur"), required=False, initial=True
    )

    def __init__(self, *args: Any, header: Sequence[str], known: Mapping[str, str] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.header = header
        self.fields["seen"].initial = mark_of(header)
        proposed = recognised(header) if known is None else known
        for position, name in enumerate(header):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=name,
                choices=[("dropped", _("ignorée : jamais lue")), *FIELDS.items()],
                initial=proposed.get(name, "dropped"),
            )

    def of_columns(self) -> list[forms.BoundField]:
        """Return the field of each column."""
        return [self[f"column_{position}"] for position in range(len(self.header))]

    def fits(self) -> bool:
        """Tell whether it was answered in front of this header."""
        return self.is_valid() and self.cleaned_data["seen"] == mark_of(self.header)

    def chosen(self) -> dict[str, str]:
        """Return the field of each column; of columns with the same name, the first that is read counts."""
        chosen: dict[str, str] = {}
        for position, name in enumerate(self.header):
            field = self.cleaned_data[f"column_{position}"]
            if chosen.get(name, "dropped") == "dropped":
                chosen[name] = field
        return chosen


class HoldForm(ActionForm):
    """Why a delivery is held: the list of deliveries shows it."""

    grounds = forms.CharField(label=_("Motif"), max_length=Delivery._meta.get_field("hold_reason").max_length)


def mark_of(header: Sequence[str]) -> str:
    """Return what tells a header from another."""
    return text_sha256("\n".join(header))
