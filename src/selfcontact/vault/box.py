"""A box that anyone may fill and only the holder of the private half may open (HPKE, RFC 9180, in Tink's format)."""

from dataclasses import dataclass, field

from tink import (  # type: ignore[import-untyped]
    TinkError,
    hybrid,
    new_keyset_handle,
    proto_keyset_format,
    secret_key_access,
)

from selfcontact.vault.fields import SealBrokenError

hybrid.register()

TEMPLATE = hybrid.hybrid_key_templates.DHKEM_X25519_HKDF_SHA256_HKDF_SHA256_AES_256_GCM
#: Before what was sealed stand 0x01 and the id of the key, four bytes.
HEAD = 5


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The two halves of a box's key, serialised; the private one has to be sealed before it is stored."""

    key_id: int
    public: bytes
    private: bytes = field(repr=False)


def make() -> Pair:
    """Return a random pair."""
    handle = new_keyset_handle(TEMPLATE)
    public = handle.public_keyset_handle()
    return Pair(
        key_id=int(public.keyset_info().primary_key_id),
        public=bytes(proto_keyset_format.serialize_without_secret(public)),
        private=bytes(proto_keyset_format.serialize(handle, secret_key_access.TOKEN)),
    )


def seal(public: bytes, clear: bytes, context: bytes) -> bytes:
    """Return what only the private half opens, and only for that context."""
    handle = proto_keyset_format.parse_without_secret(public)
    return bytes(handle.primitive(hybrid.HybridEncrypt).encrypt(clear, context))


def unseal(private: bytes, sealed: bytes, context: bytes) -> bytes:
    """Return what was sealed; raises `SealBrokenError` when it was altered, or sealed for another box or context."""
    handle = proto_keyset_format.parse(private, secret_key_access.TOKEN)
    try:
        return bytes(handle.primitive(hybrid.HybridDecrypt).decrypt(sealed, context))
    except TinkError:
        raise SealBrokenError from None


def key_id(sealed: bytes) -> int:
    """Return which key a box was filled for; any number when it is no box."""
    return int.from_bytes(sealed[1:HEAD], "big")
