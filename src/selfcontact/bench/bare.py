"""The yardstick of sending: python-smpplib, a window, no database, no check, no receipt."""

import time

from selfcontact.lib.errors import UserError

WINDOW = 50

#: As long as what the sender writes.
TEXT = (
    b"Bonjour, Camille Demo vient a votre rencontre ce mois-ci. "
    b"Pub. politique https://x.example/n/0123456789/ STOP au 36180"
)


def rate(*, port: int, messages: int) -> float:
    """Return messages per second that a bare client gets answered by the carrier on `port` of this machine."""
    try:
        from smpplib.client import Client
        from smpplib.consts import SMPP_TON_ALNUM, SMPP_TON_INTL
    except ImportError as error:
        raise UserError(
            "smpplib", fr="python-smpplib manque : make setup.", en="python-smpplib is missing: make setup."
        ) from error
    client = Client("127.0.0.1", port, allow_unknown_opt_params=True)
    client.set_message_sent_handler(_ignore)
    client.set_message_received_handler(_ignore)
    client.connect()
    client.bind_transceiver(system_id="bare", password="rehearse")  # noqa: S106 - the simulator lets anyone in
    started = time.monotonic()
    for number in range(messages):
        client.send_message(
            source_addr_ton=SMPP_TON_ALNUM,
            source_addr="CamilleDemo",
            dest_addr_ton=SMPP_TON_INTL,
            destination_addr=str(33730000000 + number),
            short_message=TEXT,
            registered_delivery=False,
        )
        if number >= WINDOW:
            client.read_once()
    for _ in range(min(WINDOW, messages)):
        client.read_once()
    seconds = time.monotonic() - started
    client.unbind()
    client.disconnect()
    return messages / seconds


def _ignore(pdu: object) -> None:
    """Count nothing, keep nothing: the cheapest client there can be."""
