"""Texts and days for the tests of the policy."""

from datetime import UTC, date, datetime
from uuid import UUID

from selfcontact.accounts.models import Role, User
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.policies import actions
from selfcontact.policies.actions import Draft
from selfcontact.policies.models import Version
from selfcontact.policies.weighing import LIGHT, Weight

#: Half past midnight in Paris, still the day before in London.
NOW = datetime(2027, 3, 8, 23, 30, tzinfo=UTC)
TODAY = date(2027, 3, 9)
FIRST = "# Politique\n\nNous gardons vos données un an.\n\n- accès\n- effacement\n"
SECOND = "# Politique\n\nNous gardons vos données six mois.\n\n- accès\n- rectification\n- effacement\n"


GROUNDS = "Un destinataire de plus lit désormais les données."
DPO = Actor(kind="staff", uid=UUID(int=0xD9))


def publish(
    french: str = FIRST,
    on: date = TODAY,
    note: str = "Ce qui change.",
    english: str = "",
    at: datetime = NOW,
    weight: Weight = LIGHT,
    actor: Actor = SYSTEM,
) -> Version:
    """Publish a version as the program itself would."""
    said = "What changes." if english else ""
    draft = Draft(french=french, note=note, english=english, english_note=said, weight=weight)
    return actions.publish(actor=actor, draft=draft, in_force_on=on, at=at)


def publish_weighty(
    french: str = SECOND, on: date = TODAY, *, consent_again: bool = False, at: datetime = NOW, grounds: str = GROUNDS
) -> Version:
    """Publish a version that weighs, as the DPO would."""
    User.objects.get_or_create(email="dpo@selfcontact.example", defaults={"uid": DPO.uid, "roles": [Role.DPO]})
    weight = Weight(substantial=True, consent_again=consent_again, grounds=grounds)
    return publish(french, on, at=at, weight=weight, actor=DPO)
