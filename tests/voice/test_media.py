"""Audio and keys on the wire: from the caller only, to the caller only, and each key once."""

import socket
import struct

import pytest
from tests.voice.lab import Caller, FakeLoop, Lab, lab, listening, offer, received

from selfcontact.voice.flow import Exit
from selfcontact.voice.g711 import Law
from selfcontact.voice.pacer import Pacer, Pacing
from selfcontact.voice.rtcp import Reports
from selfcontact.voice.rtp import KeyEvents, Packet, Reception, Stream
from selfcontact.voice.script import Part
from selfcontact.voice.sieve import listen_for_keys
from selfcontact.voice.trunk import Trunk


def packet(
    sequence: int, *, payload_type: int = 8, timestamp: int = 0, ssrc: int = 7, payload: bytes = bytes(160)
) -> bytes:
    """Write a packet of RTP."""
    return struct.pack("!BBHII", 0x80, payload_type, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc) + payload


def event(digit: int, sequence: int, timestamp: int, *, end: bool = False, duration: int = 160) -> bytes:
    """Write a packet of a key event (RFC 4733)."""
    payload = struct.pack("!BBH", digit, 0x8A if end else 0x0A, duration)
    return packet(sequence, payload_type=101, timestamp=timestamp, payload=payload)


def told(*packets: bytes) -> list[str]:
    """Return the keys that packets tell of."""
    keys = KeyEvents()
    read = (Packet.read(data) for data in packets)
    return [key for one in read if one and (key := keys.read(one))]


def test_a_key_that_comes_in_many_packets_is_one_key() -> None:
    press = [event(9, number, 1000) for number in range(5)] + [
        event(9, 5 + number, 1000, end=True) for number in range(3)
    ]
    assert told(*press) == ["9"]


def test_a_key_whose_beginning_was_lost_is_told_by_its_end() -> None:
    assert told(event(11, 8, 1000, end=True), event(11, 9, 1000, end=True)) == ["#"]


def test_the_same_key_twice_is_two_keys() -> None:
    assert told(event(9, 1, 1000), event(9, 2, 1000, end=True), event(9, 3, 2600), event(9, 4, 2600, end=True)) == [
        "9",
        "9",
    ]


def test_a_packet_that_comes_late_tells_of_no_new_key() -> None:
    assert told(event(1, 1, 1000), event(9, 5, 4000), event(1, 2, 1000, end=True)) == ["1", "9"]


def test_events_that_are_no_keys_are_left_out() -> None:
    assert told(event(16, 1, 1000), event(200, 2, 2000)) == []


@pytest.mark.parametrize("data", [b"", b"\x80", bytes(12), b"\x9f" + bytes(11), b"\x90" + bytes(13), b"\xff" * 11])
def test_what_is_no_packet_breaks_nothing(data: bytes) -> None:
    read = Packet.read(data)
    assert read is None or KeyEvents().read(read) is None


def on_call(world: Lab, phone: socket.socket, **given: str) -> tuple[Caller, tuple[str, int]]:
    """Call, and return where the caller's audio goes."""
    caller = Caller(world)
    caller.call(body=offer(port=phone.getsockname()[1], **given))
    (call,) = world.board.calls.values()
    return caller, ("127.0.0.1", call.media.port)


def playing(world: Lab) -> Part | None:
    """Return what the only call plays."""
    (call,) = world.board.calls.values()
    return call._state.part


def test_key_events_reach_the_call() -> None:
    with lab() as world, listening() as phone:
        _, line = on_call(world, phone)
        for number in range(3):
            phone.sendto(event(0, number, 1000, end=number > 0), line)
        world.loop.read()
        assert playing(world) is Part.RIGHTS


def test_a_caller_behind_a_translator_is_followed_once() -> None:
    with lab() as world, listening() as said, listening() as real, listening() as other:
        _, line = on_call(world, said)
        for sock in (real, other):
            sock.sendto(packet(16), line)
            world.loop.read()
        world.after(0.5)
        assert len(received(real)) >= 24
        assert received(other) == []
        assert len(received(said)) <= 1


