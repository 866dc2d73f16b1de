"""Offers of a bad world: none of them begins a call, and none leaves anything behind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.voice.lab import Caller, codes, lab, offer

from selfcontact.voice.g711 import Law
from selfcontact.voice.sdp import Offer, UnacceptableError
from selfcontact.voice.trunk import Trunk

BAD = {
    "no G.711": offer(formats="18 101"),
    "SRTP only": offer(protocol="RTP/SAVP"),
    "port 0": offer(port=0),
    "a port of the system": offer(port=22),
    "a port beyond": offer(port=70000),
    "a foreign address": offer(host="203.0.113.7"),
    "a name": offer(host="media.example.org"),
    "a multicast group": offer(host="224.2.1.1/127"),
    "no address": offer().replace("c=IN IP4 127.0.0.1\n", ""),
    "another version": offer().replace("v=0", "v=1"),
    "no media": "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nt=0 0\n",
    "video only": offer().replace("m=audio", "m=video"),
    "no SDP": "hello",
    "nothing but lines": "\n\n\n",
    "too many media": offer() + "m=video 5000 RTP/AVP 96\n" * 20,
    "a control sign": offer(more="a=x\x00y\n"),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_a_bad_offer_is_refused_and_leaves_nothing(body: str) -> None:
    with lab() as world:
        caller = Caller(world)
        assert codes(caller.invite(body=body)) == [488]
        caller.say("ACK", new=False)
        world.after(40)
        assert world.is_empty()


def test_an_invite_that_wants_us_to_offer_is_refused() -> None:
    with lab() as world:
        assert codes(Caller(world).say("INVITE")) == [488]


def test_a_body_of_another_kind_is_told_what_we_take() -> None:
    with lab() as world:
        (answer,) = Caller(world).say("INVITE", body="<x/>", headers="Content-Type: text/xml\n")
        assert codes([answer]) == [415]
        assert "Accept: application/sdp\r\n" in answer


@pytest.mark.parametrize("formats,law", [("8 0", Law.ALAW), ("0 8", Law.ULAW), ("18 9 0", Law.ULAW)])
def test_the_caller_s_first_law_is_taken(formats: str, law: Law) -> None:
    assert Offer.read(offer(formats=formats).encode()).law is law


def test_what_else_is_offered_is_refused_in_its_place() -> None:
    with lab() as world:
        body = "m=video 6000 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
        (answer,) = Caller(world).invite(body=offer() + body)
        lines = [line for line in answer.split("\r\n") if line.startswith("m=")]
        assert [line.split()[0] for line in lines] == ["m=audio", "m=video"]
        assert lines[1] == "m=video 0 RTP/AVP 96"


def test_secure_audio_beside_plain_audio_is_refused_and_plain_audio_taken() -> None:
    with lab() as world:
        body = offer(protocol="RTP/SAVP") + "m=audio 45002 RTP/AVP 8\n"
        (answer,) = Caller(world).invite(body=body)
        lines = [line for line in answer.split("\r\n") if line.startswith("m=")]
        assert lines[0].startswith("m=audio 0 RTP/SAVP")
        assert lines[1].startswith("m=audio 42")


def test_an_offer_without_key_events_is_answered_without() -> None:
    with lab() as world:
        (answer,) = Caller(world).invite(body=offer(formats="8"))
        assert "telephone-event" not in answer


def test_audio_may_go_to_the_media_network_of_the_trunk_and_nowhere_else() -> None:
    trunk = Trunk(name="carrier", networks=("127.0.0.1/32",), media=("127.0.8.0/24",))
    with lab(trunks=(trunk,)) as world:
        assert codes(Caller(world).invite(body=offer(host="127.0.8.9"))) == [200]
        assert codes(Caller(world).invite(body=offer(host="127.0.0.1"))) == [488]


def test_a_trunk_that_calls_from_anywhere_has_audio_sent_to_the_caller_only() -> None:
    trunk = Trunk(name="carrier", networks=("0.0.0.0/0",))
    assert trunk.carries("203.0.113.7", "203.0.113.7")
    assert not trunk.carries("203.0.113.8", "203.0.113.7")


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: ("v=0\r\n" + text).encode()))
def test_whatever_the_bytes_an_offer_is_read_or_refused(body: bytes) -> None:
    try:
        Offer.read(body)
    except UnacceptableError:
        return
