"""The vectorised CMAC, against the standard, against Tink and against cryptography."""

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given
from hypothesis import strategies as st
from tink import prf  # type: ignore[import-untyped]

from selfcontact.vault import keyset
from selfcontact.vault.cmac import cmac, number_blocks

NUMBERS = st.lists(st.integers(1, 10**15 - 1), min_size=1, max_size=20)


def test_the_nist_vector_of_one_block_is_reproduced() -> None:
    # NIST SP 800-38B, CMAC-AES256, example with a message of 16 bytes.
    key = bytes.fromhex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
    message = bytes.fromhex("6bc1bee22e409f96e93d7e117393172a")
    computed = cmac(key, np.frombuffer(message, dtype=np.uint8).reshape(1, 16))
    assert computed.tobytes().hex() == "28a7023f452e8f82bd4bf28d8c37c35c"


@given(NUMBERS, st.binary(min_size=32, max_size=32))
def test_every_row_equals_the_cmac_of_cryptography(numbers: list[int], key: bytes) -> None:
    computed = cmac(key, number_blocks(1, np.array(numbers, dtype=np.uint64)))
    for number, row in zip(numbers, computed, strict=True):
        single = CMAC(AES(key))
        single.update(b"\x01" + str(number).encode().ljust(15, b"\0"))
        assert row.tobytes() == single.finalize()


@given(NUMBERS)
def test_every_row_equals_the_prf_of_tink(numbers: list[int]) -> None:
    clear = keyset.generate("index")
    tink = keyset.handle(clear).primitive(prf.PrfSet).primary()
    computed = cmac(keyset.raw("index", clear).key, number_blocks(1, np.array(numbers, dtype=np.uint64)))
    for number, row in zip(numbers, computed, strict=True):
        assert row.tobytes() == tink.compute(b"\x01" + str(number).encode().ljust(15, b"\0"), 16)


def test_a_block_is_the_domain_and_the_digits() -> None:
    assert number_blocks(2, np.array([33639980001], dtype=np.uint64)).tobytes() == b"\x0233639980001\0\0\0\0"


@pytest.mark.parametrize("number", [0, 10**15])
def test_what_cannot_be_a_number_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="15 digits"):
        number_blocks(1, np.array([number], dtype=np.uint64))


def test_no_number_gives_no_block() -> None:
    assert cmac(bytes(32), number_blocks(1, np.array([], dtype=np.uint64))).shape == (0, 16)
