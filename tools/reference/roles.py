"""Every page of the two faces and who may open it, read off the addresses themselves."""

from collections.abc import Iterator
from importlib import import_module

from tools.reference.commands import ready
from tools.reference.table import Language, code, table

NAMES = {
    "fr": {
        "page": "Page",
        "operator": "opérateur",
        "approver": "approbateur",
        "dpo": "délégué",
        "administrator": "administrateur",
        "auditor": "auditeur",
        "owner": "responsable",
        "reader": "lecteur",
    },
    "en": {"page": "Page", "dpo": "DPO"},
}
#: The portal's word for the same seat is another one.
SEATS = {"fr": {"approver": "signataire"}, "en": {}}


def console(language: Language) -> str:
    """Return the matrix of the staff's console."""
    return _matrix("console", NAMES[language], language)


def portal(language: Language) -> str:
    """Return the matrix of the candidates' portal."""
    return _matrix("portal", NAMES[language] | SEATS[language], language)


def _matrix(face: str, names: dict[str, str], language: Language) -> str:
    ready()
    from selfcontact.accounts.models import Face
    from selfcontact.web.routes import columns

    held = columns(Face(face))
    header = [names["page"], *(names.get(role, role) for role in held)]
    yes = "oui" if language == "fr" else "yes"
    return table(
        header, ([code(page), *(yes if role in roles else "" for role in held)] for page, roles in _rows(face))
    )


def _rows(face: str) -> Iterator[tuple[str, set[str]]]:
    from selfcontact.web.routes import Everyone, matrix

    for row in matrix(import_module(f"selfcontact.web.{face}.urls").urlpatterns):
        if not isinstance(row.roles, Everyone):
            yield f"/{row.pattern}", {str(role) for role in row.roles}
