"""Forms whose last word is an action's."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import get_language

from selfcontact.lib.errors import UserError


class ActionForm(forms.Form):
    """A form that hands its values to an action; `done` is what the action returned."""

    required_css_class = "required"
    done: Any = None

    def run(self, action: Callable[[], object]) -> bool:
        """Run the action; when it refuses, put its sentence in the form and return False."""
        try:
            self.done = action()
        except UserError as error:
            self.add_error(None, forms.ValidationError(error.text(get_language() or "fr"), code=error.code))
            return False
        return True


class GroundsForm(ActionForm):
    """Why something is done, in a sentence that goes to the ledger."""

    grounds = forms.CharField(label="Motif", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
