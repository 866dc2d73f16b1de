"""Tags of the opposition list: they outlive mandates and say nothing without a key that stays with the custodian."""

import numpy as np

from selfcontact.vault.cmac import number_blocks
from selfcontact.vault.custodian import Blocks, Custodian, Numbers

#: First byte of every tagged block, different from the mandates' blind index.
SUPPRESSION_DOMAIN = 0x02


class Suppression:
    """One version of the suppression key, used through the custodian."""

    def __init__(self, custodian: Custodian, version: int) -> None:
        self.version = version
        self._custodian = custodian

    def tag(self, e164: int) -> bytes:
        """Return the 16-byte tag of one number (E.164 digits without plus)."""
        return self.tags(np.array([e164], dtype=np.uint64)).tobytes()

    def tags(self, numbers: Numbers) -> Blocks:
        """Return the tag of each number, shape (n, 16)."""
        return self._custodian.prf(number_blocks(SUPPRESSION_DOMAIN, numbers), self.version)
