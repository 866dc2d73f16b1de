"""SIP as RFC 3261 has it, moment by moment: transactions, timers, refusals, and nothing left behind."""

import pytest
from tests.voice.lab import Caller, codes, header, lab, methods, offer

from selfcontact.voice.flow import Exit
from selfcontact.voice.settings import Limits


def test_an_invite_is_answered_at_once_and_a_bye_ends_the_call() -> None:
    with lab() as world:
        caller = Caller(world)
        (answer,) = caller.invite()
        assert codes([answer]) == [200]
        assert "m=audio 42" in answer
        assert "a=rtpmap:101 telephone-event/8000" in answer
        caller.acknowledge()
        world.after(1.0)
        assert codes(caller.bye()) == [200]
        world.after(40)
        assert world.is_empty()
        ((line, seconds, outcome),) = world.ended
        assert (line, outcome) == ("line-1", Exit.LEFT)
        assert seconds == pytest.approx(1.0, abs=0.03)


def test_an_answer_that_is_not_acknowledged_is_repeated_and_then_the_call_is_given_up() -> None:
    with lab() as world:
        Caller(world).invite()
        later = world.after(31.9)
        # After 0.5, 1, 2, then every 4 seconds (RFC 3261, section 13.3.1.4).
        assert codes(later) == [200] * 10
        goodbye = world.after(0.2)
        assert methods(goodbye) == ["BYE"]
        assert world.ended[0][2] is Exit.LOST
        world.after(70)
        assert world.is_empty()


def test_a_repeated_invite_gets_the_same_answer_and_no_second_call() -> None:
    with lab() as world:
        caller = Caller(world)
        text = caller.message("INVITE", body=offer(), headers="Content-Type: application/sdp\n")
        first, second = world.say(text), world.say(text)
        assert first == second
        assert world.board.gate.calls == 1


def test_the_same_invite_by_another_way_is_a_loop() -> None:
    with lab() as world:
        caller = Caller(world)
        text = caller.message("INVITE", body=offer(), headers="Content-Type: application/sdp\n")
        world.say(text)
        assert codes(world.say(text.replace(caller.branch, "z9hG4bKother"))) == [482]


def test_a_refusal_is_repeated_until_it_is_acknowledged() -> None:
    with lab() as world:
        caller = Caller(world, called="33199009999")
        assert codes(caller.invite()) == [404]
        assert codes(world.after(1.6)) == [404, 404]
        caller.say("ACK", new=False)
        assert world.after(10) == []
        assert world.is_empty()


def test_a_refusal_that_is_never_acknowledged_is_given_up() -> None:
    with lab() as world:
        Caller(world, called="33199009999").invite()
        world.after(33)
        assert world.is_empty()


def test_over_tcp_a_refusal_is_said_once() -> None:
    with lab() as world:
        assert codes(Caller(world, called="33199009999", tcp=True).invite()) == [404]
        assert world.after(40) == []
        assert world.is_empty()


def test_over_tcp_an_answer_is_repeated_all_the_same() -> None:
    # The acknowledgement of a 200 comes from the other end, not from the next hop (RFC 3261, section 13.3.1.4).
    with lab() as world:
        caller = Caller(world, tcp=True)
        caller.invite()
        assert codes(world.after(1.6)) == [200, 200]
        caller.acknowledge()
        assert codes(world.after(1)) == []


@pytest.mark.parametrize("moment", [0.0, 0.5, 1.9])
def test_a_cancelled_ringing_call_is_terminated(moment: float) -> None:
    with lab(ring=2.0) as world:
        caller = Caller(world)
        assert codes(caller.invite()) == [180]
        world.after(moment)
        assert codes(caller.cancel()) == [200, 487]
        caller.say("ACK", new=False)
        world.after(40)
        assert world.is_empty()
        assert world.ended == []


@pytest.mark.parametrize("acknowledged", [False, True])
def test_a_cancel_that_comes_after_the_answer_changes_nothing(*, acknowledged: bool) -> None:
    with lab() as world:
        caller = Caller(world)
        caller.invite()
        branch = caller.branch
        if acknowledged:
            caller.acknowledge()
            caller.branch = branch
        assert codes(caller.cancel()) == [200]
        assert world.board.gate.calls == 1
        if not acknowledged:
            caller.acknowledge()
        caller.bye()
        world.after(40)
        assert world.is_empty()


def test_a_cancel_of_nothing_is_told_so() -> None:
    with lab() as world:
        assert codes(Caller(world).say("CANCEL")) == [481]


