"""However many people a mandate holds, a page of the console asks the database fewer than fifteen questions."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from tests.web.clients import Signed
from tests.web.doubtful import leave_doubtful
from tests.web.test_accessibility import NOT_PAGES
from tests.web.walk import walk
from tests.web.world import pages, parts

from selfcontact.accounts.models import Role
from selfcontact.bench.crowd import fill
from selfcontact.campaigns import actions as campaigns
from selfcontact.demo.cast import SENDER_NAME, Cast
from selfcontact.demo.story import FIRST_TEXT
from selfcontact.lib.actor import SYSTEM
from selfcontact.web.clock import now

CONTACTS = 1_000_000
BUDGET = 15


#: Of the blocks that nobody can hold.
NUMBER = 33639980001


def draft(cast: Cast) -> None:
    """Leave a campaign to everyone in draft, and a reply to read."""
    content = campaigns.Content(
        text=FIRST_TEXT,
        sender_name=SENDER_NAME,
        area=["FR"],
        age_from=18,
        age_to=120,
        earliest=now(),
        latest=now() + timedelta(hours=4),
    )
    made = campaigns.create(actor=SYSTEM, reference="budget", mandate=cast.mandate, route=cast.route, content=content)
    leave_doubtful(made, NUMBER, "Qui êtes-vous donc ?")


class Counter:
    """Counts the statements that pass."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(
        self, execute: Callable[..., object], sql: str, params: object, many: object, context: object
    ) -> object:
        """Let one statement pass, and remember it without its values."""
        self.statements.append(sql)
        return execute(sql, params, many, context)


@pytest.mark.timeout(900)
def test_every_page_stays_under_fifteen_questions_beside_a_million_contacts(staff: Callable[..., Signed]) -> None:
    draft(fill("grand", contacts=CONTACTS))
    client = staff(*Role)
    asked: dict[str, int] = {}

    def fetch(path: str) -> tuple[int, str, str]:
        counter = Counter()
        with connection.execute_wrapper(counter):
            answer = client.get(path)
            body = answer.getvalue().decode(errors="replace")
        asked[path] = len(counter.statements)
        return answer.status_code, answer["Content-Type"], body

    starts = ["/", *(f"/{row.pattern}" for row in pages("console") if not parts(row) and "(?P" not in row.pattern)]
    found = walk("selfcontact.web.console.urls", starts, fetch, beyond=frozenset(NOT_PAGES) | {"language", "theme"})
    assert len(found.pages) > 20
    assert "reply_show" in found.pages
    over = {path: count for path, count in asked.items() if count >= BUDGET}
    assert not over, over
