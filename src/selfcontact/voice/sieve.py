"""A filter in the kernel, so that what a caller says never enters this process: key presses and one packet in 16 do.

The sixteenth is there to know that the caller is still on the line, and from which address; its audio is not read.
"""

import ctypes
import socket
import struct
from typing import Final

_ATTACH_FILTER: Final = 26  # SO_ATTACH_FILTER, asm-generic/socket.h; the socket module does not name it
_UDP_HEADER: Final = 8
#: Classic BPF (linux/filter.h): load a byte or a half-word, mask, compare, return.
_LOAD_BYTE, _LOAD_HALF, _MASK, _EQUAL, _RETURN = 0x30, 0x28, 0x54, 0x15, 0x06
#: One packet in this many is let through: a power of two.
SAMPLE: Final = 16
NO_EVENTS: Final = 128


def listen_for_keys(sock: socket.socket, events: int | None) -> bool:
    """Let only RTP key events of that payload type, and one packet in 16, reach the socket. False where none can."""
    steps = [
        (_LOAD_BYTE, 0, 0, _UDP_HEADER),
        (_MASK, 0, 0, 0xC0),
        (_EQUAL, 0, 7, 0x80),
        (_LOAD_BYTE, 0, 0, _UDP_HEADER + 1),
        (_MASK, 0, 0, 0x7F),
        (_EQUAL, 3, 0, NO_EVENTS if events is None else events),
        (_LOAD_HALF, 0, 0, _UDP_HEADER + 2),
        (_MASK, 0, 0, SAMPLE - 1),
        (_EQUAL, 0, 1, 0),
        (_RETURN, 0, 0, 0xFFFF),
        (_RETURN, 0, 0, 0),
    ]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    try:
        sock.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, struct.pack("@HP", len(steps), ctypes.addressof(program)))
    except OSError:
        return False
    return True
