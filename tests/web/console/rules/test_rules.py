"""Everyone of the staff reads the rules; the DPO decides a precaution otherwise."""

from collections.abc import Callable

import pytest
from tests.web.clients import Signed

from selfcontact.accounts.models import Role
from selfcontact.rulings.models import in_force

Staff = Callable[..., Signed]
GROUNDS = {"grounds": "Avis écrit de notre conseil, du 3 mars 2027."}


def test_the_dpo_decides_and_goes_back_and_both_are_shown(staff: Staff) -> None:
    client = staff(Role.DPO)
    assert "/rules/SM-07/decide/" in client.get("/rules/SM-07/").content.decode()
    assert client.post("/rules/SM-07/decide/", GROUNDS).status_code == 302
    assert in_force() == ["SM-07"]
    assert "décidée autrement" in client.get("/rules/").content.decode()
    assert GROUNDS["grounds"] in client.get("/rules/SM-07/").content.decode()
    assert client.post("/rules/SM-07/decide/", GROUNDS).status_code == 200
    assert in_force() == ["SM-07"]
    page = client.get("/rules/SM-07/decide/").content.decode()
    assert '<input type="hidden" name="back" value="True"' in page
    assert client.post("/rules/SM-07/decide/", {**GROUNDS, "back": "True"}).status_code == 302
    assert in_force() == []


def test_a_decision_without_grounds_shows_the_form_again(staff: Staff) -> None:
    client = staff(Role.DPO)
    assert client.post("/rules/SM-07/decide/", {"grounds": "non"}).status_code == 200
    assert in_force() == []


@pytest.mark.parametrize("number", ["EL-01", "EL-10", "GD-08", "FI-04", "XX-99"])
def test_there_is_no_page_to_decide_what_cannot_be_decided(staff: Staff, number: str) -> None:
    client = staff(Role.DPO)
    assert client.get(f"/rules/{number}/decide/").status_code == 404
    assert client.post(f"/rules/{number}/decide/", GROUNDS).status_code == 404
    assert in_force() == []


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_the_others_read_and_do_not_decide(staff: Staff, role: Role) -> None:
    client = staff(role)
    assert "EL-01" in client.get("/rules/").content.decode()
    assert "/decide/" not in client.get("/rules/SM-07/").content.decode()
    assert client.post("/rules/SM-07/decide/", GROUNDS).status_code == 404
    assert in_force() == []