def test_a_stranger_s_packets_move_nothing_and_press_nothing() -> None:
    with lab(trunks=(Trunk(name="t", networks=("127.0.0.1/32",)),)) as world, listening() as phone:
        _, line = on_call(world, phone)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            stranger.bind(("127.0.0.2", 0))
            stranger.setblocking(False)
            stranger.sendto(event(0, 16, 1000), line)
            stranger.sendto(packet(16), line)
            world.loop.read()
            world.after(0.5)
            assert received(stranger) == []
        assert playing(world) is Part.GREETING
        assert len(received(phone)) >= 24


def test_a_new_offer_lets_the_caller_be_followed_anew() -> None:
    with lab() as world, listening() as first, listening() as second:
        caller, line = on_call(world, first)
        first.sendto(packet(16), line)
        world.loop.read()
        caller.invite(body=offer(port=second.getsockname()[1]))
        caller.acknowledge()
        received(first)
        world.after(0.5)
        assert received(first) == []
        assert len(received(second)) >= 24


def test_a_caller_who_was_heard_and_then_is_not_is_gone() -> None:
    with lab(key_wait=1000.0, silence_limit=30.0) as world, listening() as phone:
        _, line = on_call(world, phone)
        phone.sendto(packet(16), line)
        world.loop.read()
        world.sweep_for(29.8)
        assert world.ended == []
        world.sweep_for(1)
        assert world.ended[0][2] is Exit.LOST
        world.after(70)
        assert world.is_empty()


def test_a_caller_who_never_sends_audio_hears_everything_all_the_same() -> None:
    with lab(silence_limit=1.0) as world, listening() as phone:
        on_call(world, phone)
        world.sweep_for(30)
        assert world.ended[0][2] is Exit.HEARD


def test_reports_from_the_caller_are_signs_of_life() -> None:
    with lab(key_wait=1000.0, silence_limit=30.0) as world, listening() as phone:
        _, line = on_call(world, phone)
        phone.sendto(packet(16), line)
        world.loop.read()
        for _ in range(5):
            world.sweep_for(20)
            phone.sendto(struct.pack("!BBHI", 0x80, 201, 1, 7), (line[0], line[1] + 1))
            world.loop.read()
        assert world.ended == []


def test_what_a_caller_says_does_not_enter_the_process_beyond_one_packet_in_sixteen() -> None:
    with listening() as ear, listening() as mouth:
        assert listen_for_keys(ear, 101)
        for number in range(64):
            mouth.sendto(packet(number), ear.getsockname())
        mouth.sendto(event(9, 65, 1), ear.getsockname())
        mouth.sendto(b"\x00" * 40, ear.getsockname())
        read = [one for data in received(ear) if (one := Packet.read(data))]
        assert [one.sequence for one in read] == [0, 16, 32, 48, 65]


def test_a_flood_on_one_port_is_read_in_pieces() -> None:
    with lab() as world, listening() as phone:
        _, line = on_call(world, phone)
        for number in range(2000):
            phone.sendto(event(1, number, 100 * number), line)
        world.loop.read()
        assert world.loop.now == 1000.0
        assert len(world.board.calls) == 1


def test_the_other_end_s_report_of_our_stream_is_read() -> None:
    with listening() as sock:
        stream = Stream(sock, ("127.0.0.1", 9), Law.ALAW)
        ours = Reports(stream, "us")
        sent_at, middle = 100.0, (100 & 0xFFFF) << 16
        block = struct.pack("!IIIIII", stream.ssrc, 64 << 24 | 10, 500, 80, middle, 65536)
        quality = ours.read(struct.pack("!BBHI", 0x81, 201, 7, 99) + block, sent_at + 1.25)
        assert quality
        assert quality.lost == pytest.approx(0.25)
        assert quality.jitter == pytest.approx(0.01)
        assert quality.round_trip == pytest.approx(0.25, abs=0.001)


def test_a_report_about_another_stream_tells_nothing() -> None:
    with listening() as sock:
        stream = Stream(sock, ("127.0.0.1", 9), Law.ALAW)
        block = struct.pack("!IIIIII", stream.ssrc ^ 1, 64 << 24, 500, 80, 0, 0)
        assert Reports(stream, "us").read(struct.pack("!BBHI", 0x81, 201, 7, 99) + block, 1.0) is None


