"""Random orders of all that may happen around two tickets: one is proven by its own good code, and by nothing else."""

from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.identity.world import NUMBER, Browser, code_in

from selfcontact.identity import actions, outgoing
from selfcontact.identity.models import Ticket
from selfcontact.identity.public import TicketState
from selfcontact.lib.actor import SYSTEM

WHICH = st.sampled_from([0, 1])
AGE = "UPDATE identity_code SET expires_at = created_at WHERE ticket_id = %s"
WRONG = st.sampled_from(["", "0", "00000000", "None", "12345678"])


class Walk(RuleBasedStateMachine):
    """What a model of it says, beside what the database says."""

    @initialize()
    def begin(self) -> None:
        self.browsers = [Browser(), Browser()]
        self.tickets = [browser.drop(number=str(NUMBER + n)) for n, browser in enumerate(self.browsers)]
        self.codes: list[str | None] = [None, None]
        self.left = [5, 5]
        self.young = [True, True]
        self.proven = [False, False]

    @rule(which=WHICH)
    def issue(self, which: int) -> None:
        ticket = Ticket.objects.get(pk=self.tickets[which])
        actions.issue(actor=SYSTEM, ticket=ticket, number=NUMBER + which)
        for one in outgoing.claim(synthetic=True):
            self.codes[which] = code_in(one.text)

    @rule(which=WHICH, typed=WRONG)
    def guess(self, which: int, typed: str) -> None:
        self._try(which, which, typed)

    @rule(which=WHICH)
    def type_the_other_code(self, which: int) -> None:
        self._try(which, which, self.codes[1 - which] or "")

    @rule(which=WHICH)
    def type_in_the_other_browser(self, which: int) -> None:
        assert not self.browsers[1 - which].try_code(self.tickets[which], self.codes[which] or "")

    @rule(which=WHICH)
    def type_the_code(self, which: int) -> None:
        self._try(which, which, self.codes[which] or "")

    @rule(which=WHICH)
    def wait_ten_minutes(self, which: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE identity_code SET expires_at = created_at WHERE ticket_id = %s", [self.tickets[which]]
            )
        self.young[which] = self.codes[which] is None

    @invariant()
    def a_ticket_is_proven_when_the_model_says_so(self) -> None:
        for which, uid in enumerate(self.tickets):
            expected = TicketState.PROVEN if self.proven[which] else TicketState.WAITING
            assert self.browsers[which].state(uid) == expected

    def _try(self, which: int, browser: int, typed: str) -> None:
        code = self.codes[which]
        alive = code is not None and self.young[which] and self.left[which] > 0 and not self.proven[which]
        right = alive and typed == code
        assert self.browsers[browser].try_code(self.tickets[which], typed) is right
        self.left[which] -= alive
        self.proven[which] |= right


def test_a_ticket_is_proven_by_an_issued_unexpired_unused_code_of_its_own_and_by_nothing_else(browser: Browser) -> None:
    class Rolled(Walk):
        """Each walk in a transaction that is given up: the next one begins with the empty tables."""

        def __init__(self) -> None:
            super().__init__()
            self.whole = transaction.atomic()
            self.whole.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    run_state_machine_as_test(
        Rolled,
        settings=settings(
            max_examples=50, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
