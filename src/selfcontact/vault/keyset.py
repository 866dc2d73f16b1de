"""Tink keysets with one key: the only file that knows Tink's formats."""

from dataclasses import dataclass

from tink import (  # type: ignore[import-untyped]
    KeysetHandle,
    aead,
    new_keyset_handle,
    prf,
    proto_keyset_format,
    secret_key_access,
)
from tink.proto import aes_cmac_prf_pb2, aes_gcm_pb2, tink_pb2  # type: ignore[import-untyped]

aead.register()
prf.register()

TEMPLATES = {"fields": aead.aead_key_templates.AES256_GCM, "index": prf.prf_key_templates.AES_CMAC}
#: What a keyset is for: sealing fields (AEAD AES-256-GCM), or the blind index of numbers (PRF AES-256-CMAC).
PURPOSES = ("fields", "index")


@dataclass(frozen=True, kw_only=True, repr=False)
class RawKey:
    """The key inside a keyset; `prefix` is what Tink puts before a ciphertext (empty for a PRF)."""

    key: bytes
    key_id: int
    prefix: bytes


def generate(purpose: str) -> bytes:
    """Return a random keyset for `purpose`, serialised in clear: it must be wrapped before it is stored."""
    handle = new_keyset_handle(TEMPLATES[purpose])
    return bytes(proto_keyset_format.serialize(handle, secret_key_access.TOKEN))


def raw(purpose: str, keyset: bytes) -> RawKey:
    """Return the key of a clear keyset, for the primitives that work on whole columns."""
    message = tink_pb2.Keyset.FromString(keyset)
    (entry,) = message.key
    kind = aes_gcm_pb2.AesGcmKey if purpose == "fields" else aes_cmac_prf_pb2.AesCmacPrfKey
    # Tink's wire format: 0x01 and the key id before the ciphertext of a key with output prefix TINK.
    prefix = b"\x01" + entry.key_id.to_bytes(4, "big") if entry.output_prefix_type == tink_pb2.TINK else b""
    key = bytes(kind.FromString(entry.key_data.value).key_value)
    return RawKey(key=key, key_id=int(entry.key_id), prefix=prefix)


def handle(keyset: bytes) -> KeysetHandle:
    """Return Tink's own handle of a clear keyset."""
    return proto_keyset_format.parse(keyset, secret_key_access.TOKEN)
