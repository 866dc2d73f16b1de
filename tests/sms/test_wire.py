"""The codec: what is written can be read again, and nothing that arrives can bring it down."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.sms.address import write_sender
from selfcontact.sms.bind import Bind, read_bind, write_bind
from selfcontact.sms.deliver import read_incoming, write_deliver
from selfcontact.sms.gateway import Reply, State, Submission
from selfcontact.sms.message import UDHI, read_message
from selfcontact.sms.parts import read_part
from selfcontact.sms.pdu import MESSAGE_PAYLOAD, SUBMIT, MalformedError, Pdu, frame, read_tlvs, tlv
from selfcontact.sms.query import read_answer, read_query, write_answer, write_query
from selfcontact.sms.stream import LONGEST, Splitter
from selfcontact.sms.submit import check, write_part
from selfcontact.sms.validity import read_validity, write_validity

NOW: Final = datetime(2027, 3, 1, 12, tzinfo=UTC)
names = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=11)
numbers = st.integers(33639980000, 33639989999)
submissions = st.builds(
    Submission,
    reference=st.integers(0, 2**40),
    destination=numbers,
    sender=names,
    segments=st.lists(st.binary(min_size=1, max_size=153), min_size=1, max_size=6).map(tuple),
    data_coding=st.sampled_from([0, 8]),
    udh=st.booleans(),
    validity=st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=30)),
)


@given(submissions)
def test_every_part_that_is_written_can_be_read(submission: Submission) -> None:
    check(submission)
    total = len(submission.segments)
    for number, segment in enumerate(submission.segments, 1):
        message = read_message(write_part(submission, number))
        part = read_part(message)
        assert (part.text, part.number, part.total) == (segment, number, total)
        assert message.destination == str(submission.destination).encode()
        assert message.source == submission.sender.encode()
        assert (message.data_coding, message.registered) == (submission.data_coding, 1)
        assert bool(message.esm_class & UDHI) == (submission.udh and total > 1)
        if submission.validity:
            assert read_validity(message.validity) == int(submission.validity.total_seconds())


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 99), st.binary(max_size=200))), st.data())
def test_a_stream_may_be_cut_anywhere(pdus: list[tuple[int, int, bytes]], data: st.DataObject) -> None:
    octets = b"".join(frame(command, status, 7, body) for command, status, body in pdus)
    splitter, found, at = Splitter(), [], 0
    while at < len(octets):
        end = data.draw(st.integers(at + 1, len(octets)))
        found += splitter.feed(octets[at:end])
        at = end
    assert found == [Pdu(command, status, 7, body) for command, status, body in pdus]
    assert not splitter.fault


@given(st.lists(st.binary(max_size=300), max_size=10))
def test_garbage_gives_pdus_or_a_fault_and_never_a_crash(chunks: list[bytes]) -> None:
    splitter = Splitter()
    for chunk in chunks:
        assert all(len(pdu.body) <= LONGEST for pdu in splitter.feed(chunk))


@pytest.mark.parametrize("length", [0, 15, LONGEST + 1, 0xFFFFFFFF])
def test_an_impossible_length_ends_the_stream_and_keeps_what_came_before(length: int) -> None:
    splitter = Splitter()
    broken = length.to_bytes(4) + b"\0" * 12
    assert len(splitter.feed(frame(SUBMIT, 0, 1, b"x") + broken)) == 1
    assert splitter.fault
    assert splitter.feed(frame(SUBMIT, 0, 2)) == []


@given(st.binary(max_size=300))
def test_a_body_of_random_octets_is_read_or_malformed(body: bytes) -> None:
    for read in (read_message, read_bind, read_query, read_answer):
        with suppress(MalformedError):
            read(body)
    with suppress(MalformedError):
        read_incoming(body, NOW)
    read_validity(body[:16])
    read_tlvs(body, 0)


@given(numbers, st.integers(0, 255), st.integers(0, 255), st.binary(max_size=160), st.binary(max_size=40))
def test_a_delivery_of_any_content_is_read(number: int, esm: int, coding: int, text: bytes, tail: bytes) -> None:
    item = read_incoming(write_deliver(str(number).encode(), "CANDIDAT", esm, coding, text, tail), NOW)
    assert (item.source if isinstance(item, Reply) else item.destination) == number


@given(names, st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=8))
def test_a_bind_is_read_as_written_and_does_not_show_its_password(system_id: str, password: str) -> None:
    bind = Bind(system_id, password, "")
    assert read_bind(write_bind(bind)) == bind
    assert repr(bind) == f"Bind(system_id={system_id!r})"


@pytest.mark.parametrize(
    "sender, kind", [("CANDIDAT", b"\x05\x00"), ("36180", b"\x03\x00"), ("33639980001", b"\x01\x01")]
)
def test_a_sender_is_a_name_a_short_code_or_a_number(sender: str, kind: bytes) -> None:
    assert write_sender(sender) == kind + sender.encode() + b"\0"


@pytest.mark.parametrize(
    "validity, written",
    [
        (None, b""),
        (timedelta(seconds=90), b"000000000130000R"),
        (timedelta(hours=3, seconds=59.9), b"000000030059000R"),
        (timedelta(days=2, hours=23), b"000002230000000R"),
        (timedelta(days=400), b"000030000000000R"),
    ],
)
def test_a_validity_period_is_relative_and_rounded_down(validity: timedelta | None, written: bytes) -> None:
    assert write_validity(validity) == written + b"\0"


@pytest.mark.parametrize("octets", [b"", b"garbage", b"991332256199048+", b"0000000001300xxR"[:15]])
def test_an_unreadable_validity_period_is_none(octets: bytes) -> None:
    assert read_validity(octets) is None


def test_a_message_may_come_in_its_payload_parameter() -> None:
    item = read_incoming(write_deliver(b"33639980001", "36180", 0, 0, b"", tlv(MESSAGE_PAYLOAD, b"STOP" * 100)), NOW)
    assert isinstance(item, Reply)
    assert item.text.reveal() == "STOP" * 100


@pytest.mark.parametrize("octets, validity", [(b"x" * 161, None), (b"x", timedelta(seconds=0.5))])
def test_what_cannot_be_sent_is_refused_before_anything_is_written(octets: bytes, validity: timedelta | None) -> None:
    submission = Submission(
        reference=1,
        destination=33639980001,
        sender="CANDIDAT",
        segments=(octets,),
        data_coding=0,
        udh=True,
        validity=validity,
    )
    with pytest.raises(ValueError, match=r"segments|validity"):
        check(submission)


def test_a_query_and_its_answer_are_read_as_written() -> None:
    assert read_query(write_query("00ab12", "CANDIDAT")) == "00ab12"
    answer = read_answer(write_answer("00ab12", "270301120000", 2, 0))
    assert (answer.carrier_id, answer.state, answer.at) == ("00ab12", State.DELIVERED, NOW)


def test_no_value_of_the_wire_prints_a_number_or_a_text() -> None:
    body = write_deliver(b"33639980001", "CANDIDAT", 0, 0, b"STOP")
    shown = f"{read_message(body)} {read_part(read_message(body))} {Pdu(5, 0, 1, body)} {read_incoming(body, NOW)}"
    assert "33639980001" not in shown
    assert "STOP" not in shown