def test_our_report_says_what_was_sent_and_estimates_what_was_lost() -> None:
    with listening() as sock:
        stream = Stream(sock, ("127.0.0.1", 9), Law.ALAW)
        for _ in range(7):
            stream.tick()
        reception = Reception()
        # Of the sixteenths from 0 to 304, every other one came.
        for number in range(0, 320, 32):
            read = Packet.read(packet(number, timestamp=160 * number))
            assert read
            reception.take(read, number * 0.02, timed=True)
        data = Reports(stream, "us").write(reception, 50.5, last=True)
        version, kind, length, ssrc, seconds, _, timestamp, packets, octets = struct.unpack_from("!BBHIIIIII", data)
        assert (version, kind, length, ssrc) == (0x81, 200, 12, stream.ssrc)
        assert (seconds, timestamp, packets, octets) == (50, stream.timestamp, 7, 1120)
        _, counted, highest = struct.unpack_from("!III", data, 28)
        assert counted >> 24 == pytest.approx(256 * 9 / 19, abs=1)
        assert highest == 288
        assert data.endswith(struct.pack("!BBHI", 0x81, 203, 1, stream.ssrc))


def test_a_reporting_stream_reports_every_five_seconds_on_the_odd_port() -> None:
    with (
        lab(key_wait=1000.0) as world,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as reports,
        listening() as phone,
    ):
        reports.bind(("127.0.0.1", 0))
        reports.setblocking(False)
        on_call(world, phone, more=f"a=rtcp:{reports.getsockname()[1]}\n")
        world.sweep_for(16)
        kinds = [data[1] for data in received(reports)]
        assert 3 <= len(kinds) <= 4
        assert set(kinds) == {200}


def test_the_beat_does_not_drift_and_makes_up_for_a_short_delay() -> None:
    loop = FakeLoop()
    with listening() as sock:
        pacer, stream = Pacer(loop), Stream(sock, ("127.0.0.1", 9), Law.ALAW)
        leave = pacer.add(stream, "line")
        loop.pass_(10.0)
        assert stream.packets == pytest.approx(500, abs=1)
        # The loop was busy for 90 ms; nothing is lost.
        loop.now += 0.09
        loop.pass_(0.91)
        assert stream.packets == pytest.approx(550, abs=1)
        leave()
        loop.pass_(1.0)
        assert loop.pending == 0


def test_after_a_long_stall_there_is_no_burst_and_the_clock_of_the_stream_has_gone_on() -> None:
    loop = FakeLoop()
    with listening() as sock:
        pacer, stream = Pacer(loop), Stream(sock, ("127.0.0.1", 9), Law.ALAW)
        pacer.add(stream, "line")
        loop.pass_(1.0)
        before, timestamp = stream.packets, stream.timestamp
        loop.now += 3.0
        loop.pass_(0.1)
        assert stream.packets - before <= 8
        assert (stream.timestamp - timestamp) % 2**32 == pytest.approx(3.1 * 8000, abs=400)
        assert pacer.pacing.stalls == 1


def test_late_packets_are_counted_for_the_line_that_sent_them() -> None:
    loop = FakeLoop()
    with listening() as sock:
        pacer = Pacer(loop)
        streams = [Stream(sock, ("127.0.0.1", 9), Law.ALAW) for _ in range(3)]
        leave = pacer.add(streams[0], "alone")
        loop.pass_(1.0)
        leave()
        for stream in streams[1:]:
            pacer.add(stream, "crowded")
        loop.pass_(0.5)
        loop.now += 0.09
        loop.pass_(0.5)
        assert pacer.lines["alone"].late() == 0
        assert pacer.lines["crowded"].late() > 0
        assert pacer.lines["crowded"].percentile(0.999) > 0.08 > pacer.lines["alone"].percentile(0.999)
        counted = [sum(pacing.gaps) for pacing in pacer.lines.values()]
        assert sum(counted) == sum(pacer.pacing.gaps)


def test_late_packets_are_told_from_others() -> None:
    pacing = Pacing()
    for gap, streams in ((0.02, 989), (0.05, 10), (0.3, 1)):
        pacing.take(gap, streams)
    assert pacing.late() == pytest.approx(0.011)
    assert pacing.percentile(0.9) == pytest.approx(0.02)
    assert pacing.percentile(0.999) == pytest.approx(0.05)
