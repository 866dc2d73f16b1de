"""What a caller's end may want during a call: to hold it, to resume it, to refresh it, to press keys."""

import pytest
from tests.voice.lab import Caller, Lab, codes, header, lab, listening, methods, offer, received
from tests.voice.world import CALLER, LINE_NUMBER, Book, never, parts, script

from selfcontact.voice.flow import Exit
from selfcontact.voice.script import Part
from selfcontact.voice.settings import Limits


def press(caller: Caller, *keys: str) -> None:
    """Press keys by INFO, each answered."""
    for key in keys:
        assert codes(caller.press(key)) == [200]


def now_playing(world: Lab) -> Part | None:
    """Return what the only call plays."""
    (call,) = world.board.calls.values()
    return call._state.part


def test_a_held_call_is_sent_nothing_and_goes_on_where_it_was() -> None:
    with lab() as world, listening() as phone:
        port = phone.getsockname()[1]
        caller = Caller(world)
        caller.call(body=offer(port=port))
        world.after(0.5)
        before = len(received(phone))
        assert before == pytest.approx(25, abs=1)
        (answer,) = caller.invite(body=offer(port=port, more="a=sendonly\n"))
        caller.acknowledge()
        assert "a=recvonly\r\n" in answer
        world.after(5)
        assert len(received(phone)) <= 1
        caller.invite(body=offer(port=port))
        caller.acknowledge()
        world.after(0.2)
        assert received(phone)[0][1] & 0x80, "the first packet after a silence is marked"
        assert now_playing(world) is Part.GREETING


def test_a_call_held_in_the_old_way_is_not_sent_to_nowhere() -> None:
    with lab() as world, listening() as phone:
        caller = Caller(world)
        caller.call(body=offer(port=phone.getsockname()[1]))
        assert codes(caller.invite(body=offer(host="0.0.0.0"))) == [200]  # noqa: S104 (a hold, RFC 2543)
        caller.acknowledge()
        world.after(1)
        assert received(phone) == []


def test_a_call_can_not_be_moved_to_a_stranger() -> None:
    with lab() as world:
        caller = Caller(world)
        caller.call()
        (call,) = world.board.calls.values()
        assert codes(caller.invite(body=offer(host="203.0.113.7"))) == [488]
        assert call.media.stream.address == ("127.0.0.1", 45000)


def test_an_invite_without_an_offer_refreshes_the_call() -> None:
    with lab() as world:
        caller = Caller(world)
        caller.call()
        (answer,) = caller.say("INVITE")
        assert codes([answer]) == [200]
        assert "m=audio" in answer


def test_a_refused_change_leaves_the_call_as_it_was() -> None:
    with lab() as world:
        caller = Caller(world)
        caller.call()
        assert codes(caller.invite(body=offer(formats="18"))) == [488]
        world.after(0.4)
        assert codes(caller.bye()) == [200]


def test_a_session_that_the_caller_does_not_refresh_ends() -> None:
    with lab(key_wait=1000.0) as world:
        caller = Caller(world, headers="Session-Expires: 90\nSupported: timer\n")
        (answer,) = caller.invite()
        assert header(answer, "Session-Expires") == "90;refresher=uac"
        assert header(answer, "Require") == "timer"
        caller.acknowledge()
        world.after(50)
        caller.invite()
        caller.acknowledge()
        assert "BYE" not in methods(world.after(59))
        assert "BYE" in methods(world.after(2))
        assert world.ended[0][2] is Exit.LOST
        world.after(70)
        assert world.is_empty()


def test_a_session_that_we_refresh_is_refreshed_until_the_caller_is_gone() -> None:
    with lab(key_wait=1000.0) as world:
        caller = Caller(world, headers="Session-Expires: 90;refresher=uas\nSupported: timer\nAllow: INVITE, UPDATE\n")
        (answer,) = caller.invite()
        assert header(answer, "Session-Expires") == "90;refresher=uas"
        caller.acknowledge()
        (update,) = world.after(45.1)
        assert methods([update]) == ["UPDATE"]
        world.say(f"SIP/2.0 200 OK\nVia: {header(update, 'Via')}\nCSeq: {header(update, 'CSeq')}\n\n")
        assert methods(world.after(44)) == []
        assert set(methods(world.after(34))) == {"UPDATE", "BYE"}
        assert world.ended[0][2] is Exit.LOST


def test_a_session_too_short_is_told_what_would_do() -> None:
    with lab() as world:
        (answer,) = Caller(world).invite(headers="Session-Expires: 30\nSupported: timer\n")
        assert codes([answer]) == [422]
        assert header(answer, "Min-SE") == "90"


def test_a_timer_that_nobody_could_keep_is_not_agreed_to() -> None:
    with lab() as world:
        (answer,) = Caller(world).invite(headers="Session-Expires: 90;refresher=uas\nSupported: timer\n")
        assert codes([answer]) == [200]
        assert "Session-Expires" not in answer


def test_the_longest_call_is_ended() -> None:
    with lab(longest_call=30.0, key_wait=1000.0) as world:
        Caller(world).call()
        assert "BYE" in methods(world.after(31))
        assert world.ended[0][2] is Exit.STOPPED


