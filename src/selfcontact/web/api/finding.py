"""Finds what a reference names: in the address it is a 404, in a body a 422."""

from typing import TypeVar

from django.db.models import QuerySet

from selfcontact.database.models import Record
from selfcontact.web.api import problems

R = TypeVar("R", bound=Record)


def named(found: QuerySet[R], reference: str) -> R:
    """Return the object of the address; raises Problem 404."""
    one = found.filter(reference=reference).first()
    if one is None:
        raise problems.not_found()
    return one


def mentioned(found: QuerySet[R], reference: str, field: str) -> R:
    """Return the object that a field names; raises Problem 422."""
    one = found.filter(reference=reference).first()
    if one is None:
        raise problems.Problem(
            422,
            f"unknown_{field}",
            fr=f"« {field} » ne désigne rien.",
            en=f"“{field}” names nothing.",
            errors=[{"at": field, "code": "unknown", "detail": reference}],
        )
    return one
