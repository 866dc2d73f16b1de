"""AES-CMAC of whole columns of telephone numbers (RFC 4493), one block each."""

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from selfcontact.vault.custodian import Blocks, Numbers

BLOCK = 16
DIGITS = BLOCK - 1


def number_blocks(domain: int, numbers: Numbers) -> Blocks:
    """Return one block per E.164 number: the domain byte, then its digits in ASCII padded right with NUL.

    `numbers` holds digits without plus, 1 to 15 of them; the result has shape (n, 16). Raises ValueError otherwise.
    """
    column = np.asarray(numbers, dtype=np.uint64)
    if column.size and (int(column.min()) == 0 or int(column.max()) >= 10**DIGITS):
        raise ValueError("a number has 1 to 15 digits")
    blocks = np.empty((column.size, BLOCK), dtype=np.uint8)
    blocks[:, 0] = domain
    blocks[:, 1:] = column.astype(f"S{DIGITS}").view(np.uint8).reshape(-1, DIGITS)
    return blocks


def cmac(key: bytes, blocks: Blocks) -> Blocks:
    """Return AES-CMAC of each row of `blocks` (n, 16) under `key` (32 bytes), shape (n, 16).

    A message of exactly one block needs the first subkey only: CMAC(M) = AES(M xor K1), RFC 4493 section 2.4.
    """
    # CMAC is built on the bare block cipher; each block here is a whole message of its own.
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305
    subkey = _first_subkey(encryptor.update(bytes(BLOCK)))
    masked = np.bitwise_xor(blocks, np.frombuffer(subkey, dtype=np.uint8))
    return np.frombuffer(encryptor.update(masked.tobytes()), dtype=np.uint8).reshape(-1, BLOCK)


def _first_subkey(zero_encrypted: bytes) -> bytes:
    # Doubling in GF(2^128) with the polynomial x^128 + x^7 + x^2 + x + 1: RFC 4493 section 2.3.
    doubled = int.from_bytes(zero_encrypted, "big") << 1
    if doubled >> 128:
        doubled = (doubled & (2**128 - 1)) ^ 0x87
    return doubled.to_bytes(BLOCK, "big")
