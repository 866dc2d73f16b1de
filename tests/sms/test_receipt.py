"""Receipts as carriers really write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.sms.deliver import read_incoming, write_deliver
from selfcontact.sms.errors import STATUSES, bind_may_be_tried_again, classify, name
from selfcontact.sms.gateway import Receipt, Reply, State
from selfcontact.sms.message import INTERMEDIATE, RECEIPT
from selfcontact.sms.pdu import MESSAGE_STATE, NETWORK_ERROR_CODE, RECEIPTED_MESSAGE_ID, tlv
from selfcontact.sms.receipt import SPELLINGS, read_date, read_text, write_text

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
USUAL = b"id:0012ab sub:001 dlvrd:001 submit date:2703011158 done date:2703011159 stat:DELIVRD err:000 text:Bonjour"


def read(text: bytes, parameters: bytes = b"", esm: int = RECEIPT) -> Receipt:
    """Read a receipt with this text."""
    item = read_incoming(write_deliver(b"33639980001", "CANDIDAT", esm, 0, text, parameters), NOW)
    assert isinstance(item, Receipt)
    return item


def test_the_usual_receipt_is_read() -> None:
    assert read(USUAL) == Receipt(
        carrier_id="0012ab",
        destination=33639980001,
        state=State.DELIVERED,
        error="000",
        at=datetime(2027, 3, 1, 11, 59, tzinfo=UTC),
        final=True,
    )


@pytest.mark.parametrize(
    "text",
    [
        b"ID:0012ab SUB:001 DLVRD:001 SUBMIT DATE:2703011158 DONE DATE:2703011159 STAT:delivrd ERR:000 TEXT:",
        b"id: 0012ab  sub: 001  dlvrd: 001  submit date: 2703011158  done date: 270301115900 stat: DELIVERED err: 000",
        b"stat:DELIVRD id:0012ab err:000 done date:2703011159",
        b"id:0012ab sub:1 submitdate:2703011158 donedate:2703011159 stat:DELIVRD err:000 text: id:zz stat:EXPIRED",
    ],
)
def test_case_spaces_order_and_absence_are_tolerated(text: bytes) -> None:
    assert read(text) == read(USUAL)


@pytest.mark.parametrize("carrier_id", ["0000012", "0x1F", "1f", "31", "0"])
def test_an_id_stays_as_the_carrier_spells_it(carrier_id: str) -> None:
    assert read(USUAL.replace(b"0012ab", carrier_id.encode())).carrier_id == carrier_id


def test_parameters_win_over_the_text() -> None:
    parameters = tlv(RECEIPTED_MESSAGE_ID, b"other\0") + tlv(MESSAGE_STATE, b"\x03")
    receipt = read(USUAL, parameters + tlv(NETWORK_ERROR_CODE, b"\x03\x00\x1b"))
    assert (receipt.carrier_id, receipt.state, receipt.error) == ("other", State.FAILED_EXPIRED, "3-27")


def test_an_unknown_word_is_not_a_failure() -> None:
    receipt = read(USUAL.replace(b"DELIVRD", b"BUFFRED"))
    assert (receipt.state, receipt.final) == (State.UNKNOWN, False)


def test_an_intermediate_notification_is_not_final() -> None:
    assert not read(USUAL, esm=INTERMEDIATE).final


def test_a_person_who_types_a_receipt_has_written_a_reply() -> None:
    item = read_incoming(write_deliver(b"33639980001", "CANDIDAT", 0, 0, USUAL), NOW)
    assert isinstance(item, Reply)


def test_a_date_is_read_in_the_zone_of_the_carrier() -> None:
    assert read_date("2707011200", ZoneInfo("Europe/Paris")) == datetime(2027, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("digits", ["", "2713011200", "27030112", "2703xx1200", "270301256099"])
def test_what_is_not_a_date_is_none(digits: str) -> None:
    assert read_date(digits) is None


@given(st.text())
def test_no_text_brings_the_reader_down(text: str) -> None:
    read_text(text)
    read(text.encode()[:200])


@pytest.mark.parametrize("state", list(SPELLINGS))
def test_every_state_that_is_written_is_read(state: State) -> None:
    assert read(write_text("01", "2703011158", "2703011159", state, "000")).state is state


def test_states_only_move_forward() -> None:
    assert State.ACCEPTED.follows(State.UNKNOWN)
    assert State.DELIVERED.follows(State.FAILED_EXPIRED)
    assert State.FAILED_EXPIRED.follows(State.FAILED_UNKNOWN)
    assert not State.ENROUTE.follows(State.FAILED_EXPIRED)
    assert not State.FAILED_EXPIRED.follows(State.FAILED_REJECTED)
    assert {state for state in State if state.final} == set(State) - {State.UNKNOWN, State.ACCEPTED, State.ENROUTE}


def test_only_what_was_turned_away_at_the_door_is_tried_again() -> None:
    assert {status for status in STATUSES if status > 0 and classify(status) == "retry"} == {0x14, 0x58}
    assert classify(0x0B) == "refuse"
    assert classify(0x0A) == "stop_route"
    assert classify(0x0E) == "stop_route"


def test_a_status_nobody_knows_refuses_one_message_and_no_more() -> None:
    assert (classify(0x4D2), name(0x4D2)) == ("refuse", "0x000004d2")


def test_a_bind_with_wrong_credentials_is_not_repeated() -> None:
    assert not bind_may_be_tried_again(0x0E)
    assert bind_may_be_tried_again(0x05)