def test_two_nines_object_with_the_calling_number() -> None:
    with lab() as world:
        caller = Caller(world)
        caller.call()
        press(caller, "9", "9")
        ((line, number, done),) = world.objecting
        assert (line, number.reveal()) == ("line-1", CALLER)
        assert CALLER not in repr(world.board.calls)
        done(True)
        assert now_playing(world) is Part.OBJECTED
        world.after(2)
        assert world.ended[0][2] is Exit.OBJECTED


def test_an_objection_counts_even_when_the_caller_hangs_up_at_once() -> None:
    with lab() as world:
        caller = Caller(world)
        caller.call()
        press(caller, "9", "9")
        caller.bye()
        assert world.ended == []
        world.objecting[0][2](True)
        assert [outcome for *_, outcome in world.ended] == [Exit.OBJECTED]


def test_an_objection_that_was_not_written_is_not_counted_as_one() -> None:
    with lab() as world:
        caller = Caller(world)
        caller.call()
        press(caller, "9", "9")
        caller.bye()
        world.objecting[0][2](False)
        assert [outcome for *_, outcome in world.ended] == [Exit.LEFT]


@pytest.mark.parametrize(
    "headers,sender",
    [
        ("Privacy: id\nP-Asserted-Identity: <sip:+33639981234@127.0.0.1>\n", CALLER),
        ("", "anonymous"),
        ("", "12"),
    ],
    ids=["private though known", "anonymous", "no number"],
)
def test_a_withheld_number_objects_to_nothing_and_is_told_otherwise(headers: str, sender: str) -> None:
    with lab() as world:
        caller = Caller(world, number=sender, headers=headers)
        text = caller.message("INVITE", body=offer(), headers="Content-Type: application/sdp\n")
        caller._learn(world.say(text.replace(f"sip:+{sender}@", f"sip:{sender}@") if sender != CALLER else text))
        caller.acknowledge()
        press(caller, "9", "9")
        assert world.objecting == []
        assert now_playing(world) is Part.WITHHELD


def test_a_key_pressed_both_ways_counts_once() -> None:
    with lab() as world:
        caller = Caller(world)
        caller.call()
        (call,) = world.board.calls.values()
        call.key("rtp", "9")
        press(caller, "9")
        assert world.objecting == []
        call.key("rtp", "9")
        press(caller, "9")
        assert len(world.objecting) == 1


@pytest.mark.parametrize(
    "kind,body", [("application/dtmf", "0"), ("application/dtmf-relay", "Signal= 0\nDuration=250")]
)
def test_keys_come_in_either_kind_of_info(kind: str, body: str) -> None:
    with lab() as world:
        caller = Caller(world)
        caller.call()
        caller.say("INFO", body=body, headers=f"Content-Type: {kind}\n")
        assert now_playing(world) is Part.RIGHTS


def test_an_info_about_something_else_is_refused() -> None:
    with lab() as world:
        caller = Caller(world)
        caller.call()
        assert codes(caller.say("INFO", body="<x/>", headers="Content-Type: text/xml\n")) == [415]


def test_a_repeated_info_is_one_key() -> None:
    with lab() as world:
        caller = Caller(world)
        caller.call()
        text = caller.message("INFO", body="Signal=9\n", headers="Content-Type: application/dtmf-relay\n")
        assert codes(world.say(text) + world.say(text)) == [200, 200]
        assert world.objecting == []


def test_beyond_the_cap_of_a_line_a_caller_hears_that_it_is_busy() -> None:
    with lab(book=Book({LINE_NUMBER: script(most_calls=1)})) as world:
        Caller(world).call()
        busy = Caller(world)
        busy.call()
        press(busy, "9", "9")
        assert world.objecting == []
        assert set(methods(world.after(1.5))) == {"BYE"}
        assert world.ended[0][2] is Exit.BUSY


def test_without_a_busy_prompt_or_beyond_those_a_caller_gets_486() -> None:
    quiet = script(
        most_calls=1, parts={"fr": {part: prompt for part, prompt in parts().items() if part is not Part.BUSY}}
    )
    with lab(book=Book({LINE_NUMBER: quiet})) as world:
        Caller(world).call()
        assert codes(Caller(world).invite()) == [486]
    with lab(book=Book({LINE_NUMBER: script(most_calls=1)}), limits=Limits(busy_prompts=1)) as world:
        assert [codes(Caller(world).invite()) for _ in range(3)] == [[200], [200], [486]]


def test_a_number_that_calls_over_and_over_is_busy_until_the_window_has_passed() -> None:
    with lab(limits=Limits(per_caller=2, per_caller_window=60.0)) as world:
        assert [codes(Caller(world).invite()) for _ in range(3)] == [[200], [200], [486]]
        assert codes(Caller(world, number="33639989999").invite()) == [200]
        world.after(61)
        assert codes(Caller(world).invite()) == [200]
        world.after(61)
        world.board.sweep()
        assert len(world.board.gate.callers) == 0


def test_during_the_drain_new_calls_are_sent_elsewhere_and_others_go_on() -> None:
    with lab() as world:
        caller = Caller(world)
        caller.call()
        world.board.gate.draining = True
        assert codes(Caller(world).invite()) == [503]
        assert codes(Caller(world).say("OPTIONS")) == [503]
        press(caller, "0")
        assert now_playing(world) is Part.RIGHTS


def test_a_script_that_lacks_a_part_is_refused_by_name() -> None:
    lacking = {part: prompt for part, prompt in parts().items() if part is not Part.RIGHTS}
    with pytest.raises(ValueError, match="rights"):
        script(parts={"fr": lacking}, silent=never)
