"""An invitation is written as such, stays one, and its page counts what was answered."""

from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from tests.campaigns.invitations import answered
from tests.campaigns.sending_world import ASKS, FIRST_NUMBER, NOON, House, People
from tests.web.clients import Signed
from tests.web.console.campaigns.test_composing import fields, new, post

from selfcontact.accounts.models import Role
from selfcontact.campaigns.models import Campaign
from selfcontact.mandates.models import Mandate

Staff = Callable[..., Signed]


@pytest.fixture
def world(database: str, console: None) -> Iterator[House]:
    """Give a house at noon, a month before the ballot."""
    with override_settings(CLOCK_START=NOON):
        yield House(database=database, port=1)


@pytest.fixture
def mandate(world: House) -> Mandate:
    """Give a mandate of fifteen people."""
    return world.mandate(People(count=15))


def test_an_invitation_that_asks_for_more_is_refused_while_it_is_written(staff: Staff, mandate: Mandate) -> None:
    client = staff(Role.OPERATOR)
    good = post(client, new(mandate), fields(kind="invitation", text=ASKS, do="check"))
    assert "Aucune règle ne s’oppose." in good
    bad = post(client, new(mandate), fields(kind="invitation", text=f"Votez ! {ASKS}", do="check"))
    assert "L’invitation fait plus que demander l’accord" in bad


def test_an_invitation_stays_one_when_it_is_edited(staff: Staff, mandate: Mandate) -> None:
    client = staff(Role.OPERATOR)
    client.post(new(mandate), fields(kind="invitation", text=ASKS, do="save"))
    made = Campaign.objects.get(reference="printemps")
    assert made.kind == "invitation"
    assert "elle ne fait que demander l’accord" in client.get("/campaigns/printemps/").content.decode()
    page = post(client, "/campaigns/printemps/edit/", fields(text="Alix Durand. STOP 36180", do="check"))
    assert "ne dit pas comment répondre OUI" in page


def test_its_page_counts_what_was_answered(staff: Staff, world: House, mandate: Mandate) -> None:
    for at in range(4):
        answered(mandate, world.route, FIRST_NUMBER + at, agreed=at < 3)
    page = staff(Role.AUDITOR).get(f"/campaigns/{mandate.reference}-invitation/").content.decode()
    assert "<dt>Ont dit oui</dt><dd>3</dd>" in page
    assert "<dt>Ont dit non</dt><dd>1</dd>" in page
    assert "<dt>Invitées</dt><dd>4</dd>" in page
