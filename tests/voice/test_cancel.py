"""CANCEL at every moment of a call, and every order of what a caller's end may say: one call or none, never half."""

import re
from contextlib import ExitStack

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.voice.lab import Caller, Lab, codes, header, lab, methods, offer

from selfcontact.voice.flow import Exit

INVITED = "Content-Type: application/sdp\n"
STAGES = {(180, "INVITE"): "ringing", (200, "INVITE"): "answered", (487, "INVITE"): "over", (200, "BYE"): "over"}
EMPTY = {"calls": 0, "entered": 0, "ports": 0, "streams": 0}


def held(world: Lab) -> dict[str, int]:
    """Return what is held of calls, transactions apart: these wait for late copies."""
    return {name: world.board.holding[name] for name in EMPTY}


def said_of(answers: list[str]) -> list[tuple[int, str]]:
    """Return status and method of each response."""
    return [(code, header(text, "CSeq").split()[1]) for text in answers for code in codes([text])]


def test_a_cancel_that_overtakes_its_invite_finds_nothing_and_the_call_is_served() -> None:
    with lab() as world:
        caller = Caller(world)
        invite = caller.message("INVITE", body=offer(), headers=INVITED)
        cancel = caller.message("CANCEL", new=False, sequence=1)
        assert said_of(world.say(cancel)) == [(481, "CANCEL")]
        assert held(world) == EMPTY
        answers = world.say(invite)
        assert said_of(answers) == [(200, "INVITE")]
        caller._learn(answers)
        caller.acknowledge()
        world.after(1)
        assert codes(caller.bye()) == [200]
        world.after(70)
        assert world.is_empty()
        assert [outcome for *_, outcome in world.ended] == [Exit.LEFT]


def test_a_cancel_that_crosses_our_answer_changes_nothing_until_the_caller_says_goodbye() -> None:
    # The two in one read of the socket: ours was not yet on the wire when the caller gave up.
    with lab() as world:
        caller = Caller(world)
        answer, *_ = caller.invite()
        assert said_of(caller.cancel()) == [(200, "CANCEL")]
        # The tag in the answer to CANCEL is that of the call (RFC 3261, section 9.2).
        assert header(world.sent[-1][0], "To") == header(answer, "To")
        # Nobody acknowledged yet: the answer is repeated as if nothing had been said.
        assert said_of(world.after(1.6)) == [(200, "INVITE"), (200, "INVITE")]
        caller.acknowledge()
        assert held(world) == {"calls": 3, "entered": 1, "ports": 1, "streams": 1}
        assert codes(caller.bye()) == [200]
        world.after(70)
        assert world.is_empty()


@pytest.mark.parametrize("moment", [1.99, 2.0, 2.01])
def test_a_cancel_around_the_end_of_the_ringing_ends_the_call_or_comes_too_late_and_nothing_between(
    moment: float,
) -> None:
    with lab(ring=2.0) as world:
        caller = Caller(world)
        (ringing,) = caller.invite()
        later = world.after(moment)
        answers = caller.cancel()
        if moment < 2.0:
            assert (codes(later), said_of(answers)) == ([], [(200, "CANCEL"), (487, "INVITE")])
            assert header(answers[1], "To") == header(ringing, "To")
            assert held(world) == EMPTY
            caller.say("ACK", new=False)
        else:
            assert (codes(later), said_of(answers)) == ([200], [(200, "CANCEL")])
            caller.acknowledge()
            assert held(world)["entered"] == 1
            caller.bye()
        world.after(70)
        assert world.is_empty()


def test_a_cancel_after_the_acknowledgement_is_too_late_then_of_nothing_and_the_call_goes_on() -> None:
    with lab(key_wait=100.0) as world:
        caller = Caller(world)
        caller.invite()
        text = caller.message("CANCEL", new=False, sequence=1)
        caller.acknowledge()
        # The INVITE is kept for its late copies (RFC 6026, section 7.1): there is something, but it is answered.
        assert said_of(world.say(text)) == [(200, "CANCEL")]
        world.after(32.1)
        assert said_of(world.say(text)) == [(481, "CANCEL")]
        assert held(world)["entered"] == 1
        caller.bye()
        world.after(70)
        assert world.is_empty()


@pytest.mark.parametrize("ring", [0.0, 2.0])
def test_a_repeated_cancel_is_answered_again_and_does_nothing_more(*, ring: float) -> None:
    with lab(ring=ring) as world:
        caller = Caller(world)
        caller.invite()
        text = caller.message("CANCEL", new=False, sequence=1)
        first = world.say(text)
        before = held(world)
        again = [world.say(text) for _ in range(3)]
        assert again == [first[:1]] * 3
        assert held(world) == before
        world.board.hang_up_all()
        world.after(110)
        assert world.is_empty()


def test_a_refusal_after_a_cancel_is_repeated_until_it_is_acknowledged_and_given_up_otherwise() -> None:
    with lab(ring=5.0) as world:
        caller = Caller(world)
        caller.invite()
        caller.cancel()
        assert said_of(world.after(1.6)) == [(487, "INVITE"), (487, "INVITE")]
        assert held(world) == EMPTY
        world.after(33)
        assert world.is_empty()


def test_a_refused_invite_can_be_cancelled_and_is_not_refused_twice() -> None:
    with lab() as world:
        caller = Caller(world, called="33199009999")
        assert codes(caller.invite()) == [404]
        assert said_of(caller.cancel()) == [(200, "CANCEL")]
        world.after(40)
        assert world.is_empty()


