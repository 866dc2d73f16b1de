"""Reading the ledger backwards: what was done to an object, to a mandate, by whom and when."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from selfcontact.ledger.actions import record, sequence
from selfcontact.ledger.history import Line, Question, read
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.lib.errors import UserError
from selfcontact.vault import open_vault

STAFF = Actor(kind="staff", uid=UUID(int=7))
START = datetime(2027, 3, 1, 8, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)
Tamper = Callable[[str], None]


class At:
    """A clock that stands still."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def note(
    number: int = 0,
    *,
    action: Action = Action.CAMPAIGN_EDITED,
    object_id: UUID = ONE,
    mandate_id: int | None = None,
    actor: Actor = STAFF,
) -> None:
    """Record entry `number`, that many hours after the start."""
    with transaction.atomic():
        record(
            actor=actor,
            action=action,
            mandate_id=mandate_id,
            object_id=object_id,
            details={"number": number},
            clock=At(START + timedelta(hours=number)),
        )


def numbers(question: Question) -> list[object]:
    """Return the numbers of the entries that answer."""
    return [line.details["number"] for line in read(question).lines]


def only(question: Question) -> Line:
    """Return the one entry that answers."""
    (line,) = read(question).lines
    return line


@pytest.mark.usefixtures("database")
def test_the_history_of_an_object_is_its_own_newest_first() -> None:
    for number in range(4):
        note(number, object_id=(ONE, OTHER)[number % 2])
    assert numbers(Question(objects=(ONE,))) == [2, 0]
    assert numbers(Question(objects=(ONE, OTHER))) == [3, 2, 1, 0]
    assert numbers(Question(objects=(uuid4(),))) == []


@pytest.mark.usefixtures("database")
def test_entries_are_found_by_mandate_action_actor_and_time() -> None:
    open_vault().keys.create(5)
    note(0)
    note(1, mandate_id=5)
    note(2, mandate_id=5, action=Action.CAMPAIGN_STARTED)
    note(3, action=Action.CAMPAIGN_STARTED, actor=SYSTEM)
    assert numbers(Question(mandate_id=5)) == [2, 1]
    assert numbers(Question(action="campaign:started")) == [3, 2]
    assert numbers(Question(mandate_id=5, action="campaign:started")) == [2]
    assert numbers(Question(actor_id=STAFF.uid)) == [2, 1, 0]
    assert numbers(Question(since=START + timedelta(hours=1), until=START + timedelta(hours=3))) == [2, 1]
    assert numbers(Question()) == [3, 2, 1, 0]


@pytest.mark.usefixtures("database")
def test_a_line_says_who_did_what_to_which_object() -> None:
    note(3)
    sequence()
    line = only(Question())
    assert line.leaf is not None
    assert (line.actor, line.leaf.action, line.leaf.object_id) == (STAFF, Action.CAMPAIGN_EDITED, ONE)
    assert (line.at, line.index, line.readable) == (START + timedelta(hours=3), 0, "open")


@pytest.mark.usefixtures("database")
def test_turning_the_pages_shows_every_entry_once_also_those_of_one_instant() -> None:
    for number in (0, 1, 1, 1, 2):
        note(number)
    seen, before = [], ""
    for _ in range(3):
        page = read(Question(), before=before, limit=2)
        seen += [line.details["number"] for line in page.lines]
        before = page.older
    assert seen == [2, 1, 1, 1, 0]
    assert before == ""


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("before", ["x", "1", "1-x", "9" * 40 + "-1", "-", "'; DROP TABLE ledger_entry --"])
def test_a_page_that_nobody_was_given_is_refused_with_a_sentence(before: str) -> None:
    with pytest.raises(UserError, match="page du journal"):
        read(Question(), before=before)


@pytest.mark.usefixtures("database")
def test_the_details_of_an_ended_mandate_are_gone_and_the_entries_stay() -> None:
    open_vault().keys.create(5)
    note(0, mandate_id=5)
    note(1)
    open_vault().keys.destroy(5)
    line = only(Question(mandate_id=5))
    assert (line.readable, line.details) == ("destroyed", {})
    note(2, mandate_id=5)
    assert [line.readable for line in read(Question()).lines] == ["open", "open", "destroyed"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_entry SET leaf = set_byte(leaf, 0, 0)",
        "UPDATE ledger_entry SET leaf = leaf || 'x'",
        "UPDATE ledger_detail SET sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)",
        "UPDATE ledger_detail SET generation = 9",
        "DELETE FROM ledger_detail",
    ],
)
@pytest.mark.usefixtures("database")
def test_an_entry_that_was_tampered_with_is_shown_as_damaged(tamper: Tamper, change: str) -> None:
    note()
    tamper(change)
    line = only(Question())
    assert (line.readable, line.details) == ("damaged", {})


def test_what_entries_are_found_by_is_read_from_the_leaf_and_cannot_be_written(
    database: str, owner: psycopg.Connection[tuple[object, ...]]
) -> None:
    note(mandate_id=None)
    with pytest.raises(psycopg.errors.Error, match="generated column"):
        owner.execute(b"UPDATE ledger_entry SET mandate_id = 3")
    entry = Entry.objects.get()
    assert (entry.object_id, entry.actor_id, entry.mandate_id) == (ONE, STAFF.uid, None)
    assert entry.action == "campaign:edited"


@pytest.mark.usefixtures("database")
def test_the_console_reads_a_page_of_many_mandates_in_one_query() -> None:
    for mandate in range(1, 6):
        open_vault().keys.create(mandate)
        note(mandate, mandate_id=mandate)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE selfcontact_console")
        with CaptureQueriesContext(connection) as queries:
            assert numbers(Question()) == [5, 4, 3, 2, 1]
    assert len(queries) == 1
