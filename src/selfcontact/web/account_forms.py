"""Forms of accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.web.forms import ActionForm


class AcceptForm(ActionForm):
    """The first password of an account."""

    password = forms.CharField(
        label=_("Mot de passe"),
        help_text=_("Douze caractères au moins ; une phrase convient très bien."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Mot de passe, une seconde fois"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> None:
        """Refuse two passwords that differ."""
        given = super().clean() or self.cleaned_data
        if given.get("password") != given.get("again"):
            self.add_error("again", _("Les deux mots de passe ne sont pas les mêmes."))
