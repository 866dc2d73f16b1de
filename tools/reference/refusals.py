"""Every code under which a row of a provider's file may be refused."""

from selfcontact.intake.codes import CODES
from tools.reference.sentences import sentence
from tools.reference.table import Language, code, table

HEADER = {
    "fr": ("Rang", "Code", "La ligne est refusée parce que"),
    "en": ("Rank", "Code", "The row is refused because"),
}


def page(language: Language) -> str:
    """Return the table of the codes, in the order in which they are asked."""
    rows = ([str(rank), code(name), sentence("refusals", name, language)] for rank, name in enumerate(CODES, 1))
    return table(HEADER[language], rows)
