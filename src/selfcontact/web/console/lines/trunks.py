"""Ways in from voice operators."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selfcontact.compliance import route
from selfcontact.compliance.verdict import Allowed
from selfcontact.lines import standing, trunks
from selfcontact.lines.models import Trunk
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.lines.forms import ChangeTrunkForm, PlainForm, StopForm, TrunkForm
from selfcontact.web.console.lines.roles import KEEPERS
from selfcontact.web.console.registers import pages
from selfcontact.web.console.registers.pages import Cell, Link, Listing, Step


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the trunks."""
    listing = Listing(
        title=_("Arrivées des opérateurs"),
        lead=_("Une arrivée ne s’ouvre que chez un opérateur examiné, établi dans l’Union européenne."),
        heads=[_("Référence"), _("Opérateur"), _("Réseaux"), _("État"), _("À faire"), _("Termes")],
        search=["reference", "subprocessor__name"],
        empty=_("Enregistrez l’opérateur parmi les sous-traitants, puis son examen, puis son arrivée."),
        add=Link(url=reverse("trunk_add"), words=_("Ajouter une arrivée"), roles=KEEPERS),
        tabs=tabs(),
    )
    found = Trunk.objects.select_related("subprocessor").order_by("reference")
    return pages.show_list(request, listing, found, _row)


def tabs() -> list[Link]:
    """Return the lists beside this one."""
    return [
        Link(url=reverse("line_list"), words=_("Lignes")),
        Link(url=reverse("line_house"), words=_("Annonces de la maison")),
        Link(url=reverse("trunk_list"), words=_("Arrivées")),
    ]


def _row(found: Trunk) -> list[Cell]:
    lets_in = isinstance(route.check(standing.trunk_facts(found), now().date()), Allowed)
    state = _("ouverte") if lets_in else _("sans examen valable") if found.enabled else _("fermée")
    verb = ("trunk_disable", _("Fermer")) if found.enabled else ("trunk_enable", _("Ouvrir"))
    return [
        Cell(text=found.reference),
        Cell(
            text=found.subprocessor.name,
            url=pages.address("subprocessor_show", found.subprocessor.reference),
        ),
        Cell(text=", ".join(found.networks), kind="code"),
        Cell(text=state, state="enabled" if lets_in else "expired" if found.enabled else "disabled"),
        Cell(text=verb[1], url=reverse(verb[0], args=[found.reference])),
        Cell(text=_("Modifier"), url=reverse("trunk_change", args=[found.reference])),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put a trunk on record."""
    form = TrunkForm(request.POST or None)
    step = Step(
        title=_("Ajouter une arrivée"),
        text=_("Elle reste fermée jusqu’à ce que vous l’ouvriez."),
        submit=_("Ajouter"),
        back=reverse("trunk_list"),
        done=_("L’arrivée est enregistrée."),
    )
    return pages.act(request, form, lambda: _add(request, form), step)


def _add(request: HttpRequest, form: TrunkForm) -> Trunk:
    given = form.cleaned_data
    return trunks.add_trunk(
        actor=actor_of(request),
        reference=given["reference"],
        subprocessor=given["subprocessor"],
        way=form.way(simulated=given["simulated"]),
        password=given["password"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a trunk another way in."""
    found = pages.find(Trunk, reference)
    initial = vars(trunks.way_of(found)) | {"sound_networks": found.media}
    form = ChangeTrunkForm(request.POST or None, initial=initial)
    step = Step(
        title=_("Modifier l’arrivée %(reference)s") % {"reference": reference},
        text=_("Les appels suivants sont pris ainsi dans la seconde ; ceux en cours finissent comme ils ont commencé."),
        submit=_("Modifier l’arrivée"),
        back=reverse("trunk_list"),
        done=_("L’arrivée est modifiée."),
    )
    return pages.act(request, form, lambda: _change(request, found, form), step)


def _change(request: HttpRequest, found: Trunk, form: ChangeTrunkForm) -> None:
    way, password = form.way(simulated=found.simulated), form.cleaned_data["password"]
    trunks.change_trunk(actor=actor_of(request), trunk=found, way=way, password=password)


@require_http_methods(["GET", "HEAD", "POST"])
def enable(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the calls of a trunk in."""
    found = pages.find(Trunk, reference, "subprocessor")
    step = Step(
        title=_("Ouvrir %(reference)s") % {"reference": reference},
        text=_("Les appels de cet opérateur sont pris dès maintenant, sur les lignes publiées."),
        submit=_("Ouvrir l’arrivée"),
        back=reverse("trunk_list"),
        done=_("L’arrivée est ouverte."),
    )
    return pages.act(
        request,
        PlainForm(request.POST or None),
        lambda: trunks.enable_trunk(actor=actor_of(request), trunk=found, on=now().date()),
        step,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def disable(request: HttpRequest, reference: str) -> HttpResponse:
    """Let no call of a trunk in any more."""
    found, form = pages.find(Trunk, reference), StopForm(request.POST or None)
    step = Step(
        title=_("Fermer %(reference)s") % {"reference": reference},
        text=_("Ses lignes ne répondent plus à personne."),
        submit=_("Fermer l’arrivée"),
        back=reverse("trunk_list"),
        done=_("L’arrivée est fermée."),
        danger=True,
    )
    return pages.act(
        request,
        form,
        lambda: trunks.disable_trunk(actor=actor_of(request), trunk=found, grounds=form.cleaned_data["grounds"]),
        step,
    )
