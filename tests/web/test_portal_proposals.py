"""Approving in the portal, by whoever may and with a second factor; nobody else finds the page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.campaigns.sending_world import NOON, STAFF, House, People
from tests.web.clients import Signed

from selfcontact.accounts.models import Seat
from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.models import Campaign
from selfcontact.lib.actor import SYSTEM
from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Candidate
from selfcontact.proposals import desk
from selfcontact.proposals.models import Decision, Proposal

Team = Callable[[Candidate, Seat], Signed]


@pytest.fixture
def proposal(database: str) -> Proposal:
    """Give a proposal that awaits the decision of the candidate durand."""
    house = House(database=database, port=1)
    campaign = house.campaign(house.mandate(People(count=30)), start=False)
    campaigns.submit(actor=STAFF, campaign=campaign, at=NOON)
    desk.tend(actor=SYSTEM, at=NOON)
    return Proposal.objects.select_related("sheet").get()


def durand() -> Candidate:
    return Candidate.objects.get(reference="durand")


def form(proposal: Proposal, **changes: str) -> dict[str, str]:
    return {"verdict": "approve", "comment": "", "code": "", "content": proposal.content_sha256} | changes


def test_a_signatory_reads_the_text_and_approves_it_with_a_code(proposal: Proposal, team: Team) -> None:
    client = team(durand(), Seat.APPROVER)
    assert proposal.campaign in client.get("/").content.decode()
    page = client.get(f"/proposals/{proposal.uid}/").content.decode()
    assert proposal.text in page
    assert proposal.content_sha256 in page
    address = f"/proposals/{proposal.uid}/decide/"
    assert client.post(address, form(proposal, code=client.code())).status_code == 302
    assert "en cours d’application" in client.get(f"/proposals/{proposal.uid}/").content.decode()
    desk.tend(actor=SYSTEM, at=NOON + timedelta(seconds=1))
    standing = client.get(f"/proposals/{proposal.uid}/").content.decode()
    assert "every 1s" not in standing
    assert "Approuvé le" in standing
    assert Campaign.objects.get().state == Campaign.State.APPROVED


def test_nothing_is_signed_without_the_second_factor(proposal: Proposal, team: Team) -> None:
    client = team(durand(), Seat.OWNER)
    for code in ("", "000000"):
        page = client.post(f"/proposals/{proposal.uid}/decide/", form(proposal, code=code))
        assert page.status_code == 200
        assert "field__error" in page.content.decode() or "notice--bad" in page.content.decode()
    assert not Decision.objects.exists()


def test_a_page_that_shows_another_content_signs_nothing_and_spends_no_code(proposal: Proposal, team: Team) -> None:
    client = team(durand(), Seat.OWNER)
    address, code = f"/proposals/{proposal.uid}/decide/", client.code()
    refused = client.post(address, form(proposal, code=code, content="0" * 64)).content.decode()
    assert "attend plus de décision" in refused
    assert not Decision.objects.exists()
    assert client.post(address, form(proposal, code=code)).status_code == 302


def test_a_reader_reads_and_cannot_sign(proposal: Proposal, team: Team) -> None:
    client = team(durand(), Seat.READER)
    page = client.get(f"/proposals/{proposal.uid}/")
    assert page.status_code == 200
    assert "decide/" not in page.content.decode()
    assert client.post(f"/proposals/{proposal.uid}/decide/", form(proposal)).status_code == 404


def test_another_candidates_team_finds_nothing(proposal: Proposal, team: Team) -> None:
    other = mandates.add_candidate(actor=STAFF, reference="autre", name="Autre Personne")
    client = team(other, Seat.OWNER)
    assert proposal.campaign not in client.get("/").content.decode()
    for address in (f"/mandates/{proposal.sheet.uid}/", f"/proposals/{proposal.uid}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/proposals/{proposal.uid}/decide/", form(proposal)).status_code == 404


def test_a_mandate_shows_its_instructions_its_campaigns_and_what_happened(proposal: Proposal, team: Team) -> None:
    page = team(durand(), Seat.READER).get(f"/mandates/{proposal.sheet.uid}/").content.decode()
    for words in (proposal.campaign, "A. Durand", "à signer", "Fin prévue du mandat"):
        assert words in page
