"""Tokens and webhooks on the command line."""

import json
from typing import Any

import pytest
import typer
from tests.integrations.receiver import Receiver
from typer.testing import CliRunner

from selfcontact.accounts.models import Face, Role, User
from selfcontact.cli import integrations as commands
from selfcontact.integrations import tokens
from selfcontact.lib.clock import SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.web.api.document import document


def run(app: typer.Typer, *arguments: str) -> Any:
    result = CliRunner().invoke(app, [*arguments, "--json"], catch_exceptions=False)
    if isinstance(result.exception, UserError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_a_token_is_issued_listed_without_what_opens_and_revoked(database: str) -> None:
    User.objects.create_user("zoe@example.org", face=Face.CONSOLE, roles=[str(Role.OPERATOR)])
    made = run(commands.token, "issue", "zoe@example.org", "--name", "agence", "--scope", "campaigns:read")
    assert tokens.caller(made["token"], SystemClock().now())
    listed = run(commands.token, "list")
    assert made["token"] not in json.dumps(listed)
    assert (listed[0]["prefix"], listed[0]["state"]) == (made["prefix"], "active")
    assert run(commands.token, "revoke", made["prefix"])["state"] == "revoked"
    assert tokens.caller(made["token"], SystemClock().now()) is None


@pytest.mark.parametrize(
    ("app", "arguments", "code"),
    [
        (commands.token, ("issue", "no@example.org", "--name", "n", "--scope", "figures:read"), "unknown_user"),
        (commands.token, ("revoke", "sct_nothing"), "unknown_token"),
        (commands.webhook, ("sent", "00000000-0000-4000-8000-000000000000"), "unknown_webhook"),
        (commands.webhook, ("add", "ftp://example.org"), "webhook_url"),
    ],
)
def test_what_names_nothing_is_refused_with_a_sentence(
    database: str, app: typer.Typer, arguments: tuple[str, ...], code: str
) -> None:
    with pytest.raises(UserError) as refused:
        run(app, *arguments)
    assert refused.value.code == code


def test_a_webhook_lives_its_whole_life_on_the_command_line(database: str, receiver: Receiver) -> None:
    made = run(commands.webhook, "add", receiver.url, "--event", "campaign.started")
    assert made["secret"].startswith("whsec_")
    test = run(commands.webhook, "test", made["id"])
    assert run(commands.webhook, "sent", made["id"])[0]["id"] == test["id"]
    assert run(commands.webhook, "rotate", made["id"])["secret"] != made["secret"]
    assert run(commands.webhook, "disable", made["id"])["state"] == "disabled"
    assert run(commands.webhook, "enable", made["id"])["state"] == "active"
    run(commands.webhook, "remove", made["id"])
    assert run(commands.webhook, "list") == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_schema_is_the_document_that_is_served(language: str) -> None:
    root = typer.Typer()
    root.add_typer(commands.api, name="api")
    result = CliRunner().invoke(root, ["api", "schema", "--language", language])
    assert json.loads(result.output) == document(language)
