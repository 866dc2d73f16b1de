"""Proofs travel as text and are verified with a key alone."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from selfcontact.ledger import checkpoint, merkle
from selfcontact.ledger.checkpoint import Checkpoint, CheckpointRefusedError, Verifier
from selfcontact.ledger.proof import Proof, verify_proof

SECRET = Ed25519PrivateKey.from_private_bytes(sha256(b"a test").digest())
PUBLIC = SECRET.public_key().public_bytes_raw()
VERIFIER = Verifier(name="ledger.example", public_key=PUBLIC)


def proof(size: int, index: int) -> Proof:
    leaves = [f'{{"entry":{number}}}'.encode() for number in range(size)]
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    head = Checkpoint(origin="ledger.example", size=size, root=merkle.root(hashes))
    note = checkpoint.sign(head, public_key=PUBLIC, signer=SECRET.sign)
    return Proof(leaf=leaves[index], index=index, path=tuple(merkle.inclusion_proof(hashes, index)), note=note)


@pytest.mark.parametrize(("size", "index"), [(1, 0), (2, 1), (7, 3), (100, 99)])
def test_a_proof_read_from_its_text_verifies(size: int, index: int) -> None:
    made = proof(size, index)
    read = Proof.parse(made.text())
    assert read == made
    assert verify_proof(read, VERIFIER).size == size


def test_the_text_follows_the_published_format() -> None:
    lines = proof(4, 2).text().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 2"
    assert lines[5:8] == ["", "ledger.example", "4"]


def test_a_changed_character_anywhere_is_refused() -> None:
    text = proof(5, 2).text()
    for position in range(len(text)):
        changed = text[:position] + ("B" if text[position] == "A" else "A") + text[position + 1 :]
        with pytest.raises(CheckpointRefusedError):
            verify_proof(Proof.parse(changed), VERIFIER)


def test_a_proof_of_another_ledger_is_refused() -> None:
    with pytest.raises(CheckpointRefusedError):
        verify_proof(proof(3, 1), Verifier(name="other.example", public_key=PUBLIC))


@pytest.mark.parametrize("text", ["", "c2sp.org/tlog-proof@v1\n\n", "c2sp.org/tlog-proof@v1\nextra \nindex 01\n\nx"])
def test_a_malformed_proof_is_refused(text: str) -> None:
    with pytest.raises(CheckpointRefusedError):
        Proof.parse(text)
