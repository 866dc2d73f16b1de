"""The Merkle tree, against RFC 6962's own example and against another implementation."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, InvalidProof, verify_consistency, verify_inclusion

from selfcontact.ledger import merkle
from selfcontact.ledger.merkle import Frontier

# The eight entries and roots that Certificate Transparency implementations share as test data.
SHARED = [bytes.fromhex(entry) for entry in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
SHARED_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def hashes(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(index).encode()) for index in range(size)]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert merkle.root([]) == sha256(b"").digest()


@pytest.mark.parametrize("size", SHARED_ROOTS)
def test_the_shared_test_data_give_their_published_roots(size: int) -> None:
    assert merkle.root([merkle.leaf_hash(entry) for entry in SHARED[:size]]).hex() == SHARED_ROOTS[size]


def test_roots_agree_with_another_implementation_up_to_300() -> None:
    oracle, frontier = InmemoryTree(algorithm="sha256"), Frontier()
    for index in range(300):
        oracle.append_entry(str(index).encode())
        frontier.append(merkle.leaf_hash(str(index).encode()))
        assert frontier.root() == oracle.get_root()


def test_inclusion_proofs_verify_at_every_size_up_to_300() -> None:
    every = hashes(300)
    for size in range(1, 301):
        root = merkle.root(every[:size])
        for index in {0, size // 3, size // 2, size - 1}:
            proof = merkle.inclusion_proof(every[:size], index)
            assert merkle.verify_inclusion(hashed=every[index], index=index, size=size, proof=proof, root=root)


def test_inclusion_proofs_are_those_of_another_implementation() -> None:
    oracle = InmemoryTree(algorithm="sha256")
    every = hashes(70)
    for size in range(1, 71):
        oracle.append_entry(str(size - 1).encode())
        for index in range(size):
            theirs = oracle.prove_inclusion(index + 1)
            verify_inclusion(every[index], oracle.get_root(), theirs)
            # Theirs carries the leaf too, and stands from left to right; ours from the leaf to the root.
            path = {bytes.fromhex(step) for step in theirs.serialize()["path"]}
            assert path == {every[index], *merkle.inclusion_proof(every[:size], index)}


def test_consistency_proofs_verify_at_every_pair_of_sizes_up_to_80() -> None:
    every = hashes(80)
    roots = [merkle.root(every[:size]) for size in range(81)]
    for new in range(1, 81):
        for old in range(1, new + 1):
            proof = merkle.consistency_proof(every[:new], old)
            for claimed in (old, old - 1):
                verdict = merkle.verify_consistency(
                    old=old, old_root=roots[claimed], new=new, new_root=roots[new], proof=proof
                )
                assert verdict is (claimed == old)


@given(st.integers(1, 200), st.data())
def test_a_changed_proof_index_size_leaf_or_root_is_refused(size: int, data: st.DataObject) -> None:
    every = hashes(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = merkle.inclusion_proof(every, index), merkle.root(every)
    good = merkle.verify_inclusion(hashed=every[index], index=index, size=size, proof=proof, root=root)
    assert good
    other = merkle.leaf_hash(b"other")
    leaf = every[index]
    refused = [(other, index, proof, root), (leaf, index, proof, other), (leaf, index, [*proof, other], root)]
    refused += [(leaf, size, proof, root), (leaf, -1, proof, root)]
    if proof:
        refused += [(leaf, index, proof[:-1], root), (leaf, index, [other, *proof[1:]], root)]
    if size > 1:
        refused += [(leaf, (index + 1) % size, proof, root)]
    for hashed, place, path, head in refused:
        assert not merkle.verify_inclusion(hashed=hashed, index=place, size=size, proof=path, root=head)


@given(st.integers(0, 300))
def test_a_frontier_survives_being_written_down(size: int) -> None:
    frontier = Frontier()
    for hashed in hashes(size):
        frontier.append(hashed)
    read = Frontier.decode(size, frontier.encode())
    for tree in (frontier, read):
        tree.append(merkle.leaf_hash(b"next"))
    assert read.root() == frontier.root()


@pytest.mark.parametrize(("size", "encoded"), [(1, b""), (3, bytes(32)), (1, bytes(33))])
def test_a_frontier_that_does_not_fit_its_size_is_refused(size: int, encoded: bytes) -> None:
    with pytest.raises(ValueError, match="frontier"):
        Frontier.decode(size, encoded)


def test_there_is_no_proof_outside_the_tree() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_proof(hashes(3), 3)
    with pytest.raises(IndexError):
        merkle.consistency_proof(hashes(3), 4)


def test_the_other_implementation_refuses_what_we_refuse() -> None:
    oracle = InmemoryTree(algorithm="sha256")
    for index in range(5):
        oracle.append_entry(str(index).encode())
    with pytest.raises(InvalidProof):
        verify_inclusion(merkle.leaf_hash(b"other"), oracle.get_root(), oracle.prove_inclusion(2))
    verify_consistency(oracle.get_root(3), oracle.get_root(5), oracle.prove_consistency(3, 5))
