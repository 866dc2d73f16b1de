"""What was stated of a request, without a value: which fields, which wish, what was shown, what is set aside."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from selfcontact.requests import refusals
from selfcontact.requests.models import Complaint, Correction, DeathProof, Directive, Kind, Request
from selfcontact.web.console.requests import words

Line = tuple[str, str]


def stated(found: Request) -> list[Line]:
    """Return what to show of each right that is asked for, as a label and its text."""
    lines: list[Line] = []
    if Kind.RECTIFICATION in found.kinds:
        lines += _correction(found)
    if Kind.COMPLAINT in found.kinds:
        lines += _complaint(found)
    if Kind.DIRECTIVES in found.kinds:
        lines += [*_directive(found), *_death(found)]
    if found.executed_at:
        lines += _restrictions(found)
    return lines


def _correction(found: Request) -> Iterator[Line]:
    for one in Correction.objects.filter(request=found).defer("sealed"):
        fields = ", ".join(str(words.FIELDS[name]) for name in one.fields)
        done = _("corrigé dans %(count)s contacts") % {"count": one.contacts} if one.applied_at else _("à l’exécution")
        yield _("Ce qui est exact"), f"{fields} ({done})"


def _complaint(found: Request) -> Iterator[Line]:
    for one in Complaint.objects.filter(request=found):
        right = _("elle a raison") if one.upheld else _("pas de manquement trouvé")
        yield _("La réclamation"), f"{words.CATEGORIES[one.category]} : {right}"


def _directive(found: Request) -> Iterator[Line]:
    for one in Directive.objects.filter(request=found).defer("sealed"):
        over = one.revoked_at or one.carried_out_by_id
        standing = _("finie") if over else _("en vigueur") if one.in_force_at else _("pas encore en vigueur")
        yield _("La directive"), f"{words.WISHES[one.wish]} ({standing})"


def _death(found: Request) -> Iterator[Line]:
    for one in DeathProof.objects.filter(request=found):
        seen = _("vue par deux personnes") if one.confirmed_at else _("vue par une seule personne")
        yield _("La preuve du décès"), f"{words.PAPERS[one.paper]}, {words.CAPACITIES[one.capacity]} ({seen})"


def _restrictions(found: Request) -> Iterator[Line]:
    for one in refusals.live_restrictions().filter(request=found).select_related("mandate"):
        until = _("jusqu’au %(day)s") % {"day": one.ends_on} if one.ends_on else _("sans fin annoncée")
        yield _("Mis de côté"), f"{one.mandate.reference}, {until}"
