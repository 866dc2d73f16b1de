"""Pages of tokens and webhooks: what is shown once, what is kept, who may do what."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.clients import Signed

from selfcontact.accounts.models import Role
from selfcontact.integrations import actions
from selfcontact.integrations.events import EVENTS
from selfcontact.integrations.models import ApiToken, Webhook, WebhookDelivery
from selfcontact.lib.actor import SYSTEM

Staff = Callable[..., Signed]
ADDRESS = "http://127.0.0.1:9/hook"


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let webhooks go to this machine."""
    from django.conf import settings

    monkeypatch.setattr(settings, "WEBHOOK_NETWORKS", (ip_network("127.0.0.0/8"),))


def add(loopback: None = None) -> Webhook:
    return actions.add_webhook(actor=SYSTEM, url=ADDRESS, names=EVENTS, at=datetime.now(UTC)).webhook


def test_a_token_made_on_the_page_opens_the_interface_and_is_shown_once(staff: Staff) -> None:
    client = staff(Role.ADMINISTRATOR, Role.OPERATOR)
    asked = {"name": "agence", "owner": client.user.uid, "scopes": ["campaigns:read"], "days": 30}
    made = client.post("/integrations/tokens/add/", asked)
    clear = re.findall(r"sct_[A-Za-z0-9_-]{43}", made.content.decode())[0]
    assert Client().get("/api/v1/campaigns", headers={"authorization": f"Bearer {clear}"}).status_code == 200
    listed = client.get("/integrations/").content.decode()
    assert clear[:12] in listed
    assert clear not in listed
    client.post(f"/integrations/tokens/{ApiToken.objects.get().uid}/revoke/")
    assert Client().get("/api/v1/campaigns", headers={"authorization": f"Bearer {clear}"}).status_code == 401
    assert "révoqué" in client.get("/integrations/").content.decode()


def test_a_scope_above_its_owner_is_refused_in_the_form(staff: Staff) -> None:
    client = staff(Role.ADMINISTRATOR)
    asked = {"name": "agence", "owner": client.user.uid, "scopes": ["campaigns:start"], "days": 30}
    assert "campaigns:start" in client.post("/integrations/tokens/add/", asked).content.decode()
    assert not ApiToken.objects.exists()


def test_a_webhook_is_added_tried_rotated_disabled_enabled_and_forgotten(staff: Staff, loopback: None) -> None:
    client = staff(Role.ADMINISTRATOR)
    made = client.post("/integrations/webhooks/add/", {"url": ADDRESS, "events": ["campaign.started"]})
    secret = re.findall(r"whsec_[A-Za-z0-9+/=]+", made.content.decode())[0]
    page = f"/integrations/webhooks/{Webhook.objects.get().uid}/"
    assert secret not in client.get(page).content.decode()
    client.post(f"{page}test/")
    assert WebhookDelivery.objects.get().event == "webhook.test"
    assert "webhook.test" in client.get(page).content.decode()
    assert secret not in client.post(f"{page}rotate/").content.decode()
    client.post(f"{page}disable/")
    assert client.post(f"{page}test/").status_code == 409
    client.post(f"{page}enable/")
    assert Webhook.objects.get().disabled_at is None
    client.post(f"{page}remove/")
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("url", ["http://example.org/", "https://127.0.0.1/", "https://u:p@example.org/", "nonsense"])
def test_an_address_that_may_not_be_called_is_refused_in_the_form(staff: Staff, url: str) -> None:
    answer = staff(Role.ADMINISTRATOR).post("/integrations/webhooks/add/", {"url": url, "events": ["campaign.started"]})
    assert answer.status_code == 200
    assert "field__error" in answer.content.decode() or "notice--bad" in answer.content.decode()
    assert not Webhook.objects.exists()


def test_the_auditor_reads_and_finds_nothing_to_press(staff: Staff, loopback: None) -> None:
    webhook = add()
    client = staff(Role.AUDITOR)
    for page in ("/integrations/", f"/integrations/webhooks/{webhook.uid}/"):
        html = client.get(page).content.decode()
        assert "/integrations/webhooks/" in html or "/integrations/" in html
        assert not re.search(r'<form[^>]*action="/integrations', html)


def test_the_pages_ask_few_questions_of_the_database_however_much_there_is(staff: Staff, loopback: None) -> None:
    client = staff(Role.ADMINISTRATOR, Role.OPERATOR)
    webhook = add()
    for _ in range(20):
        actions.send_test(actor=SYSTEM, webhook=webhook, at=datetime.now(UTC))
        actions.issue_token(
            actor=SYSTEM, owner=client.user, name="n", words=["figures:read"], days=1, at=datetime.now(UTC)
        )
    for page in ("/integrations/", f"/integrations/webhooks/{webhook.uid}/", "/api/v1/docs"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        assert len(asked) < 15, page


@pytest.mark.parametrize(("language", "word"), [("fr", "Lister les campagnes"), ("en", "campaigns")])
def test_the_reference_shows_every_operation_of_the_document(staff: Staff, language: str, word: str) -> None:
    client = staff(Role.OPERATOR)
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    html = client.get("/api/v1/docs", headers={"accept-language": language}).content.decode()
    assert word in html
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert f'id="{operation["operationId"]}"' in html
            assert f"{method.upper()} {path}" in html
    assert all(event in html for event in EVENTS)