@pytest.mark.parametrize("ring", [0.0, 2.0])
def test_a_call_given_up_in_any_state_leaves_nothing(ring: float) -> None:
    with lab(ring=ring) as world:
        caller = Caller(world)
        caller.invite()
        world.board.hang_up_all()
        world.after(70)
        assert world.is_empty()


@pytest.mark.parametrize("method", ["BYE", "INFO", "INVITE"])
def test_a_request_of_an_unknown_call_is_told_so(method: str) -> None:
    # So it is for every call of before when the server was restarted.
    with lab() as world:
        caller = Caller(world, to_tag="of-yesterday")
        assert codes(caller.say(method, body=offer(), headers="Content-Type: application/sdp\n")) == [481]


def test_a_request_that_comes_before_an_earlier_one_is_refused() -> None:
    with lab() as world:
        caller = Caller(world, sequence=10)
        caller.call()
        assert codes(caller.say("INFO", sequence=5)) == [500]


def test_options_are_told_what_we_speak() -> None:
    with lab() as world:
        (answer,) = Caller(world).say("OPTIONS")
        assert codes([answer]) == [200]
        assert header(answer, "Allow") == "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO"


def test_an_unknown_method_is_told_what_we_speak() -> None:
    with lab() as world:
        (answer,) = Caller(world).say("SUBSCRIBE")
        assert codes([answer]) == [405]
        assert "INVITE" in header(answer, "Allow")


def test_a_required_extension_that_we_do_not_speak_is_named() -> None:
    with lab() as world:
        (answer,) = Caller(world).invite(headers="Require: 100rel, timer\n")
        assert codes([answer]) == [420]
        assert header(answer, "Unsupported") == "100rel"


def test_a_stranger_gets_no_answer_to_anything() -> None:
    with lab() as world:
        for method in ("INVITE", "OPTIONS", "REGISTER", "BYE", "CANCEL"):
            text = Caller(world).message(method, body=offer(), headers="Content-Type: application/sdp\n")
            assert world.say(text, host="127.0.0.2") == []
        assert world.board.metrics.dropped == {"stranger": 5}
        assert world.is_empty()


def test_headers_are_given_back_letter_for_letter() -> None:
    with lab() as world:
        caller = Caller(
            world, headers='Record-Route: <sip:10.0.0.1;lr;odd="a,b">\nVia: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKb\n'
        )
        (answer,) = caller.invite()
        assert 'Record-Route: <sip:10.0.0.1;lr;odd="a,b">\r\n' in answer
        vias = [line for line in answer.split("\r\n") if line.startswith("Via")]
        assert vias[0].endswith(f"branch={caller.branch};received=127.0.0.1")
        assert vias[1] == "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKb"


def test_answers_go_to_the_port_that_the_request_came_from_when_it_asks_so() -> None:
    with lab() as world:
        caller = Caller(world)
        text = caller.message("OPTIONS").replace(f"branch={caller.branch}", f"rport;branch={caller.branch}")
        (answer,) = world.say(text, port=6123)
        assert world.sent[-1][1] == ("127.0.0.1", 6123)
        assert ";received=127.0.0.1;rport=6123" in answer


def test_our_goodbye_never_goes_to_an_address_outside_the_trunk() -> None:
    with lab() as world:
        caller = Caller(world)
        text = caller.message("INVITE", body=offer(), headers="Content-Type: application/sdp\n")
        world.say(text.replace("caller@127.0.0.1:5070", "caller@203.0.113.9:5070"))
        world.board.hang_up_all()
        assert methods([world.sent[-1][0]]) == ["BYE"]
        assert world.sent[-1][1] == ("127.0.0.1", 5070)


def test_beyond_the_cap_of_the_process_the_edge_is_told_to_go_elsewhere() -> None:
    with lab(limits=Limits(calls=2, per_caller=100)) as world:
        Caller(world).call()
        Caller(world).call()
        (answer,) = Caller(world).invite()
        assert codes([answer]) == [503]
        assert header(answer, "Retry-After") == "10"


def test_a_port_range_that_is_used_up_refuses_calls_and_counts_nothing_wrongly() -> None:
    with lab(ports=(43000, 43004)) as world:
        callers = [Caller(world) for _ in range(3)]
        assert [codes(caller.invite()) for caller in callers] == [[200], [200], [503]]
        for caller in callers[:2]:
            caller.acknowledge()
            caller.bye()
        world.after(70)
        assert world.is_empty()