def test_a_cancel_of_a_later_offer_leaves_the_call_as_it_is() -> None:
    with lab(key_wait=100.0) as world:
        caller = Caller(world)
        caller.call()
        assert codes(caller.invite(body=offer(port=45002))) == [200]
        assert said_of(caller.cancel()) == [(200, "CANCEL")]
        caller.acknowledge()
        assert held(world)["streams"] == 1
        caller.bye()
        world.after(70)
        assert world.is_empty()


def test_a_goodbye_while_it_rings_ends_the_invite_too() -> None:
    with lab(ring=5.0) as world:
        caller = Caller(world)
        caller.invite()
        branch = caller.branch
        # RFC 3261, section 15.1.2: what is pending in the dialog is still answered.
        assert said_of(caller.bye()) == [(200, "BYE"), (487, "INVITE")]
        caller.branch, caller.sequence = branch, 1
        caller.say("ACK", new=False)
        world.after(40)
        assert world.is_empty()
        assert world.ended == []


class Talk(RuleBasedStateMachine):
    """A caller's end that says anything at any moment, and each thing again; `stage` is what it was told last."""

    @initialize(ring=st.sampled_from([0.0, 2.0]))
    def begin(self, ring: float) -> None:
        self.stack = ExitStack()
        self.world = self.stack.enter_context(lab(ring=ring))
        self.caller = Caller(self.world)
        self.texts = {"INVITE": self.caller.message("INVITE", body=offer(), headers=INVITED)}
        self.texts["CANCEL"] = self.caller.message("CANCEL", new=False, sequence=1)
        self.texts["REFUSED"] = self.caller.message("ACK", new=False, sequence=1)
        self.known: set[str] = set()
        self.goodbye = ""
        self.stage = "none"

    def hear(self, messages: list[str]) -> list[str]:
        """Take what the server says, once each, and return it."""
        for text in messages:
            if text not in self.known:
                self.known.add(text)
                self.take(text)
        return messages

    def take(self, text: str) -> None:
        stages = {
            (180, "INVITE"): "ringing",
            (200, "INVITE"): "answered",
            (487, "INVITE"): "over",
            (200, "BYE"): "over",
        }
        (said,) = said_of([text]) or [(0, "")]
        self.stage = stages.get(said, self.stage)
        if said[1] == "INVITE" and said[0] < 300:
            self.caller._learn([text])
        if methods([text]) == ["BYE"]:
            self.goodbye, self.stage = text, "over"

    @rule()
    def invite(self) -> None:
        self.hear(self.world.say(self.texts["INVITE"]))

    @rule()
    def cancel(self) -> None:
        before, heard = self.stage, {text for text in self.known if "CANCEL\r\n" in text}
        answers = self.hear(self.world.say(self.texts["CANCEL"]))
        (one, *others) = said_of(answers)
        assert one in ((200, "CANCEL"), (481, "CANCEL"))
        ends = before == "ringing" and answers[0] not in heard
        assert others == ([(487, "INVITE")] if ends else [])
        assert self.stage == ("over" if ends else before)

    @rule()
    def acknowledge_refusal(self) -> None:
        assert self.world.say(self.texts["REFUSED"]) == []

    @precondition(lambda self: self.caller.to_tag)
    @rule()
    def acknowledge(self) -> None:
        assert self.caller.acknowledge() == []
        self.stage = "up" if self.stage == "answered" else self.stage

    @precondition(lambda self: self.caller.to_tag)
    @rule()
    def say_goodbye(self) -> None:
        before = self.stage
        self.texts["BYE"] = self.caller.message("BYE")
        answers = said_of(self.hear(self.world.say(self.texts["BYE"])))
        expected = {"over": [(481, "BYE")], "ringing": [(200, "BYE"), (487, "INVITE")]}
        assert answers == expected.get(before, [(200, "BYE")])

    @precondition(lambda self: "BYE" in self.texts)
    @rule()
    def say_goodbye_again(self) -> None:
        before = self.stage
        assert codes(self.hear(self.world.say(self.texts["BYE"]))) in ([200], [481])
        assert self.stage == before

    @precondition(lambda self: self.goodbye)
    @rule(code=st.sampled_from([100, 200, 481]))
    def answer_goodbye(self, code: int) -> None:
        kept = re.findall(r"^(?:Via|From|To|Call-ID|CSeq): .*\r\n", self.goodbye, re.MULTILINE)
        assert self.world.say(f"SIP/2.0 {code} Said\r\n{''.join(kept)}\r\n".encode()) == []

    @rule(seconds=st.sampled_from([0.31, 1.73, 5.17, 33.01]))
    def wait(self, seconds: float) -> None:
        self.hear(self.world.after(seconds))

    @invariant()
    def a_call_is_held_whole_or_not_at_all(self) -> None:
        is_held = self.stage in {"ringing", "answered", "up"}
        whole = {"calls": 3, "entered": 1, "ports": 1, "streams": int(self.stage == "up")}
        assert held(self.world) == (whole if is_held else EMPTY), self.stage
        assert self.world.board.metrics.dropped == {}

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        with self.stack:
            self.hear(self.world.after(150))
            assert self.world.is_empty(), self.world.board.holding
            assert self.world.board.metrics.dropped == {}


def test_in_whatever_order_things_are_said_a_call_is_held_whole_or_not_at_all() -> None:
    run_state_machine_as_test(Talk, settings=settings(max_examples=150, stateful_step_count=12, deadline=None))
