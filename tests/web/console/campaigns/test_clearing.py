"""What a rule holds is cleared on a page of its own, by an approver or the DPO, who read why it is held."""

from collections.abc import Callable, Iterator

import pytest
from django.test.utils import override_settings
from tests.campaigns.sending_world import NOON, TEXT, House, People
from tests.web.clients import Signed

from selfcontact.accounts.models import Role
from selfcontact.campaigns.models import Campaign
from selfcontact.rulings.models import Clearance

Staff = Callable[..., Signed]
GROUNDS = "La page porte les mentions des articles L.52-8 et L.113-1."


@pytest.fixture
def held(database: str, console: None) -> Iterator[Campaign]:
    """Give a draft that asks for donations, at noon a month before the ballot."""
    with override_settings(CLOCK_START=NOON):
        house = House(database=database, port=1)
        text = TEXT.replace("vous attend", "demande un don")
        yield house.campaign(house.mandate(People(count=3)), text=text, start=False)


@pytest.mark.parametrize("role", [Role.APPROVER, Role.DPO])
def test_whoever_may_reads_why_it_is_held_and_clears_it(staff: Staff, held: Campaign, role: Role) -> None:
    client, page = staff(role), f"/campaigns/{held.reference}/"
    assert f'href="{page}clear/FI-08/"' in client.get(page).content.decode()
    assert "appelle aux dons" in client.get(f"{page}clear/FI-08/").content.decode()
    assert "au moins 20" in client.post(f"{page}clear/FI-08/", {"grounds": "vu"}).content.decode()
    assert client.post(f"{page}clear/FI-08/", {"grounds": GROUNDS}).status_code == 302
    assert Clearance.objects.get().grounds == GROUNDS
    assert "clear/FI-08" not in client.get(page).content.decode()
    assert client.get(f"{page}clear/FI-08/").status_code == 404


def test_its_author_is_told_and_cannot_clear_it(staff: Staff, held: Campaign) -> None:
    client, page = staff(Role.OPERATOR), f"/campaigns/{held.reference}/"
    shown = client.get(page).content.decode()
    assert "La règle FI-08 retient cette campagne" in shown
    assert "clear/FI-08" not in shown
    assert client.post(f"{page}clear/FI-08/", {"grounds": GROUNDS}).status_code == 404
    assert not Clearance.objects.exists()
