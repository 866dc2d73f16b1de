"""Every action that the ledger can record."""

from selfcontact.ledger.tags import Action
from tools.reference.sentences import sentence
from tools.reference.table import Language, code, table

HEADER = {"fr": ("Code", "Ce qui s’est passé"), "en": ("Code", "What happened")}


def page(language: Language) -> str:
    """Return the table of the action codes."""
    return table(HEADER[language], ([code(one), sentence("actions", str(one), language)] for one in Action))
