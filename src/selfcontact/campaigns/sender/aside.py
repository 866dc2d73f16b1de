"""Messages that belong to no campaign: confirmed oppositions, tests to the team's own numbers, one-time codes."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import structlog
from django.db import transaction

from selfcontact.campaigns.sender import codes, trials
from selfcontact.campaigns.sender.flights import Flights
from selfcontact.campaigns.sender.office import Office
from selfcontact.campaigns.sender.replies import Confirmation
from selfcontact.campaigns.sender.trials import Test, take, told
from selfcontact.identity import actions as identity
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import Clock
from selfcontact.lib.text import Encoded, encode, sanitise
from selfcontact.sms.gateway import Accepted, Outcome, Submission
from selfcontact.sms.session import Session
from selfcontact.subprocessors.standing import carrying

#: No candidate, no party, nothing to answer.
CONFIRMED = encode("Votre demande est prise en compte : vous ne recevrez plus ces messages.")
#: An answer that comes the next day is no answer.
VALIDITY = timedelta(hours=4)
log = structlog.get_logger("sender")


class Aside:
    """What a route sends besides its campaigns, on the same credit."""

    def __init__(
        self, *, session: Session, flights: Flights, office: Office, clock: Clock, route_id: int, stop_code: str
    ) -> None:
        self._session = session
        self._clock = clock
        self._flights = flights
        self._office = office
        self._route_id = route_id
        self._stop_code = stop_code
        self._ended: list[tuple[int, UUID, str]] = []
        self._codes_ended: list[tuple[UUID, bool]] = []

    async def confirm(self, confirmations: Iterable[Confirmation]) -> None:
        """Confirm new oppositions, once each: the entry is new once only, and nothing here is tried again.

        None is sent through a carrier that may carry nothing; the opposition stands all the same.
        """
        sent, withheld = 0, 0
        for one in confirmations:
            await self._session.credit(len(CONFIRMED.parts))
            # Asked for each, after the wait for room: nothing comes between the answer and the socket.
            if await self._office.do(carrying, self._route_id, self._clock.now().date()):
                self._submit(one.number, one.sender or self._stop_code, CONFIRMED, self._flights.add_aside(_ignored))
                sent += 1
            else:
                self._session.release(len(CONFIRMED.parts))
                withheld += 1
        if withheld:
            log.warning("confirmations_withheld", route=self._route_id, count=withheld)
        if sent:
            await self._office.do(_record_confirmed, sent)

    async def test(self) -> None:
        """Send the tests that wait."""
        for one in await self._office.do(take, self._route_id, self._clock):
            reference = self._flights.add_aside(partial(self._tested, one))
            await self._send(one.number, one.sender_name, one.text, reference, trials.VALIDITY)
        ended, self._ended = self._ended, []
        if ended:
            await self._office.do(told, ended)

    async def codes(self) -> None:
        """Send the codes that wait, from the number that answers a STOP: no candidate's name may stand on them."""
        for one in await self._office.do(codes.take, self._route_id, self._clock):
            reference = self._flights.add_aside(partial(self._code_ended, one.uid))
            text = encode(sanitise(one.text))
            await self._send(one.number, self._stop_code, text, reference, codes.VALIDITY)
        ended, self._codes_ended = self._codes_ended, []
        if ended:
            await self._office.do(partial(identity.told, ended=ended))

    def _code_ended(self, uid: UUID, word: Outcome) -> None:
        self._codes_ended.append((uid, isinstance(word, Accepted)))

    def _tested(self, one: Test, word: Outcome) -> None:
        state = "sent" if isinstance(word, Accepted) else "failed"
        self._ended.append((one.mandate_id, one.uid, state))

    async def _send(self, number: int, sender: str, text: Encoded, reference: int, validity: timedelta) -> None:
        await self._session.credit(len(text.parts))
        self._submit(number, sender, text, reference, validity)

    def _submit(self, number: int, sender: str, text: Encoded, reference: int, validity: timedelta = VALIDITY) -> None:
        self._session.submit_now(
            [
                Submission(
                    reference=reference,
                    destination=number,
                    sender=sender,
                    segments=text.parts,
                    data_coding=text.data_coding,
                    udh=True,
                    validity=validity,
                )
            ]
        )


def _ignored(word: Outcome) -> None:
    del word


@transaction.atomic
def _record_confirmed(count: int) -> None:
    record(
        actor=SYSTEM,
        action=Action.OPPOSITION_CONFIRMED,
        mandate_id=None,
        object_id=uuid4(),
        details={"count": count},
    )
