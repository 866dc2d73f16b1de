"""Fields that several forms of the register share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from selfcontact.database.models import REFERENCE

ISO = "%Y-%m-%d"
#: Words that stand where a reference may stand in an address.
TAKEN = frozenset({"new", "areas", "house", "trunks", "listen"})


class ReferenceField(forms.CharField):
    """The reference under which people will name a new object; it is for good."""

    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Référence"))
        kwargs.setdefault("help_text", _("Lettres sans accent, chiffres, points et tirets. Elle ne change plus."))
        message = _("Lettres sans accent, chiffres, points et tirets ; 63 caractères au plus.")
        super().__init__(max_length=63, validators=[RegexValidator(REFERENCE.regex, message)], **kwargs)
        self.model = model

    def clean(self, value: Any) -> Any:
        """Return the reference; raises ValidationError when another object has it."""
        found = super().clean(value)
        if found in TAKEN or self.model._default_manager.filter(reference=found).exists():
            raise ValidationError(_("Cette référence est déjà prise."), code="taken")
        return found


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format=ISO)
        super().__init__(widget=widget, input_formats=[ISO, "%d/%m/%Y"], **kwargs)


class MomentField(forms.DateTimeField):
    """A day and a time on the clock of Paris."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **kwargs)


class LinesField(forms.CharField):
    """Several values, one on each line; `cleaned_data` holds the list of those that are not empty, each once."""

    def __init__(self, *, longest: int = 200, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the text area."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        """Return the lines; raises ValidationError for one that is too long."""
        lines = list(dict.fromkeys(line.strip() for line in super().clean(value).splitlines() if line.strip()))
        if any(len(line) > self.longest for line in lines):
            raise ValidationError(_("Une ligne compte %(longest)d caractères au plus.") % {"longest": self.longest})
        if self.required and not lines:
            raise ValidationError(self.error_messages["required"], code="required")
        return lines


class GroundsField(forms.CharField):
    """Why, in a sentence that goes to the ledger."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Motif"))
        kwargs.setdefault("help_text", _("Une phrase pour le journal, sans le nom ni le numéro d’une personne."))
        super().__init__(max_length=500, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class NamedField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An object of the register, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name and the reference: two may bear the same name."""
        return f"{obj.name} ({obj.reference})"


class PrivacyMailField(forms.EmailField):
    """Where a company is told of the rights that people exercise."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Adresse pour les droits des personnes"),
            help_text=_("Nous y notifions les rectifications, les effacements et les limitations (RGPD, 19)."),
            required=False,
            **kwargs,
        )
