"""What each live mandate holds of one number, shown once to the DPO who says why; and what is then done with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from selfcontact.contacts import actions
from selfcontact.contacts.finding import Found
from selfcontact.contacts.opening import number_of
from selfcontact.contacts.watching import IN_A_DAY, IN_AN_HOUR
from selfcontact.geo import finding
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Mandate
from selfcontact.providers.models import ConsentForm
from selfcontact.web.access import actor_of
from selfcontact.web.clock import clock
from selfcontact.web.console.people.forms import ConfirmForm, FindForm
from selfcontact.web.console.registers.pages import Step, act

#: The largest id that the database can hold.
LARGEST = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Held:
    """A contact as it is shown; the number is not."""

    found: Found
    mandate: Mandate
    delivery: str
    commune: str
    form: ConsentForm | None


@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a number and a reason; show what is held, once."""
    form, asked = FindForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        asked = form.run(lambda: actions.find(actor=actor_of(request), **given))
    context = {"asked": asked, "held": _held(form.done or ()), "form": FindForm() if asked else form}
    return render(request, "console/people/find.html", {**context, "hour": IN_AN_HOUR, "day": IN_A_DAY})


def _held(found: Iterable[Found]) -> list[Held]:
    rows = list(found)
    if not rows:
        return []
    mandates = Mandate.objects.select_related("candidate").in_bulk({one.mandate_id for one in rows})
    deliveries = dict(Delivery.objects.filter(pk__in={one.delivery_id for one in rows}).values_list("pk", "reference"))
    forms = ConsentForm.objects.in_bulk({one.form_id for one in rows})
    return [
        Held(
            found=one,
            mandate=mandates[one.mandate_id],
            delivery=deliveries.get(one.delivery_id, ""),
            commune=finding.name(f"com:{one.commune}"),
            form=forms.get(one.form_id),
        )
        for one in rows
    ]


def _number(mandate: Mandate, contact: int) -> int:
    number = number_of(mandate.pk, contact) if contact <= LARGEST else None
    if number is None:
        raise Http404
    return number


def _mandate(reference: str) -> Mandate:
    found = Mandate.objects.filter(reference=reference, state=Mandate.State.LIVE).first()
    if found is None:
        raise Http404
    return found


def erase(request: HttpRequest, mandate: str, contact: int) -> HttpResponse:
    """Erase what a mandate holds of this contact's number."""
    step = Step(
        title=_("Effacer cette personne du mandat %(reference)s") % {"reference": mandate},
        text=_(
            "Le contact est supprimé, et une empreinte empêche tout nouveau fichier de le ramener. "
            "On ne revient pas en arrière."
        ),
        submit=_("Effacer"),
        back=reverse("person_find"),
        done=_("La personne est effacée de ce mandat."),
        danger=True,
    )
    return _do(request, mandate, contact, step, lambda **what: actions.erase(**what, clock=clock()))


def restrict(request: HttpRequest, mandate: str, contact: int) -> HttpResponse:
    """Set this contact's number aside."""
    step = Step(
        title=_("Mettre cette personne de côté, mandat %(reference)s") % {"reference": mandate},
        text=_(
            "Plus aucune campagne ne lui écrit, pas même une campagne déjà lancée, jusqu’à la fin de la mise de côté."
        ),
        submit=_("Mettre de côté"),
        back=reverse("person_find"),
        done=_("La personne est mise de côté."),
    )
    return _do(request, mandate, contact, step, actions.restrict)


def release(request: HttpRequest, mandate: str, contact: int) -> HttpResponse:
    """End the restriction of this contact's number."""
    step = Step(
        title=_("Remettre cette personne en service, mandat %(reference)s") % {"reference": mandate},
        text=_("Les campagnes du mandat peuvent de nouveau lui écrire."),
        submit=_("Remettre en service"),
        back=reverse("person_find"),
        done=_("La mise de côté est finie."),
    )
    return _do(request, mandate, contact, step, actions.release)


def _do(request: HttpRequest, reference: str, contact: int, step: Step, action: Callable[..., int]) -> HttpResponse:
    mandate = _mandate(reference)
    number = _number(mandate, contact)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    return act(request, form, lambda: action(actor=actor_of(request), mandate=mandate, number=number), step)
