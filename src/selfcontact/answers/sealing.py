"""An answer under the platform's keys; each value is bound to its answer and to its place."""

from selfcontact.answers import document
from selfcontact.answers.models import Answer
from selfcontact.ledger.leaf import JSON
from selfcontact.lib.errors import UserError
from selfcontact.vault import open_vault
from selfcontact.vault.fields import MandateKeys

DOCUMENT, ARCHIVE = "answer", "answer_archive"
STAMP = 32


def newest() -> MandateKeys:
    """Return the keys under which a new answer is sealed."""
    return open_vault().keys.latest(None)


def seal(answer: Answer, made: document.Document, stamp: bytes) -> None:
    """Put a document into an answer, with the digest of what it was gathered from; nothing is saved."""
    keys = newest()
    answer.generation = keys.generation
    answer.sealed = keys.seal(DOCUMENT, _row(answer), stamp + document.encode(made))
    answer.sha256 = document.sha256(made)


def unseal(answer: Answer) -> tuple[dict[str, JSON], bytes]:
    """Return the document and its stamp; raises UserError once it is destroyed."""
    if answer.sealed is None:
        raise gone()
    clear = _keys(answer).open(DOCUMENT, _row(answer), bytes(answer.sealed))
    return document.decode(clear[STAMP:]), clear[:STAMP]


def seal_archive(answer: Answer, archive: bytes) -> bytes:
    """Return an archive as it is kept, under the keys of its answer."""
    return _keys(answer).seal(ARCHIVE, _row(answer), archive)


def unseal_archive(answer: Answer) -> bytes:
    """Return the encrypted archive; raises UserError when there is none (any more)."""
    if answer.archive is None:
        raise gone()
    return _keys(answer).open(ARCHIVE, _row(answer), bytes(answer.archive))


def gone() -> UserError:
    """Return the sentence for what is not there any more."""
    return UserError(
        "answer_gone",
        fr="Cette réponse est détruite, ou n’existe pas.",
        en="This answer is destroyed or not there.",
    )


def _keys(answer: Answer) -> MandateKeys:
    return open_vault().keys.open(None, answer.generation)


def _row(answer: Answer) -> int:
    return answer.uid.int >> 65
