"""Digest authentication (RFC 3261, section 22, and RFC 8760): a trunk that proves itself by a password."""

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

import sipmessage

from selfcontact.voice.trunk import Trunk

#: The stronger one is offered first (RFC 8760, section 2.4). MD5 is what most carriers still have.
ALGORITHMS: Final[dict[str, Callable[[bytes], "hashlib._Hash"]]] = {
    "SHA-256": hashlib.sha256,
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False),
}
LIFETIME: Final = 60.0
MOST_NONCES: Final = 10_000


class Doorkeeper:
    """Asks for a password and checks it. A nonce serves a minute, and each of its counts once."""

    def __init__(self, time: Callable[[], float]) -> None:
        self._time = time
        self._key = secrets.token_bytes(32)
        self._counts: OrderedDict[str, int] = OrderedDict()

    def knows(self, request: sipmessage.Request, trunk: Trunk) -> bool:
        """Whether the request carries a good password of the trunk; one without accounts needs none."""
        if not trunk.accounts:
            return True
        return any(self._good(value, request.method, trunk) for value in request.headers.getlist("Authorization"))

    def challenge(self, trunk: Trunk) -> list[tuple[str, str]]:
        """Return the headers that ask for a password."""
        nonce = self._nonce(int(self._time()))
        return [
            ("WWW-Authenticate", f'Digest realm="{trunk.realm}", nonce="{nonce}", qop="auth", algorithm={algorithm}')
            for algorithm in ALGORITHMS
        ]

    def _nonce(self, made: int) -> str:
        seal = hmac.new(self._key, str(made).encode(), hashlib.sha256).hexdigest()[:32]
        return f"{made:x}.{seal}"

    def _good(self, value: str, method: str, trunk: Trunk) -> bool:
        try:
            credentials = sipmessage.AuthCredentials.parse(value)
            given = credentials.parameters
            if credentials.scheme.lower() != "digest" or given is None:
                return False
            return self._answers(given, method, trunk) and self._fresh(given["nonce"], int(given["nc"], 16))
        except (ValueError, TypeError, LookupError):
            return False

    @staticmethod
    def _answers(given: sipmessage.AuthParameters, method: str, trunk: Trunk) -> bool:
        digest = ALGORITHMS[given.get("algorithm", "MD5").upper()]
        password = trunk.accounts.get(given["username"])
        if password is None or given["realm"] != trunk.realm or given["qop"] != "auth":
            return False
        secret = digest(f"{given['username']}:{trunk.realm}:{password.reveal()}".encode()).hexdigest()
        asked = digest(f"{method}:{given['uri']}".encode()).hexdigest()
        proof = ":".join((secret, given["nonce"], given["nc"], given["cnonce"], "auth", asked))
        return hmac.compare_digest(digest(proof.encode()).hexdigest(), given["response"].lower())

    def _fresh(self, nonce: str, count: int) -> bool:
        made = int(nonce.partition(".")[0], 16)
        sealed = hmac.compare_digest(nonce, self._nonce(made))
        if not sealed or not 0 <= self._time() - made <= LIFETIME + 1 or count <= self._counts.get(nonce, 0):
            return False
        self._counts[nonce] = count
        if len(self._counts) > MOST_NONCES:
            self._counts.popitem(last=False)
        return True
