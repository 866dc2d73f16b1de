"""Sealed values belong to one place."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tink import aead  # type: ignore[import-untyped]

from selfcontact.vault import keyset
from selfcontact.vault.fields import MandateKeys, SealBrokenError, place
from selfcontact.vault.keys import KeyStore
from selfcontact.vault.stored import StoredKeys
from selfcontact.vault.suppression import Suppression

TABLE = "contacts_contact"


@pytest.fixture
def keys(store: KeyStore) -> MandateKeys:
    return store.create(1)


def test_a_sealed_value_opens_in_its_row(keys: MandateKeys) -> None:
    assert keys.open(TABLE, 7, keys.seal(TABLE, 7, b"clear")) == b"clear"


def test_a_value_moved_to_another_row_or_table_is_refused(keys: MandateKeys) -> None:
    sealed = keys.seal(TABLE, 7, b"clear")
    for table, row in ((TABLE, 8), ("campaigns_message", 7)):
        with pytest.raises(SealBrokenError):
            keys.open(table, row, sealed)


def test_a_value_moved_to_another_mandate_or_generation_is_refused(store: KeyStore, keys: MandateKeys) -> None:
    sealed = keys.seal(TABLE, 7, b"clear")
    for other in (store.create(2), store.create(1, 2), store.create(None)):
        with pytest.raises(SealBrokenError):
            other.open(TABLE, 7, sealed)


def test_the_same_key_under_another_mandate_or_generation_is_refused() -> None:
    fields, index = (keyset.raw(purpose, keyset.generate(purpose)) for purpose in keyset.PURPOSES)
    sealed = MandateKeys(mandate_id=1, generation=1, fields=fields, index=index).seal(TABLE, 7, b"clear")
    for mandate_id, generation in ((2, 1), (1, 2), (None, 1)):
        with pytest.raises(SealBrokenError):
            MandateKeys(mandate_id=mandate_id, generation=generation, fields=fields, index=index).open(TABLE, 7, sealed)


@given(st.binary(max_size=40))
def test_any_other_bytes_are_refused(junk: bytes) -> None:
    fields, index = (keyset.raw(purpose, keyset.generate(purpose)) for purpose in keyset.PURPOSES)
    keys = MandateKeys(mandate_id=1, generation=1, fields=fields, index=index)
    for value in (junk, fields.prefix + junk):
        with pytest.raises(SealBrokenError):
            keys.open(TABLE, 1, value)


@given(st.tuples(st.integers(1, 300), st.integers(1, 300), st.sampled_from(["a", "ab", "b", "aa", "1"])),
       st.tuples(st.integers(1, 300), st.integers(1, 300), st.sampled_from(["a", "ab", "b", "aa", "1"])),
       st.integers(0, 300), st.integers(0, 300))  # fmt: skip
def test_two_places_never_share_their_associated_data(
    one: tuple[int, int, str], two: tuple[int, int, str], row: int, other: int
) -> None:
    same = (one, row) == (two, other)
    assert (place(*one) + row.to_bytes(8, "big") == place(*two) + other.to_bytes(8, "big")) is same


def test_tink_opens_what_we_seal_and_we_open_what_tink_seals(store: KeyStore, keys: MandateKeys) -> None:
    content = StoredKeys.decode((store.directory / "mandate-1-g1.keys").read_bytes())
    clear = store.custodian.unwrap(content.wrapped["fields"], b"selfcontact/keyset/v1|mandate-1|fields|1")
    tink = keyset.handle(clear).primitive(aead.Aead)
    bound = place(1, 1, TABLE) + (7).to_bytes(8, "big")
    assert tink.decrypt(keys.seal(TABLE, 7, b"ours"), bound) == b"ours"
    assert keys.open(TABLE, 7, tink.encrypt(b"theirs", bound)) == b"theirs"


def test_many_sealed_at_once_open_one_by_one(keys: MandateKeys) -> None:
    clear = [f"value {row}".encode() for row in range(1, 101)]
    sealed = keys.seal_many(TABLE, range(1, 101), clear)
    assert [keys.open(TABLE, row, value) for row, value in enumerate(sealed, start=1)] == clear
    assert keys.open_many(TABLE, range(1, 101), sealed) == clear
    assert len({value[5:17] for value in sealed}) == 100


def test_rows_and_values_must_be_as_many(keys: MandateKeys) -> None:
    with pytest.raises(ValueError, match="zip"):
        keys.seal_many(TABLE, [1, 2], [b"one"])


def test_a_number_has_another_fingerprint_in_each_mandate_and_in_the_opposition_list(
    store: KeyStore, keys: MandateKeys
) -> None:
    number = 33639980001
    found = {keys.fingerprint(number), store.create(2).fingerprint(number), Suppression(store.custodian, 1).tag(number)}
    assert len(found) == 3
    assert {len(value) for value in found} == {16}


def test_fingerprints_of_a_column_equal_those_one_by_one(store: KeyStore, keys: MandateKeys) -> None:
    numbers = np.array([33639980001, 262639980001, 33199001122], dtype=np.uint64)
    tags = Suppression(store.custodian, 1)
    assert [row.tobytes() for row in keys.fingerprints(numbers)] == [keys.fingerprint(int(n)) for n in numbers]
    assert [row.tobytes() for row in tags.tags(numbers)] == [tags.tag(int(n)) for n in numbers]


def test_keys_are_neither_printed_nor_pickled(keys: MandateKeys) -> None:
    assert repr(keys) == "MandateKeys(mandate_id=1, generation=1)"
    assert keys._fields.key.hex() not in repr(keys._fields)
    with pytest.raises(TypeError):
        pickle.dumps(keys)
