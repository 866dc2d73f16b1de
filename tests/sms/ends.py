"""The carriers of the tests: ours in this process, and one written by another hand in a process of its own."""

import asyncio
import hashlib
import hmac
import json
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any, Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from selfcontact.sms.carrier import Carrier, CarrierSettings, serve
from selfcontact.sms.carrier.control import Control

THIRD_PARTY = Path(__file__).parent / "third_party"
KEY = b"key of the tests"
Answer = Mapping[str, Any]


class End(Protocol):
    """One carrier; `tell` obeys the commands of `selfcontact.sms.carrier.control`."""

    port: int

    async def tell(self, do: str, **what: str | int | bool) -> Answer:
        """Carry out one command."""

    def digest(self, number: int) -> str:
        """Return the digest under which the journal names a number."""

    async def close(self) -> None:
        """End it."""


class SimulatedEnd:
    """Our own simulator."""

    def __init__(self, carrier: Carrier) -> None:
        self.carrier = carrier
        self.port = carrier.port
        self._control = Control(carrier, Path("unused"))

    async def tell(self, do: str, **what: str | int | bool) -> Answer:
        # The carrier lives in this very loop: it has to get its turn.
        await asyncio.sleep(0)
        answer = self._control.obey(json.dumps({"do": do, **what}).encode())
        assert answer["ok"], answer
        return answer

    def digest(self, number: int) -> str:
        assert self.carrier.journal
        return self.carrier.journal.digest(number)

    async def close(self) -> None:
        await self.carrier.close()


async def simulated(tls: "Certificate | None" = None) -> End:
    """Start our simulator, every receipt at once."""
    context = tls.server() if tls else None
    return SimulatedEnd(
        await serve(CarrierSettings(password="right", receipt_delay=(0, 0), tls=context, journal_key=KEY))
    )


class ThirdPartyEnd:
    """node-smpp."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.port = 0
        self._process = process
        self._turn = asyncio.Lock()

    async def answer(self) -> Answer:
        """Return the next line that it says."""
        assert self._process.stdout
        async with asyncio.timeout(20):
            line = await self._process.stdout.readline()
        said: Answer = json.loads(line)
        return said

    async def tell(self, do: str, **what: str | int | bool) -> Answer:
        assert self._process.stdin
        async with self._turn:
            self._process.stdin.write(json.dumps({"do": do, **what}).encode() + b"\n")
            return await self.answer()

    def digest(self, number: int) -> str:
        return hmac.new(KEY, str(number).encode(), hashlib.sha256).hexdigest()

    async def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()


async def third_party(tls: "Certificate | None" = None) -> End:
    """Start node-smpp. `make setup` installs it."""
    assert (THIRD_PARTY / "node_modules").is_dir(), "run `npm ci` in tests/sms/third_party"
    paths = [str(tls.key), str(tls.certificate)] if tls else []
    process = await asyncio.create_subprocess_exec(
        "node",
        str(THIRD_PARTY / "smsc.js"),
        KEY.decode(),
        *paths,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**24,
    )
    end = ThirdPartyEnd(process)
    end.port = (await end.answer())["port"]
    return end


class Certificate:
    """A self-signed certificate for 127.0.0.1, in two files."""

    def __init__(self, key: Path, certificate: Path) -> None:
        self.key = key
        self.certificate = certificate

    def server(self) -> ssl.SSLContext:
        """Return the carrier's side."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context

    def client(self) -> ssl.SSLContext:
        """Return our side: it trusts this certificate alone."""
        return ssl.create_default_context(cafile=str(self.certificate))


def certified(folder: Path) -> Certificate:
    """Make a certificate of 127.0.0.1 by itself, for a day."""
    key, now, day = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC), timedelta(days=1)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "carrier")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - day).not_valid_after(now + day)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    signed = builder.add_extension(alternative, critical=False).sign(key, hashes.SHA256())
    made = Certificate(folder / "key.pem", folder / "certificate.pem")
    made.certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    clear = serialization.NoEncryption()
    made.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, clear))
    return made
