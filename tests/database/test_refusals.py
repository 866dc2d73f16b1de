"""The portal and the public site in an attacker's hands: no table that holds a person answers their roles.

What may be reached is listed here, table by table; the tables themselves come from the schema. A new one is refused on
the day it is made, or this fails until someone writes down why it is not.
"""

from collections.abc import Mapping

import psycopg
import pytest
from django.db import connection as django_connection
from django.db import models
from django.db.migrations.state import ProjectState
from tests.database.refusals import Relation, possible, relations, signed_in

from selfcontact.accounts.models import User
from selfcontact.database import partitions, roles
from selfcontact.database.partitioned import CreatePartitioned

Owner = psycopg.Connection[tuple[object, ...]]
READ, ADD = frozenset({"SELECT"}), frozenset({"INSERT"})
ALL = READ | ADD | {"UPDATE", "DELETE"}
PUBLISHED = ("figures_sheet", "figures_campaignsheet", "figures_release", "figures_cell")
#: The portal: what is published, what is to be approved, and the accounts of its own users. The public site: its own
#: sessions, three boxes into which it drops what it can never read again, the policy and the notices that it shows,
#: and on whose behalf we write.
REACHED: Mapping[str, Mapping[str, frozenset[str]]] = {
    "portal": {
        **dict.fromkeys((*PUBLISHED, "proposals_proposal", "proposals_result", "accounts_membership"), READ),
        **dict.fromkeys(
            ("proposals_recording", "proposals_clip", "proposals_recordingresult", "lines_linesheet"), READ
        ),
        **dict.fromkeys(("accounts_user", "accounts_invitation", "account_emailaddress"), READ | {"UPDATE"}),
        **dict.fromkeys(("mfa_authenticator", "usersessions_usersession"), ALL),
        **dict.fromkeys(("accounts_portalsession", "cache_portal"), ALL),
        **dict.fromkeys(("proposals_decision", "proposals_recordingdecision"), READ | ADD),
    },
    "public": {
        **dict.fromkeys(("accounts_publicsession", "cache_public"), ALL),
        **dict.fromkeys(("opposition_entry", "ledger_entry", "ledger_detail", "transparency_report"), ADD),
        **dict.fromkeys(("policies_version", "mandates_speaking"), READ),
        **dict.fromkeys(("transparency_published", "transparency_receipt"), READ),
        # Sealed for the workers, and the half of a key with which that is done.
        **dict.fromkeys(("identity_ticket", "identity_identitydocument"), ADD),
        "identity_boxkey": READ,
    },
}
#: Of a table that also holds what opens, a face reads these columns and no other; of a box, it fills these.
COLUMNS: Mapping[tuple[str, str], frozenset[str]] = {
    ("identity_boxkey", "SELECT"): frozenset({"id", "key_id", "use", "public_keyset", "created_at"}),
    ("identity_ticket", "INSERT"): frozenset({"uid", "purpose", "browser_digest", "sealed", "language"}),
    ("identity_identitydocument", "INSERT"): frozenset({"uid", "ticket_uid", "browser_digest", "sealed"}),
}
#: The three questions about a ticket, and the provider's page; none of them says anything of a number.
FUNCTIONS: Mapping[str, frozenset[str]] = {
    "portal": frozenset(),
    "public": frozenset(
        {
            "selfcontact_ticket_state(uuid,bytea)",
            "selfcontact_try_code(uuid,bytea,text,bytea)",
            "selfcontact_ticket_parcel(uuid,bytea)",
            # Row numbers of an audit, for whoever holds the secret of its link; a proof goes in and never out.
            "selfcontact_audit_asked(text,timestamp with time zone)",
            "selfcontact_audit_rows(text,timestamp with time zone)",
            "selfcontact_audit_answer(text,bigint,bytea,timestamp with time zone)",
        }
    ),
}
FACES = sorted(REACHED)


def reached(database: str, process: str, every: list[Relation]) -> dict[str, set[str]]:
    """Return what a role may do, by table, where it may do anything."""
    with signed_in(database, process) as connection:
        found = {one.name: possible(connection, one) for one in every}
    return {name: verbs for name, verbs in found.items() if verbs}


def populate(owner: Owner) -> None:
    """Give the tables of mandates their partitions, those of deliveries included."""
    partitions.open_mandate(owner, 7)
    partitions.attach_delivery(owner, 7, 3, partitions.prepare_delivery(owner, 7, 3))
    partitions.prepare_delivery(owner, 7, 4)


@pytest.mark.parametrize("process", FACES)
def test_a_face_is_refused_on_every_table_but_those_it_shows(database: str, owner: Owner, process: str) -> None:
    populate(owner)
    every = relations(owner)
    assert {"contacts_contact", "contacts_contact_m7", "contacts_contact_m7_d3", "contacts_contact_m7_d4"} <= {
        one.name for one in every if one.holds_a_person
    }
    assert reached(database, process, every) == REACHED[process]


