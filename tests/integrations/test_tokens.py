"""Tokens: shown once, kept as a hash, never above their owner."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from selfcontact.accounts.models import Role, User
from selfcontact.integrations import actions, tokens
from selfcontact.integrations.models import ApiToken
from selfcontact.ledger.models import Entry
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
Owner = psycopg.Connection[tuple[object, ...]]


def person(*roles: Role) -> User:
    return User.objects.create_user("zoe@example.org", roles=[str(role) for role in roles])


def issue(owner: User, *scopes: str, days: int = 30) -> actions.Issued:
    return actions.issue_token(actor=SYSTEM, owner=owner, name="tests", words=scopes, days=days, at=NOW)


def test_a_token_opens_what_its_scopes_say_and_the_ledger_knows_of_it(database: str) -> None:
    made = issue(person(Role.OPERATOR), "campaigns:write", "campaigns:read")
    found = tokens.caller(made.clear, NOW)
    assert found
    assert found.scopes == {"campaigns:read", "campaigns:write"}
    assert b'"api-token:issued"' in bytes(Entry.objects.order_by("id").last().leaf)  # type: ignore[union-attr]


def test_the_token_itself_is_nowhere_in_the_database(database: str, owner: Owner) -> None:
    made = issue(person(Role.OPERATOR), "campaigns:read")
    tables = [str(row[0]) for row in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    secret = made.clear.removeprefix(made.token.prefix)
    for table in tables:
        rows = owner.execute(f"SELECT row_to_json(t)::text FROM {table} t".encode()).fetchall()
        assert not any(secret in str(row[0]) for row in rows), table
    assert secret not in repr(made)


@pytest.mark.parametrize("scope", ["campaigns:start", "campaigns:write", "deliveries:write"])
def test_a_scope_above_the_roles_of_its_owner_is_refused(database: str, scope: str) -> None:
    with pytest.raises(UserError) as refused:
        issue(person(Role.AUDITOR), scope)
    assert refused.value.code == "token_above_owner"


def test_a_role_that_is_taken_away_is_taken_from_the_token_too(database: str) -> None:
    zoe = person(Role.OPERATOR)
    made = issue(zoe, "campaigns:read", "campaigns:write")
    User.objects.filter(pk=zoe.pk).update(roles=[Role.AUDITOR])
    found = tokens.caller(made.clear, NOW)
    assert found
    assert found.scopes == {"campaigns:read"}


def test_a_token_ends_when_it_expires_when_it_is_revoked_and_with_its_owner(database: str) -> None:
    zoe = person(Role.OPERATOR)
    made = issue(zoe, "campaigns:read", days=1)
    assert tokens.caller(made.clear, NOW + timedelta(hours=23))
    assert tokens.caller(made.clear, NOW + timedelta(hours=24)) is None
    User.objects.filter(pk=zoe.pk).update(is_active=False)
    assert tokens.caller(made.clear, NOW) is None
    User.objects.filter(pk=zoe.pk).update(is_active=True)
    actions.revoke_token(actor=SYSTEM, token=made.token, at=NOW)
    assert tokens.caller(made.clear, NOW) is None


def test_revoking_twice_is_written_down_once(database: str) -> None:
    made = issue(person(Role.OPERATOR), "campaigns:read")
    before = Entry.objects.count()
    actions.revoke_token(actor=SYSTEM, token=made.token, at=NOW)
    actions.revoke_token(actor=SYSTEM, token=made.token, at=NOW + timedelta(hours=1))
    assert Entry.objects.count() == before + 1
    assert made.token.revoked_at == NOW


@pytest.mark.parametrize("clear", ["", "sct_", "sct_nothing", "é", "\0"])
def test_what_is_not_a_token_opens_nothing(database: str, clear: str) -> None:
    assert tokens.caller(clear, NOW) is None


@pytest.mark.parametrize(
    "changes", [{"words": []}, {"words": ["everything"]}, {"days": 0}, {"days": 400}, {"name": " "}, {"name": "a\0"}]
)
def test_nonsense_is_refused_with_a_sentence(database: str, changes: dict[str, object]) -> None:
    asked: dict[str, object] = {"words": ["campaigns:read"], "days": 1, "name": "tests"}
    with pytest.raises(UserError):
        actions.issue_token(actor=SYSTEM, owner=person(Role.OPERATOR), at=NOW, **(asked | changes))  # type: ignore[arg-type]
    assert not ApiToken.objects.exists()


def test_calls_are_counted_by_the_minute(database: str) -> None:
    token = issue(person(Role.OPERATOR), "campaigns:read").token
    assert [tokens.count_call(token, NOW + timedelta(seconds=second)) for second in (0, 1, 59, 60, 61)] == [
        1,
        2,
        3,
        1,
        2,
    ]
    token.refresh_from_db()
    assert token.last_used_on == NOW.date()


def test_the_portal_and_the_senders_cannot_read_tokens(database: str) -> None:
    for role in ("portal", "public", "sender", "voice"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege(%s, 'integrations_apitoken', 'SELECT, INSERT, UPDATE, DELETE')"
                " OR has_table_privilege(%s, 'integrations_webhook', 'SELECT, INSERT, UPDATE, DELETE')",
                [f"selfcontact_{role}"] * 2,
            )
            assert cursor.fetchone() == (False,), role
