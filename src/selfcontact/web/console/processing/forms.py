"""Forms that draw a document."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.mandates.models import Mandate
from selfcontact.web.forms import ActionForm


class DrawForm(ActionForm):
    """In which form, and of what."""

    form = forms.ChoiceField(label=_("Forme"))
    mandate = forms.ModelChoiceField(
        Mandate.objects.none(),
        label=_("Mandat"),
        empty_label=_("toute la maison"),
        to_field_name="reference",
        required=False,
    )

    def __init__(self, *args: Any, mandates: list[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, chosen = self.fields["form"], self.fields["mandate"]
        if isinstance(kinds, forms.ChoiceField) and isinstance(chosen, forms.ModelChoiceField):
            kinds.choices = self.KINDS
            chosen.queryset = Mandate.objects.all()
            # Read once for both forms of the page.
            chosen.choices = [("", chosen.empty_label), *((one.reference, one.reference) for one in mandates)]

    KINDS: tuple[tuple[str, Any], ...] = ()


class RecordForm(DrawForm):
    """The record of processing."""

    KINDS = (
        ("ods", _("classeur (ODS)")),
        ("csv", _("tableau (CSV)")),
        ("html", _("page (HTML)")),
    )


class AssessmentForm(DrawForm):
    """The impact assessment."""

    KINDS = (
        ("json", _("fichier pour l’outil PIA de la CNIL (JSON)")),
        ("odt", _("document (ODT)")),
    )
