"""The document tells the truth: Schemathesis calls every operation with what fits it and with what does not."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.api.calling import CAMPAIGN, Caller
from tests.campaigns.sending_world import NOON, SHA, STAFF, House
from tests.intake.world import People

from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Instruction, Mandate
from selfcontact.uploads.models import Upload
from selfcontact.web.api.document import document
from selfcontact.web.api.fields import REFERENCE

MADE = document("fr")
# The token is ours in every case: one made wrong on purpose would be replaced, and its refusal never come.
schema = schemathesis.openapi.from_dict(
    MADE, config=SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}})
)
schema.app = get_wsgi_application()
#: What fits the document may still be refused by a rule of the house, which no document can spell out.
EXCLUDED: list[schemathesis.CheckFunction] = [positive_data_acceptance]
FILE = People().text(People().many(3)).encode()
#: What exists in the house, by the first part of an address.
KNOWN = {
    "mandates": "mandate-1", "agreements": "agreement", "routes": "simulated", "deliveries": "mandate-1-file",
    "campaigns": "appel-1", "figures": "mandate-1", "uploads": "upload-1",
}  # fmt: skip


@pytest.fixture
def called(house: House, api: Caller) -> Iterator[Caller]:
    """Give a caller whose minute never ends, in a house with a campaign."""
    assert api.post("campaigns", CAMPAIGN).status == 201
    _receive(house, api)
    with override_settings(API_CALLS_PER_MINUTE=1_000_000):
        yield api


def _receive(house: House, api: Caller) -> None:
    """Let a file wait for its confirmation."""
    mandate = Mandate.objects.get()
    mandates.sign_instruction(
        actor=STAFF,
        reference="processing",
        mandate=mandate,
        kind=Instruction.Kind.PROCESSING,
        document_sha256=SHA,
        signatory="A. Durand",
        signed_at=NOON,
    )
    announced = {"mandate": "mandate-1", "agreement": "agreement", "length": len(FILE), "synthetic": True}
    made = api.post("uploads", announced)
    assert made.status == 201, made.body
    assert api.send(f"uploads/{made.body['reference']}/content?offset=0", FILE).body["state"] == "received"
    Upload.objects.update(reference="upload-1")


@schema.hook
def map_case(context: schemathesis.HookContext, case: "Case[Any]") -> "Case[Any]":
    """Name what exists in half of the cases: made-up references alone would see nothing but 404."""
    if _made_up(case.path_parameters, "reference"):
        case.path_parameters["reference"] = KNOWN[case.path.split("/")[3]]
    for name, known in (("mandate", "mandate-1"), ("route", "simulated")):
        if isinstance(case.body, dict) and _made_up(case.body, name):
            case.body[name] = known
    return case


def _made_up(holder: object, name: str) -> bool:
    """Tell whether a valid reference may be put in place of this one: what is wrong on purpose stays wrong."""
    value = holder.get(name) if isinstance(holder, dict) else None
    return isinstance(value, str) and len(value) % 2 == 0 and bool(re.fullmatch(REFERENCE, value))


@schema.parametrize()
@settings(
    max_examples=15,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_every_answer_is_one_that_the_document_names(called: Caller, case: "Case[Any]") -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {called.clear}"}, excluded_checks=EXCLUDED)
