"""What an author fills in: the text, who it is for, when it may leave; and the team's numbers."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from selfcontact.campaigns.actions import Content
from selfcontact.campaigns.models import Campaign
from selfcontact.geo import areas
from selfcontact.lib.errors import UserError
from selfcontact.lib.marks import tidy
from selfcontact.mandates.models import Mandate
from selfcontact.subprocessors.models import Route
from selfcontact.web.console.intake.forms import MandateField
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.forms.fields import LinesField, MomentField, ReferenceField
from selfcontact.web.forms import ActionForm

#: Ten segments of the GSM alphabet: nobody reads more, and no carrier is asked for more.
LONGEST = 1530
OLDEST = 120


class TextField(forms.CharField):
    """The text of a campaign, as its author means it."""

    def clean(self, value: Any) -> Any:
        """Return the tidy text, so that a position in it means the same at each pass."""
        return super().clean(tidy(value or ""))


class AreaField(forms.MultipleChoiceField):
    """Items of an area, each a box that is ticked; none means the whole mandate."""

    def valid_value(self, value: Any) -> bool:
        """Accept every known item: what lies outside the mandate is left out of the audience."""
        try:
            areas.parse([value])
        except UserError:
            return False
        return True


class RouteField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A way out, by its reference."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the reference and the code of its STOP mention."""
        return f"{obj.reference} (STOP {obj.stop_code})"


class ContentForm(ActionForm):
    """The content of a campaign."""

    text = TextField(
        label=_("Texte"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "true"}),
        help_text=_(
            "Champs possibles : {prenom}, {nom}, {commune}. {notice} devient le lien de la notice, obligatoire."
        ),
    )
    sender_name = forms.CharField(label=_("Nom d’expéditeur"), max_length=11)
    area = AreaField(label=_("Zone"), required=False)
    age_from = forms.IntegerField(label=_("De (ans)"), min_value=18, max_value=OLDEST, initial=18)
    age_to = forms.IntegerField(label=_("À (ans)"), min_value=18, max_value=OLDEST, initial=OLDEST)
    earliest = MomentField(label=_("Rien ne part avant"), help_text=_("À l’heure de Paris."))
    latest = MomentField(label=_("Rien ne part ni n’arrive après"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def content(self) -> Content:
        """Return what the actions take."""
        given = self.cleaned_data
        return Content(**{name: given[name] for name in Content.__dataclass_fields__})


class NewCampaignForm(ContentForm):
    """A new campaign; its mandate is chosen beforehand, since the audience hangs on it."""

    reference = ReferenceField(Campaign)
    route = RouteField(
        Route.objects.filter(enabled=True).order_by("reference"), label=_("Route"), to_field_name="reference"
    )
    kind = forms.ChoiceField(
        label=_("Ce qu’elle est"),
        choices=words.choices(words.CAMPAIGN_KINDS),
        initial=Campaign.Kind.ORDINARY,
        help_text=_("Une invitation dit comment répondre OUI, et n’appelle à rien d’autre. Ce choix ne change plus."),
    )
    field_order = ["reference", "route", "kind"]


class MandateForm(forms.Form):
    """Which mandate a new campaign is for."""

    mandate = MandateField(
        Mandate.objects.filter(state=Mandate.State.LIVE).select_related("candidate").order_by("reference"),
        label=_("Mandat"),
        to_field_name="reference",
    )


class HiddenNumbers(forms.Textarea):
    """A text area that never shows again what was typed in it."""

    def format_value(self, value: Any) -> str:
        """Return nothing."""
        return ""


class TeamForm(ActionForm):
    """Numbers of the team."""

    numbers = LinesField(
        label=_("Numéros mobiles de l’équipe"),
        help_text=_("Un par ligne. Ils sont scellés aussitôt et ne se montrent plus."),
        longest=30,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].widget = HiddenNumbers(attrs={"rows": 4, "autocomplete": "off", "inputmode": "tel"})

    def clean_numbers(self) -> list[str]:
        """Refuse more lines than a team has."""
        numbers = list(self.cleaned_data["numbers"])
        if len(numbers) > 10:
            raise ValidationError(_("Une équipe déclare 10 numéros d’essai au plus."))
        return numbers


def starting(at: datetime) -> Mapping[str, object]:
    """Return what the form of a new campaign begins with: tomorrow, from ten to six in Paris."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day = at.astimezone(zone).date() + timedelta(days=1)
    return {
        "age_from": 18,
        "age_to": OLDEST,
        "earliest": datetime.combine(day, time(10), zone),
        "latest": datetime.combine(day, time(18), zone),
    }


def of_campaign(campaign: Campaign) -> Mapping[str, object]:
    """Return what the form shows of a campaign; the whole mandate is no chip."""
    whole = sorted(campaign.area) == sorted(campaign.mandate.area)
    content = {name: getattr(campaign, name) for name in Content.__dataclass_fields__}
    return content | {"area": [] if whole else campaign.area, "version": campaign.version}
