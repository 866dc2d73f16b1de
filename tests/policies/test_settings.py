"""The address that people write to is an address, or the program does not start."""

import pytest

from selfcontact.lib.environment import email
from selfcontact.lib.errors import UserError


@pytest.mark.parametrize("value", ["dpo@maison.example", "protection.des-donnees@a.b.example"])
def test_an_address_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SELFCONTACT_DPO_EMAIL", value)
    assert email("SELFCONTACT_DPO_EMAIL", default="x@y.example") == value


@pytest.mark.parametrize(
    "value", ["", "dpo", "dpo@maison", "a b@c.example", "a@b.example?bcc=c@d.example", "<a@b.example>"]
)
def test_what_is_no_address_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SELFCONTACT_DPO_EMAIL", value)
    with pytest.raises(UserError) as refused:
        email("SELFCONTACT_DPO_EMAIL", default="x@y.example")
    assert refused.value.code == "setting_invalid"
