"""Texts and days for the tests of the policy."""

from datetime import UTC, date, datetime

from selfcontact.lib.actor import SYSTEM
from selfcontact.policies import actions
from selfcontact.policies.actions import Draft
from selfcontact.policies.models import Version

#: Half past midnight in Paris, still the day before in London.
NOW = datetime(2027, 3, 8, 23, 30, tzinfo=UTC)
TODAY = date(2027, 3, 9)
FIRST = "# Politique\n\nNous gardons vos données un an.\n\n- accès\n- effacement\n"
SECOND = "# Politique\n\nNous gardons vos données six mois.\n\n- accès\n- rectification\n- effacement\n"


def publish(
    french: str = FIRST, on: date = TODAY, note: str = "Ce qui change.", english: str = "", at: datetime = NOW
) -> Version:
    """Publish a version as the program itself would."""
    draft = Draft(french=french, note=note, english=english, english_note="What changes." if english else "")
    return actions.publish(actor=SYSTEM, draft=draft, in_force_on=on, at=at)
