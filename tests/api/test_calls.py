"""The programming interface: what an operator does by hand, within the token's scopes, refused as problems."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client, override_settings
from tests.api.calling import CAMPAIGN, Answered, Caller, caller
from tests.campaigns.sending_world import ASKS, NOON, STAFF, House, People

from selfcontact.accounts.models import Role
from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.models import Campaign
from selfcontact.integrations import actions
from selfcontact.integrations.scopes import Scope
from selfcontact.ledger.leaf import Leaf
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM

#: One address of each scope, by the method that needs it.
DOORS = {
    Scope.REGISTERS_READ: ("GET", "mandates"),
    Scope.DELIVERIES_READ: ("GET", "deliveries"),
    Scope.DELIVERIES_WRITE: ("POST", "deliveries/none/cancel"),
    Scope.CAMPAIGNS_READ: ("GET", "campaigns"),
    Scope.CAMPAIGNS_WRITE: ("POST", "campaigns/none/pause"),
    Scope.CAMPAIGNS_START: ("POST", "campaigns/none/start"),
    Scope.FIGURES_READ: ("GET", "figures"),
}


def test_a_campaign_goes_from_its_text_to_its_figures(house: House, api: Caller) -> None:
    made = api.post("campaigns", CAMPAIGN)
    assert (made.status, made.headers["Location"]) == (201, "/api/v1/campaigns/appel-1")
    check = api.get("campaigns/appel-1/check")
    # At worst: the communes of all France have letters that GSM-7 lacks.
    assert (check.body["encoding"], check.body["approved"]) == ("UCS-2", False)
    # Three people: too few to say.
    assert (check.body["numbers"], check.body["price_millicents"]) == (None, None)
    assert api.post("campaigns/appel-1/submit").body["state"] == "submitted"
    refused = api.post("campaigns/appel-1/start")
    assert (refused.status, refused.body["code"]) == (409, "not_approved")
    signed = api.get("campaigns/appel-1").body["content_sha256"]
    campaign = Campaign.objects.get(reference="appel-1")
    campaigns.approve(actor=STAFF, campaign=campaign, content=signed, signatory="A. Durand", at=NOON)
    assert api.get("campaigns/appel-1").body["approved"]
    assert api.post("campaigns/appel-1/start").body["state"] == "running"
    assert api.post("campaigns/appel-1/pause").body["state"] == "paused"
    assert api.post("campaigns/appel-1/resume").body["state"] == "running"
    assert api.post("campaigns/appel-1/stop", {"grounds": "essai"}).body["state"] == "stopped"
    balance = api.get("campaigns/appel-1/balance").body
    assert (balance["selected"], balance["expired"], balance["closes"]) == (3, 3, True)
    assert api.get("figures/mandates/mandate-1").body["figures"]["selected"] == 3
    assert api.get("figures").body["items"][0]["figures"]["expired"] == 3


def test_a_call_stands_in_the_ledger_under_its_token_and_the_token_under_who_issued_it(
    house: House, api: Caller
) -> None:
    api.post("campaigns", CAMPAIGN)
    leaves = [Leaf.decode(bytes(entry.leaf)) for entry in Entry.objects.order_by("id")]
    assert (leaves[-1].action, leaves[-1].actor) == (Action.CAMPAIGN_CREATED, api.token.actor())
    issued = next(leaf for leaf in leaves if leaf.action == Action.API_TOKEN_ISSUED)
    assert (issued.object_id, issued.actor) == (api.token.uid, SYSTEM)


@pytest.mark.parametrize("scope", list(Scope))
def test_a_token_opens_its_scope_and_no_other(house: House, scope: Scope) -> None:
    held = caller(Role.OPERATOR, Role.APPROVER, scopes=[scope])
    for asked, (method, path) in DOORS.items():
        answer = held.call(method, path)
        if asked == scope:
            assert answer.status in {200, 404}, asked
        else:
            assert (answer.status, answer.body["code"]) == (403, "scope_missing"), asked


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer sct_unknown", "Basic YTpi", "Bearer \xe9"])
def test_without_a_valid_token_nothing_is_answered(house: House, api: Caller, given: str) -> None:
    answer = api.get("campaigns", authorization=given)
    assert (answer.status, answer.body["code"]) == (401, "token_invalid")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_revoked_token_opens_nothing(house: House, api: Caller) -> None:
    actions.revoke_token(actor=STAFF, token=api.token, at=datetime.now(UTC))
    assert api.get("token").status == 401


def test_a_session_of_the_console_is_no_token(house: House, api: Caller) -> None:
    client = Client()
    client.force_login(api.token.owner, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/campaigns").status_code == 401
    assert client.post("/api/v1/campaigns", "{}", content_type="application/json").status_code == 401


def test_a_problem_speaks_the_language_that_was_asked_for(house: House, api: Caller) -> None:
    french, english = (api.get("campaigns/none", accept_language=language) for language in ("fr", "en"))
    assert (french.status, french.body["title"]) == (404, "Il n’y a rien à cette adresse.")
    assert english.body["title"] == "There is nothing at this address."
    assert english.headers["Content-Language"] == "en"
    assert english.body["type"] == french.body["type"] == "urn:selfcontact:problem:not_found"


def test_a_refused_value_is_named_and_not_repeated(house: House, api: Caller) -> None:
    answer = api.post("campaigns", {**CAMPAIGN, "sender_name": "Zoé Martin de Rennes", "age_from": 3})
    assert (answer.status, answer.body["code"]) == (422, "invalid")
    assert {error["at"] for error in answer.body["errors"]} == {"body.sender_name", "body.age_from"}
    assert "Martin" not in str(answer.body)


def test_a_rule_of_the_house_answers_with_its_number(house: House, api: Caller) -> None:
    api.post("campaigns", {**CAMPAIGN, "text": "Bonjour {prenom}"})
    answer = api.post("campaigns/appel-1/submit")
    assert answer.status == 422
    assert answer.body["code"].startswith("rule_") or answer.body["title"]
    assert api.get("campaigns/appel-1/check").body["objections"]


@pytest.mark.parametrize("field", ["mandate", "route"])
def test_a_reference_in_a_body_that_names_nothing_is_refused(house: House, api: Caller, field: str) -> None:
    answer = api.post("campaigns", {**CAMPAIGN, field: "none"})
    assert (answer.status, answer.body["code"]) == (422, f"unknown_{field}")


def test_a_body_that_is_not_json_and_a_wrong_method_are_problems(house: House, api: Caller) -> None:
    assert api.post("campaigns", "{").status == 400
    wrong = api.call("DELETE", "campaigns/none")
    assert (wrong.status, wrong.headers["Allow"]) == (405, "GET, PATCH")
    assert api.get("nowhere").body["code"] == "not_found"
    assert api.post("campaigns", {**CAMPAIGN, "text": "x" * 3_000_000}).status == 413


def test_an_edit_voids_the_approval(house: House, api: Caller) -> None:
    made = house.campaign(house.mandate(reference="mandate-2"), start=False)
    campaigns.submit(actor=STAFF, campaign=made, at=NOON)
    before = api.get(f"campaigns/{made.reference}").body
    campaigns.approve(actor=STAFF, campaign=made, content=before["content_sha256"], signatory="A. Durand", at=NOON)
    after = api.call("PATCH", f"campaigns/{made.reference}", {"age_from": 30}).body
    assert (after["state"], after["age_from"], after["approved"]) == ("draft", 30, False)
    assert after["content_sha256"] != before["content_sha256"]
    assert api.call("PATCH", f"campaigns/{made.reference}", {}).status == 422


def test_a_list_is_read_page_by_page_to_its_end(house: House, api: Caller) -> None:
    for number in range(5):
        api.post("campaigns", {**CAMPAIGN, "reference": f"appel-{number}"})
    seen, after = [], ""
    for _ in range(3):
        answer = api.get(f"campaigns?limit=2{after}").body
        seen += [one["reference"] for one in answer["items"]]
        after = f"&after={answer['next']}"
    assert seen == [f"appel-{number}" for number in range(5)]
    assert answer["next"] is None


def test_an_audience_is_counted_and_never_listed(house: House, api: Caller) -> None:
    house.mandate(People(count=11), reference="crowd")
    assert api.get("mandates/crowd/audience?area=FR&age_from=18&age_to=60").body == {"numbers": 11}


def test_a_handful_is_not_told_from_nobody(house: House, api: Caller) -> None:
    for ages in ("age_from=18&age_to=60", "age_from=60"):
        assert api.get(f"mandates/mandate-1/audience?{ages}").body == {"numbers": None}


def test_an_invitation_is_prepared_as_such_and_stays_one(house: House, api: Caller) -> None:
    asked = {**CAMPAIGN, "kind": "invitation", "text": ASKS}
    assert api.post("campaigns", asked).body["kind"] == "invitation"
    assert api.call("PATCH", "campaigns/appel-1", {"kind": "ordinary"}).status == 422
    assert api.call("PATCH", "campaigns/appel-1", {"age_from": 30}).body["kind"] == "invitation"
    assert {one["rule"] for one in api.get("campaigns/appel-1/check").body["objections"]}.isdisjoint({"CN-02"})
    assert api.post("campaigns", {**CAMPAIGN, "reference": "appel-2"}).body["kind"] == "ordinary"


def test_who_may_prepare_a_campaign_may_not_let_a_halted_one_go_on(house: House, api: Caller) -> None:
    author = caller(Role.OPERATOR, scopes=[Scope.CAMPAIGNS_WRITE])
    answer = author.post("campaigns/none/resume")
    assert (answer.status, answer.body["code"]) == (403, "scope_missing")
    assert api.post("campaigns/none/resume").status == 404


def test_past_the_calls_of_a_minute_a_token_waits(house: House, api: Caller) -> None:
    with override_settings(API_CALLS_PER_MINUTE=2):
        statuses = [api.get("token") for _ in range(6)]
    # The minute may turn over in the middle of the six: two of them are past the limit in any case.
    last = [one for one in statuses if one.status == 429]
    assert len(last) >= 2
    assert 0 < int(last[0].headers["Retry-After"]) <= 60
    assert last[0].body["code"] == "too_many_calls"


def test_a_repeated_call_is_answered_and_not_repeated(house: House, api: Caller) -> None:
    first = api.post("campaigns", CAMPAIGN, idempotency_key="k1")
    again = api.post("campaigns", CAMPAIGN, idempotency_key="k1")
    assert (again.status, again.body) == (201, first.body)
    assert (again.headers["Idempotent-Replayed"], again.headers["Location"]) == ("true", first.headers["Location"])
    other = api.post("campaigns", {**CAMPAIGN, "age_from": 30}, idempotency_key="k1")
    assert (other.status, other.body["code"]) == (422, "idempotency_reused")
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize("key", ["", "a b", "é", "k\t1", "a/b", "k" * 256])
def test_a_key_of_another_form_than_the_document_says_is_refused_and_nothing_is_done(api: Caller, key: str) -> None:
    answer = api.post("campaigns", CAMPAIGN, idempotency_key=key)
    assert (answer.status, answer.body["code"]) == (422, "idempotency_key")
    assert not Campaign.objects.exists()


def test_of_two_calls_at_once_under_one_key_one_is_carried_out(house: House, api: Caller) -> None:
    gate = Barrier(2)

    def call() -> Answered:
        try:
            gate.wait()
            return api.post("campaigns", CAMPAIGN, idempotency_key="k2")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = [one.result() for one in [pool.submit(call), pool.submit(call)]]
    statuses = sorted(answer.status for answer in answers)
    # Either they met, and one is told so, or the second came after and got the answer of the first.
    assert statuses in ([201, 409], [201, 201])
    assert Campaign.objects.count() == 1
    busy = [answer for answer in answers if answer.status == 409]
    assert all(answer.body["code"] == "idempotency_busy" for answer in busy)


def test_what_goes_wrong_inside_tells_the_caller_nothing(
    house: House, api: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("0639980001")

    monkeypatch.setattr("selfcontact.web.api.campaigns.balance", broken)
    api.post("campaigns", CAMPAIGN)
    answer = api.get("campaigns/appel-1/balance")
    assert (answer.status, answer.body["code"]) == (500, "failed")
    assert "0639980001" not in str(answer.body)
