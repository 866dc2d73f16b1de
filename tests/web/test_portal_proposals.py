"""Approving in the portal, by whoever may and with a second factor; nobody else finds the page."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.test import Client
from tests.campaigns.sending_world import ASKS, NOON, STAFF, House, People
from tests.web.clients import PASSWORD, Signed

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


def test_a_signatory_reads_that_it_is_an_invitation(database: str, team: Team) -> None:
    house = House(database=database, port=1)
    mandate = house.mandate(People(count=30))
    asking = house.campaign(mandate, text=ASKS, kind=Campaign.Kind.INVITATION, start=False)
    campaigns.submit(actor=STAFF, campaign=asking, at=NOON)
    desk.tend(actor=SYSTEM, at=NOON)
    page = team(durand(), Seat.APPROVER).get(f"/proposals/{Proposal.objects.get().uid}/").content.decode()
    assert "elle ne fait que demander l’accord" in page


def test_nothing_is_signed_without_the_second_factor(proposal: Proposal, team: Team) -> None:
    client = team(durand(), Seat.OWNER)
    for code in ("", "000000"):
        page = client.post(f"/proposals/{proposal.uid}/decide/", form(proposal, code=code))
        assert page.status_code == 200
        assert "field__error" in page.content.decode() or "notice--bad" in page.content.decode()
    assert not Decision.objects.exists()


def passkey(client: Signed, seconds_ago: float) -> None:
    """Have the session say that a passkey was shown."""
    session = client.session
    records = session[login.AUTHENTICATION_METHODS_SESSION_KEY]
    records.append({"method": "mfa", "type": "webauthn", "at": time.time() - seconds_ago})
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = records
    session.save()


def test_a_passkey_shown_once_signs_once(proposal: Proposal, team: Team) -> None:
    client, address = team(durand(), Seat.OWNER), f"/proposals/{proposal.uid}/decide/"
    passkey(client, seconds_ago=121)
    assert client.post(address, form(proposal)).status_code == 200
    passkey(client, seconds_ago=1)
    assert client.post(address, form(proposal)).status_code == 302
    Decision.objects.all().delete()
    assert client.post(address, form(proposal)).status_code == 200
    assert not Decision.objects.exists()


def test_five_wrong_codes_lock_the_pen_and_good_ones_never_do(proposal: Proposal, team: Team) -> None:
    client, address = team(durand(), Seat.OWNER), f"/proposals/{proposal.uid}/decide/"
    for code in RecoveryCodes(Authenticator.objects.get(user=client.user, type="recovery_codes")).get_unused_codes()[
        :7
    ]:
        assert client.post(address, form(proposal, code=code)).status_code == 302
        Decision.objects.all().delete()
    for _ in range(5):
        client.post(address, form(proposal, code="000000"))
    assert "attendez cinq minutes" in client.post(address, form(proposal, code=client.code())).content.decode()
    assert not Decision.objects.exists()


def test_the_code_that_signed_in_does_not_sign(proposal: Proposal, team: Team) -> None:
    client, address = team(durand(), Seat.OWNER), f"/proposals/{proposal.uid}/decide/"
    code = client.code()
    browser = Client()
    browser.post("/account/login/", {"login": client.user.email, "password": PASSWORD})
    browser.post("/account/second-factor/authenticate/", {"code": code})
    # allauth itself remembers a code for thirty seconds only.
    cache.delete(f"allauth.mfa.totp.used?user={client.user.pk}&code={code}")
    assert browser.post(address, form(proposal, code=code)).status_code == 200
    assert not Decision.objects.exists()
    assert browser.post(address, form(proposal, code=client.code(1))).status_code == 302


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
