"""The family of cases that every carrier end must pass. Each is a sentence, and takes a freshly started end."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import timedelta
from typing import Final

import pytest
from tests.sms.ends import End
from tests.sms.world import FIRST, SENDER, World, message

from selfcontact.sms.gateway import WITHDRAWN, State
from selfcontact.sms.session import ClosedError, RouteStoppedError

Case = Callable[[End], Awaitable[None]]
LONG: Final = "Réunion publique mardi à 20 h, salle des fêtes. " * 7


async def messages_are_accepted_under_distinct_ids_kept_as_text(end: End) -> None:
    async with World(end) as world:
        await world.send([message(reference) for reference in range(1, 101)])
        await world.until(lambda: len(world.accepted) == 100)
        assert all(carrier_id.startswith("00") for carrier_id in world.accepted)
        assert {each.reference for each in world.accepted.values()} == set(range(1, 101))


async def each_message_gets_its_receipt(end: End) -> None:
    async with World(end) as world:
        await world.send([message(reference) for reference in range(1, 51)])
        await world.until(lambda: len(world.receipts) == 50 and len(world.accepted) == 50)
        for receipt in world.receipts:
            assert receipt.destination == FIRST + world.accepted[receipt.carrier_id].reference
            assert (receipt.state, receipt.final) == (State.DELIVERED, True)
            assert receipt.at
            assert receipt.at.tzinfo


async def a_receipt_may_come_before_the_answer_to_its_submit(end: End) -> None:
    await end.tell("order", what="early", count=1)
    await end.tell("hold")
    async with World(end) as world:
        await world.send([message(1)])
        await world.until(lambda: len(world.receipts) == 1)
        assert not world.outcomes
        await end.tell("release")
        await world.until(lambda: len(world.accepted) == 1)
        assert world.receipts[0].carrier_id in world.accepted


async def a_late_receipt_still_finds_its_message(end: End) -> None:
    await end.tell("order", what="late", count=1)
    async with World(end) as world:
        await world.send([message(1)])
        await world.until(lambda: len(world.accepted) == 1)
        await world.session.close()
    async with World(end) as later:
        await end.tell("release_receipts")
        await later.until(lambda: len(later.receipts) == 1)
        assert later.receipts[0].carrier_id in world.accepted


async def a_doubled_receipt_comes_twice_and_says_the_same(end: End) -> None:
    await end.tell("order", what="double", count=1)
    async with World(end) as world:
        await world.send([message(1)])
        await world.until(lambda: len(world.receipts) == 2)
        assert world.receipts[0] == world.receipts[1]


async def receipts_out_of_order_all_find_their_message(end: End) -> None:
    await end.tell("order", what="reverse", count=10)
    async with World(end) as world:
        await world.send([message(reference) for reference in range(1, 11)])
        await world.until(lambda: len(world.receipts) == 10 and len(world.accepted) == 10)
        assert [world.accepted[each.carrier_id].reference for each in world.receipts] == list(range(10, 0, -1))


async def a_throttled_part_alone_is_tried_again_after_the_same_check(end: End) -> None:
    asked: list[int] = []

    async def recheck(references: Sequence[int]) -> Collection[int]:
        asked.extend(references)
        return references

    await end.tell("order", what="throttle", count=3)
    async with World(end, recheck=recheck) as world:
        await world.send([message(reference) for reference in range(1, 21)])
        await world.until(lambda: len(world.accepted) == 20)
        assert sorted(asked) == [1, 2, 3]
        assert max(Counter(await world.taken()).values()) == 1


async def who_said_stop_while_the_carrier_throttled_is_not_tried_again(end: End) -> None:
    async def recheck(references: Sequence[int]) -> Collection[int]:
        return set(references) - {2}

    await end.tell("order", what="throttle", count=3)
    async with World(end, recheck=recheck) as world:
        await world.send([message(reference) for reference in (1, 2, 3)])
        await world.until(lambda: len(world.outcomes) == 3)
        assert [(each.reference, each.cls, each.status) for each in world.rejected] == [(2, "refuse", WITHDRAWN)]
        assert end.digest(FIRST + 2) not in {digest for digest, _ in await world.taken()}


async def without_a_recheck_a_throttled_part_is_handed_back(end: End) -> None:
    await end.tell("order", what="throttle", count=1)
    await end.tell("order", what="queue_full", count=1)
    async with World(end) as world:
        await world.send([message(1), message(2)])
        await world.until(lambda: len(world.rejected) == 2)
        assert {each.cls for each in world.rejected} == {"retry"}


async def a_refused_number_and_a_refused_sender_are_not_the_same_trouble(end: End) -> None:
    await end.tell("order", what="refuse", count=1)
    await end.tell("order", what="bad_sender", count=1)
    async with World(end) as world:
        await world.send([message(1), message(2)])
        await world.until(lambda: len(world.rejected) == 2)
        assert {each.reference: each.cls for each in world.rejected} == {1: "refuse", 2: "stop_route"}


async def a_disconnection_mid_window_leaves_unanswered_parts_that_are_never_sent_again(end: End) -> None:
    await end.tell("hold")
    async with World(end, window=20) as world:
        await world.send([message(reference) for reference in range(1, 21)])
        await world.until_carrier("submits", 20)
        await end.tell("disconnect")
        await world.until(lambda: len(world.unanswered) == 20)
        await end.tell("release")
        await world.send([message(reference) for reference in range(21, 41)])
        await world.until(lambda: len(world.accepted) == 20)
        assert world.session.binds == 2
        assert Counter(await world.taken()) == {(end.digest(FIRST + reference), 1): 1 for reference in range(1, 41)}


async def the_link_may_fall_at_any_submit_and_each_part_ends_with_one_outcome(end: End) -> None:
    async with World(end, window=10) as world:
        for start in range(0, 60, 10):
            await end.tell("order", what="drop", count=1)
            await world.send([message(start + offset) for offset in range(1, 11)])
        await world.until(lambda: len(world.outcomes) == 60)
        assert len({(each.reference, each.part) for each in world.outcomes}) == 60
        assert len(world.unanswered) >= 6
        assert max(Counter(await world.taken()).values()) == 1


async def no_answer_in_time_is_an_unknown_that_its_receipt_resolves(end: End) -> None:
    await end.tell("order", what="silent", count=1)
    async with World(end, response_timeout=0.1) as world:
        await world.send([message(1)])
        await world.until(lambda: len(world.unanswered) == 1 and len(world.receipts) == 1)
        assert not world.accepted
        assert world.receipts[0].destination == FIRST + 1
        assert len(await world.taken()) == 1


async def an_answer_after_the_time_out_still_gives_the_id(end: End) -> None:
    await end.tell("hold")
    async with World(end, response_timeout=0.1) as world:
        await world.send([message(1)])
        await world.until(lambda: len(world.unanswered) == 1)
        await end.tell("release")
        await world.until(lambda: len(world.accepted) == 1)


async def no_more_than_the_window_is_ever_in_flight(end: End) -> None:
    await end.tell("hold")
    async with World(end, window=7) as world:
        sending = asyncio.create_task(world.send([message(reference) for reference in range(1, 21)]))
        await world.until_carrier("submits", 7)
        await world.session.query("unknown")  # A round trip: whatever was written before it has arrived.
        assert (await end.tell("stats"))["submits"] == 7
        assert not sending.done()
        await end.tell("release")
        await sending
        await world.until(lambda: len(world.accepted) == 20)


async def a_long_message_leaves_in_parts_with_a_header(end: End) -> None:
    await _send_long(end, udh=True)


async def a_long_message_leaves_in_parts_with_sar_parameters(end: End) -> None:
    await _send_long(end, udh=False)


async def _send_long(end: End, *, udh: bool) -> None:
    plain, wide = message(1, LONG, udh=udh), message(2, LONG + "✉", udh=udh)
    async with World(end) as world:
        await world.send([plain, wide])
        await world.until(lambda: len(world.accepted) == len(plain.segments) + len(wide.segments))
        taken = await world.taken()
        entries = (await end.tell("journal"))["entries"]
    for each in (plain, wide):
        assert len(each.segments) > 1
        parts = [part for digest, part in taken if digest == end.digest(each.destination)]
        assert parts == list(range(1, len(each.segments) + 1))
    assert {entry["parts"] for entry in entries} == {len(plain.segments), len(wide.segments)}


async def one_part_refused_does_not_hide_what_became_of_the_others(end: End) -> None:
    await end.tell("order", what="refuse", count=1)
    long = message(1, LONG)
    async with World(end) as world:
        await world.send([long])
        await world.until(lambda: len(world.outcomes) == len(long.segments))
        assert [each.part for each in world.rejected] == [1]
        assert sorted(each.part for each in world.accepted.values()) == list(range(2, len(long.segments) + 1))


async def a_stop_reaches_the_consumer_with_its_number(end: End) -> None:
    async with World(end) as world:
        await end.tell("reply", number=str(FIRST + 5), to=SENDER, text="STOP")
        await world.until(lambda: len(world.replies) == 1)
        reply = world.replies[0]
        assert (reply.source, reply.to, reply.text.reveal()) == (FIRST + 5, SENDER, "STOP")
        assert "STOP" not in repr(reply)
        assert str(FIRST + 5) not in repr(reply)


async def accents_and_emoji_of_a_reply_arrive_whole(end: End) -> None:
    async with World(end) as world:
        for text in ("Arrêtez ça, à présent", "non merci 😡", "c'est [noté] pour 10 €"):
            await end.tell("reply", number=str(FIRST), to=SENDER, text=text)
        await world.until(lambda: len(world.replies) == 3)
        assert [each.text.reveal() for each in world.replies] == [
            "Arrêtez ça, à présent",
            "non merci 😡",
            "c'est [noté] pour 10 €",
        ]


async def a_reply_is_answered_only_once_it_is_stored(end: End) -> None:
    async with World(end, consume=False) as world:
        await end.tell("reply", number=str(FIRST), to=SENDER, text="STOP")
        await world.session.receive()
        await world.session.query("unknown")
        assert (await end.tell("stats"))["replies_answered"] == 0
        world.session.stored()
        await world.until_carrier("replies_answered", 1)
        world.start_consuming()


async def our_end_answers_enquire_link(end: End) -> None:
    async with World(end) as world:
        await end.tell("enquire")
        await world.until_carrier("enquiries_answered", 1)


async def a_carrier_that_answers_nothing_any_more_is_left_and_bound_anew(end: End) -> None:
    async with World(end, enquire_every=0.02, response_timeout=0.2) as world:
        await end.tell("deaf", on=True)
        await world.until_carrier("binds", 2)
        await end.tell("deaf", on=False)


async def a_pair_of_links_sends_on_one_and_receives_on_the_other(end: End) -> None:
    async with World(end, mode="pair") as world:
        assert (await end.tell("stats"))["binds"] == 2
        await world.send([message(reference) for reference in range(1, 11)])
        await world.until(lambda: len(world.receipts) == 10 and len(world.accepted) == 10)


async def a_wrong_password_stops_the_route_at_once(end: End) -> None:
    with pytest.raises(RouteStoppedError) as caught:
        async with World(end, password="wrong"):
            pass
    assert caught.value.status == 0x0E


async def a_carrier_that_holds_us_back_is_held_back_in_turn(end: End) -> None:
    async with World(end, inbox=10, consume=False, window=20, response_timeout=5) as world:
        for start in range(0, 100, 20):
            await world.session.credit(20)
            world.session.submit_now([message(start + offset) for offset in range(1, 21)])
            if start == 0:
                world.start_consuming()
        await world.until(lambda: len(world.receipts) == 100 and len(world.accepted) == 100)
        assert not world.unanswered


async def the_state_of_a_message_can_be_asked_for(end: End) -> None:
    async with World(end) as world:
        await world.send([message(1)])
        await world.until(lambda: len(world.receipts) == 1 and len(world.accepted) == 1)
        (carrier_id,) = world.accepted
        answer = await world.session.query(carrier_id, sender=SENDER)
        assert answer
        assert (answer.carrier_id, answer.state) == (carrier_id, State.DELIVERED)


async def a_closed_session_has_let_its_parts_land_and_gives_no_credit(end: End) -> None:
    world = World(end)
    async with world:
        await world.send([message(reference, validity=timedelta(days=2, seconds=5)) for reference in range(1, 31)])
    assert len(world.accepted) == 30
    with pytest.raises(ClosedError):
        await world.session.credit(1)


CASES: Final[list[Case]] = [
    case for name, case in list(globals().items()) if asyncio.iscoroutinefunction(case) and not name.startswith("_")
]
