"""deliver_sm: receipts and replies, in and out (SMPP 3.4, section 4.6.1)."""

from datetime import UTC, datetime, tzinfo

from selfcontact.lib.personal import Personal
from selfcontact.sms.address import INTERNATIONAL, read_number, write_sender
from selfcontact.sms.alphabet import decode
from selfcontact.sms.gateway import Incoming, Reply
from selfcontact.sms.message import INTERMEDIATE, RECEIPT, Message, read_message
from selfcontact.sms.parts import read_part
from selfcontact.sms.pdu import RECEIPTED_MESSAGE_ID
from selfcontact.sms.receipt import read_receipt


def read_incoming(body: bytes, now: datetime, zone: tzinfo = UTC) -> Incoming:
    """Return the receipt or the reply that a deliver_sm holds. Raises MalformedError.

    Only what the carrier marks as a receipt is one: a person who types `id:1 stat:DELIVRD` has written a reply.
    `now`: UTC, given to replies; `zone`: the carrier's, for dates of receipts.
    """
    message = read_message(body)
    if message.esm_class & (RECEIPT | INTERMEDIATE) or RECEIPTED_MESSAGE_ID in message.tlvs:
        return read_receipt(message, zone)
    return _reply(message, now)


def _reply(message: Message, now: datetime) -> Reply:
    part = read_part(message)
    return Reply(
        source=read_number(message.source),
        to=message.destination.decode("latin-1"),
        text=Personal(decode(part.text, message.data_coding)),
        at=now,
        part=part.number,
        parts=part.total,
        group=part.group,
    )


def write_deliver(
    number: bytes, to: str, esm_class: int, data_coding: int, text: bytes, parameters: bytes = b""
) -> bytes:
    """Return a deliver_sm body from `number` (E.164 digits) to our address `to`; the carrier's end."""
    return b"\0%b%b\0%b%c\0\0\0\0\0\0%c\0%c%b%b" % (
        INTERNATIONAL,
        number,
        write_sender(to),
        esm_class,
        data_coding,
        len(text),
        text,
        parameters,
    )
