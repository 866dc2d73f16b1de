"""The kinds of values that go in and out: strict enough that what passes here fits the database."""

import re
from datetime import date, datetime
from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _
from pydantic import BeforeValidator, Field, WithJsonSchema

from selfcontact.campaigns.models import Campaign
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Mandate
from selfcontact.subprocessors.models import Route
from selfcontact.uploads.models import Upload

RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
YEARS = range(2020, 2100)
#: No NUL, which PostgreSQL has no place for; nothing else is a reference.
REFERENCE = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"


def _instant(value: object) -> datetime:
    """Return an aware instant; raises ValueError for anything but RFC 3339 between 2020 and 2099."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not RFC3339.fullmatch(value):
        raise ValueError("an instant with its zone is expected, 2027-03-09T09:00:00+01:00")
    parsed = datetime.fromisoformat(value.upper())
    if parsed.year not in YEARS:
        raise ValueError("a year from 2020 to 2099 is expected")
    return parsed


def _day(value: object) -> date:
    """Return a day; raises ValueError for anything but YYYY-MM-DD between 2020 and 2099."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("a day is expected, 2027-03-09")
    parsed = date.fromisoformat(value)
    if parsed.year not in YEARS:
        raise ValueError("a year from 2020 to 2099 is expected")
    return parsed


Reference = Annotated[
    str,
    Field(
        pattern=REFERENCE,
        max_length=63,
        examples=["campagne-rennes-1"],
        description=_("Lettres, chiffres, « . », « _ », « - » ; 63 caractères au plus."),
    ),
]
Instant = Annotated[datetime, BeforeValidator(_instant)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, Field(strict=True)]
Encoding = Literal["utf-8", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15"]
Delimiter = Literal[";", ",", "\t", "|"]
Order = Literal["dmy", "mdy"]
Column = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=255)]
ColumnField = Annotated[str, Field(pattern=r"^[a-z_]{1,31}$", examples=["phone", "dropped"])]
Age = Annotated[int, Field(strict=True, ge=18, le=130)]
AreaItem = Annotated[str, Field(pattern=r"^[A-Za-z0-9:_-]{1,31}$", examples=["dep:35"])]
Text = Annotated[str, Field(pattern=r"^[^\x00]+$", min_length=1, max_length=1600)]
SenderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9 ]{1,11}$", max_length=11, examples=["DURAND"])]
Grounds = Annotated[str, Field(pattern=r"^[^\x00]+$", min_length=1, max_length=500)]
# Spelled out in place: several of these classes are called State, and a document has one schema to a name.
CampaignKind = Annotated[Campaign.Kind, WithJsonSchema({"type": "string", "enum": Campaign.Kind.values})]
CampaignState = Annotated[Campaign.State, WithJsonSchema({"type": "string", "enum": Campaign.State.values})]
DeliveryState = Annotated[Delivery.State, WithJsonSchema({"type": "string", "enum": Delivery.State.values})]
MandateState = Annotated[Mandate.State, WithJsonSchema({"type": "string", "enum": Mandate.State.values})]
UploadState = Annotated[Upload.State, WithJsonSchema({"type": "string", "enum": Upload.State.values})]
RouteKind = Annotated[Route.Kind, WithJsonSchema({"type": "string", "enum": Route.Kind.values})]
