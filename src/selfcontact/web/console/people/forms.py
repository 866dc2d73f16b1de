"""Forms about one person."""

from selfcontact.web.console.opposition.fields import NumberField
from selfcontact.web.console.opposition.forms import ReasonForm
from selfcontact.web.forms import ActionForm


class FindForm(ReasonForm):
    """Whom, and why."""

    field_order = ("number", "reason")
    number = NumberField()


class ConfirmForm(ActionForm):
    """A button."""