@pytest.mark.parametrize("process", FACES)
def test_no_table_that_holds_a_person_is_read_or_altered_by_a_face(owner: Owner, process: str) -> None:
    populate(owner)
    held = {one.name for one in relations(owner) if one.holds_a_person}
    assert len(held) > 25
    for name, verbs in REACHED[process].items():
        public_half = (process, name, verbs) == ("public", "identity_boxkey", READ)
        # What a candidate recorded for whoever calls, copied where its team can listen to it.
        sound = (process, name, verbs) == ("portal", "proposals_clip", READ)
        assert name not in held or (process, verbs) == ("public", ADD) or public_half or sound


@pytest.mark.parametrize(("table", "verb"), sorted(COLUMNS))
def test_the_site_reaches_the_columns_that_it_needs_and_none_beside_them(owner: Owner, table: str, verb: str) -> None:
    found = owner.execute(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::text::regclass AND attnum > 0 AND NOT attisdropped"
        " AND has_column_privilege('selfcontact_public', attrelid, attnum, %s)",
        [table, verb],
    ).fetchall()
    assert {name for (name,) in found} == COLUMNS[table, verb]


@pytest.mark.parametrize("process", FACES)
def test_a_table_is_covered_on_the_day_it_is_made(database: str, owner: Owner, process: str) -> None:
    make("voter", CreatePartitioned)
    owner.execute("CREATE TABLE newcomer (sealed bytea)")
    partitions.open_mandate(owner, 7)
    made = [one for one in relations(owner) if one.name.startswith(("database_voter", "newcomer"))]
    assert [one.name for one in made] == ["database_voter", "database_voter_m7", "newcomer"]
    assert all(one.holds_a_person for one in made)
    assert reached(database, process, made) == {}


@pytest.mark.parametrize(
    ("granted", "verb"), [("SELECT", "SELECT"), ("SELECT (age)", "SELECT"), ("UPDATE (age)", "UPDATE")]
)
def test_one_privilege_too_many_is_seen_even_on_one_column(
    database: str, owner: Owner, granted: str, verb: str
) -> None:
    owner.execute(f"GRANT {granted} ON contacts_contact TO selfcontact_portal")
    assert reached(database, "portal", relations(owner))["contacts_contact"] == {verb}


def make(name: str, operation: type[CreatePartitioned]) -> None:
    """Run the operation of a migration that makes a table cut by mandate."""
    fields: list[tuple[str, models.Field[object, object]]] = [
        ("pk", models.CompositePrimaryKey("mandate_id", "position")),
        ("mandate_id", models.BigIntegerField()),
        ("position", models.IntegerField()),
    ]
    made, before = operation(name=name, fields=fields), ProjectState()
    after = before.clone()
    made.state_forwards("database", after)
    with django_connection.schema_editor() as editor:
        made.database_forwards("database", editor, before, after)


@pytest.mark.parametrize("process", FACES)
def test_a_face_has_no_function_but_its_own_and_no_other_name(database: str, owner: Owner, process: str) -> None:
    functions = owner.execute(
        "SELECT p.oid::regprocedure::text, has_function_privilege(%s, p.oid, 'EXECUTE') FROM pg_proc p"
        " WHERE p.pronamespace::regnamespace::text !~ '^(pg_|information_schema)'",
        [f"selfcontact_{process}"],
    ).fetchall()
    assert len(functions) >= 8
    assert {name for name, allowed in functions if allowed} == FUNCTIONS[process]
    with signed_in(database, process) as connection:
        for name in ("postgres", "selfcontact", *roles.names()):
            if name != f"selfcontact_{process}":
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(f"SET ROLE {name}")


@pytest.mark.parametrize("process", FACES)
def test_what_the_planner_knows_of_persons_stays_with_it(database: str, owner: Owner, process: str) -> None:
    populate(owner)
    owner.execute(
        "INSERT INTO intake_refusal (mandate_id, delivery_id, line, code)"
        " SELECT 7, 3, n, 'x' FROM generate_series(1, 9) n"
    )
    owner.execute("ANALYZE intake_refusal")
    query = "SELECT count(*) FROM pg_stats WHERE tablename LIKE 'intake\\_refusal%%' AND attname = %s"
    assert owner.execute(query, ["line"]).fetchone() != (0,)
    with signed_in(database, process) as connection:
        assert connection.execute(query, ["line"]).fetchone() == (0,)


def test_the_portal_sees_and_makes_no_account_of_the_house(database: str) -> None:
    User.objects.create_user("staff@house.example", name="Personne", face="console")
    User.objects.create_user("team@candidate.example", name="Équipe", face="portal")
    with signed_in(database, "portal") as connection:
        assert connection.execute("SELECT email FROM accounts_user").fetchall() == [("team@candidate.example",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE accounts_user SET face = 'console'")
