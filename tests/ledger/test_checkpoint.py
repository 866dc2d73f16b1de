"""Signed heads, against the published example of the note format."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from selfcontact.ledger import checkpoint
from selfcontact.ledger.checkpoint import Checkpoint, CheckpointRefusedError, Verifier

# The example of golang.org/x/mod/sumdb/note, from which C2SP signed-note was specified.
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PUBLISHED_SIGNATURE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
SECRET = Ed25519PrivateKey.from_private_bytes(sha256(b"a test").digest())
PUBLIC = SECRET.public_key().public_bytes_raw()
ORIGIN = "ledger.example/one"
VERIFIER = Verifier(name=ORIGIN, public_key=PUBLIC)
HEAD = Checkpoint(origin=ORIGIN, size=20852163, root=sha256(b"root").digest())
NOTE = checkpoint.sign(HEAD, public_key=PUBLIC, signer=SECRET.sign)


def test_the_published_note_verifies() -> None:
    verifier = Verifier.parse(PUBLISHED_KEY)
    assert checkpoint.open_note(f"{PUBLISHED_TEXT}\n{PUBLISHED_SIGNATURE}\n", verifier) == PUBLISHED_TEXT


def test_the_published_note_with_one_letter_changed_is_refused() -> None:
    note = f"{PUBLISHED_TEXT.replace('know', 'knew')}\n{PUBLISHED_SIGNATURE}\n"
    with pytest.raises(CheckpointRefusedError):
        checkpoint.open_note(note, Verifier.parse(PUBLISHED_KEY))


def test_the_published_key_is_written_as_it_was_read() -> None:
    assert str(Verifier.parse(PUBLISHED_KEY)) == PUBLISHED_KEY


@pytest.mark.parametrize("key", ["", "a+b", PUBLISHED_KEY.replace("c74f", "c74e"), PUBLISHED_KEY.replace("+AR", "+BR")])
def test_a_malformed_key_is_refused(key: str) -> None:
    with pytest.raises(CheckpointRefusedError):
        Verifier.parse(key)


def test_what_is_signed_is_what_is_read() -> None:
    assert checkpoint.verify(NOTE, VERIFIER) == HEAD


def test_a_checkpoint_has_the_published_shape() -> None:
    origin, size, root, blank, signature, end = NOTE.split("\n")
    assert (origin, size, blank, end) == (ORIGIN, "20852163", "", "")
    assert len(root) == 44
    assert signature.startswith(f"— {ORIGIN} ")


@pytest.mark.parametrize("position", range(0, len(NOTE), 5))
def test_any_changed_character_is_refused(position: int) -> None:
    changed = NOTE[:position] + ("b" if NOTE[position] == "a" else "a") + NOTE[position + 1 :]
    with pytest.raises(CheckpointRefusedError):
        checkpoint.verify(changed, VERIFIER)


def test_the_head_of_another_log_signed_by_the_same_key_is_refused() -> None:
    other = Checkpoint(origin="ledger.example/two", size=1, root=HEAD.root)
    note = checkpoint.sign_note(other.text(), verifier=VERIFIER, signer=SECRET.sign)
    with pytest.raises(CheckpointRefusedError):
        checkpoint.verify(note, VERIFIER)


def test_an_unsigned_note_and_one_signed_by_a_stranger_are_refused() -> None:
    stranger = Ed25519PrivateKey.generate()
    foreign = checkpoint.sign(HEAD, public_key=stranger.public_key().public_bytes_raw(), signer=stranger.sign)
    for note in (HEAD.text(), HEAD.text() + "\n", foreign, "", "\n\n"):
        with pytest.raises(CheckpointRefusedError):
            checkpoint.verify(note, VERIFIER)


def test_the_signature_of_a_witness_may_stand_beside_ours() -> None:
    witness = Ed25519PrivateKey.generate()
    verifier = Verifier(name="witness.example", public_key=witness.public_key().public_bytes_raw())
    cosigned = NOTE + checkpoint.sign_note(HEAD.text(), verifier=verifier, signer=witness.sign).split("\n\n")[1]
    assert checkpoint.verify(cosigned, VERIFIER) == HEAD


@pytest.mark.parametrize("size", ["-1", "01", "x", "", "１"])
def test_a_malformed_size_is_refused(size: str) -> None:
    root = HEAD.text().split("\n")[2]
    with pytest.raises(CheckpointRefusedError):
        checkpoint.parse(f"{ORIGIN}\n{size}\n{root}\n")


def test_extension_lines_are_passed_over() -> None:
    assert checkpoint.parse(HEAD.text() + "extension\n") == HEAD
