"""No deed that opens or seals something is left out of a breach's extent without a reason."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import selfcontact
from selfcontact.breaches.extent import OF_PERSONS, OWN_USES, USES
from selfcontact.ledger.tags import Action

ROOT = Path(selfcontact.__file__).parent
#: The ledger seals the details of every entry; the others only ask what is asked of them.
APART = frozenset({"ledger", "vault", "bench", "demo", "cli", "web"})
#: Names the actions that it counts.
READER = ("breaches", "extent")
VAULT = frozenset({"selfcontact.vault.open_vault", "selfcontact.vault.box"})
OF_A_NOTICE = "What is sealed is the notice that it writes, an entry of its own."
OF_THE_LIST = "The opposition list has a key of its own, outside of all mandates, and opens to nobody: it compares."
#: Deeds that touch the vault and are no use of a key of a mandate or of the house; each says why.
NO_USE: Mapping[Action, str] = {
    Action.CONTACT_DISCLOSED: "The look itself, with its reason; each mandate that it opened has a contact:opened.",
    Action.FIGURES_OPENED: "A key moves the rounding of counts; nothing is opened, and nothing sealed.",
    Action.FIGURES_RELEASED: "A key moves the rounding of counts; nothing is opened, and nothing sealed.",
    Action.PROPOSAL_PUBLISHED: "A key moves the rounding of counts; nothing is opened, and nothing sealed.",
    Action.CERTIFICATE_ISSUED: "The custodian signs; the keys of the mandate are gone.",
    Action.MANDATE_ENDED: "The custodian signs; the keys of the mandate are gone.",
    Action.MANDATE_ENDING: "The keys are still whole; their end is mandate:keys-destroyed.",
    Action.MANDATE_DATA_DROPPED: "The keys are gone already: mandate:keys-destroyed.",
    Action.MANDATE_END_FORCED: "Opens requests only to tell which ones wait; each of them has entries of its own.",
    Action.OPPOSITION_CHECKED: OF_THE_LIST,
    Action.OPPOSITION_FOLLOWED: OF_THE_LIST,
    Action.OPPOSITION_HELD: OF_THE_LIST,
    Action.OPPOSITION_RECORDED: OF_THE_LIST,
    Action.OPPOSITION_RELEASED: OF_THE_LIST,
    Action.CODE_WITHHELD: "Only the fingerprint of a number is counted.",
    Action.CODES_HALTED: "Only counts the codes of everybody.",
    Action.ANSWER_DESTROYED: "What was sealed is destroyed without being opened.",
    Action.IDENTITY_DOCUMENT_DESTROYED: "What was sealed is destroyed without being opened.",
    Action.POLICY_TOLD: OF_A_NOTICE,
    Action.REQUEST_ACKNOWLEDGED: OF_A_NOTICE,
    Action.REQUEST_EXTENDED: OF_A_NOTICE,
    Action.REQUEST_GRANTED: OF_A_NOTICE,
    Action.REQUEST_IDENTITY_ASKED: OF_A_NOTICE,
    Action.REQUEST_REFUSED: OF_A_NOTICE,
    Action.REQUEST_WITHDRAWN: OF_A_NOTICE,
}


@dataclass(frozen=True)
class Deed:
    """What the text of one function names: other functions, and actions of the ledger."""

    names: frozenset[str]
    actions: frozenset[str]


def deeds() -> Iterator[tuple[str, Deed]]:
    """Yield every function of the programs with what it names, whole."""
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] in APART or "migrations" in parts or parts == READER:
            continue
        module, tree = ".".join(("selfcontact", *parts)), ast.parse(path.read_text())
        known = imported(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{module}.{node.name}", deed(node, module, known)


def imported(tree: ast.Module) -> dict[str, str]:
    found = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module)
    return {one.asname or one.name: f"{node.module}.{one.name}" for node in found for one in node.names}


def deed(function: ast.AST, module: str, known: Mapping[str, str]) -> Deed:
    names, actions = set(), set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            names.add(known.get(node.id, f"{module}.{node.id}"))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "Action":
                actions.add(node.attr)
            names.add(f"{known.get(node.value.id, module)}.{node.attr}")
    return Deed(frozenset(names), frozenset(actions))


def touching() -> set[Action]:
    """Return the actions that are recorded where the vault is reached, however far down."""
    found = list(deeds())
    reached = set(VAULT)
    while more := {name for name, one in found if one.names & reached} - reached:
        reached |= more
    # What a function hands to a private one beside it is recorded there.
    private = {name: one.actions for name, one in found if name.rpartition(".")[2].startswith("_")}
    return {
        Action[action]
        for name, one in found
        if name in reached
        for action in one.actions.union(*(private.get(other, frozenset()) for other in one.names))
    }


def test_each_deed_that_reaches_the_vault_is_counted_or_left_out_for_a_reason() -> None:
    counted = {*USES, *OWN_USES}
    assert touching() - counted == set(NO_USE)
    assert not counted & set(NO_USE)


def test_what_is_about_one_person_is_a_use_of_a_mandate() -> None:
    assert set(USES) >= OF_PERSONS
