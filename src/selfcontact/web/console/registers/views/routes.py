"""Routes: the ways out through a carrier, opened and closed by hand; a password goes in and never comes out."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from selfcontact.accounts.models import Role
from selfcontact.campaigns.models import Campaign
from selfcontact.subprocessors import actions
from selfcontact.subprocessors.actions import Terms, Way
from selfcontact.subprocessors.models import Route
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.forms.subprocessors import (
    MILLICENTS,
    ChangeRouteForm,
    DisableForm,
    EnableForm,
    RouteForm,
)
from selfcontact.web.console.registers.health import health
from selfcontact.web.console.registers.history import of_objects
from selfcontact.web.console.registers.pages import (
    GUARDS,
    Cell,
    Link,
    Listing,
    Step,
    act,
    address,
    find,
    show,
    show_list,
)
from selfcontact.web.console.registers.values import price

#: An operator who sees a route degrade may close it; opening it again is for whoever keeps the register.
CLOSERS = GUARDS | {Role.OPERATOR}


def route_list(request: HttpRequest) -> HttpResponse:
    """List the routes by reference."""
    listing = Listing(
        title=_("Routes"),
        lead=_("Les chemins vers les opérateurs. Une route ne s’ouvre que si l’examen de son opérateur est valable."),
        heads=[_("Référence"), _("Opérateur"), _("Nature"), _("État"), _("Segments par seconde"), _("Numéro du STOP")],
        search=["reference", "subprocessor__name", "stop_code"],
        empty=_("Enregistrez d’abord un opérateur de messages et son examen, puis une route."),
        add=Link(url=reverse("route_add"), words=_("Ajouter une route")),
    )
    found = Route.objects.select_related("subprocessor").order_by("reference")
    return show_list(request, listing, found, _row)


def _row(found: Route) -> list[Cell]:
    state = "enabled" if found.enabled else "disabled"
    carrier = found.subprocessor
    return [
        Cell(text=found.reference, url=reverse("route_show", args=[found.reference])),
        Cell(text=carrier.name, url=reverse("subprocessor_show", args=[carrier.reference])),
        Cell(text=words.ROUTES[found.kind]),
        Cell(text=words.STATES[state], state=state),
        Cell(text=found.segments_per_second, kind="number"),
        Cell(text=found.stop_code, kind="code"),
    ]


def route_show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how a route goes, whether it may carry a message now, who uses it and the history."""
    found = find(Route, reference, "subprocessor")
    state = "enabled" if found.enabled else "disabled"
    using = found.campaigns.filter(state__in=(Campaign.State.RUNNING, Campaign.State.PAUSED, Campaign.State.SCHEDULED))
    return show(
        request,
        template="console/registers/route.html",
        links=_links(found),
        history=of_objects(request, found.uid),
        route=found,
        kind=words.ROUTES[found.kind],
        state=state,
        state_words=words.STATES[state],
        health=health(found, now()),
        campaigns=[
            (one, words.CAMPAIGNS[one.state], address("sending_show", one.reference))
            for one in using.order_by("earliest")
        ],
        price=price(found.price_millicents),
    )


def _links(found: Route) -> list[Link | None]:
    of = [found.reference]
    disable = Link(url=reverse("route_disable", args=of), words=_("Fermer la route"), roles=CLOSERS, tone="danger")
    enable = Link(url=reverse("route_enable", args=of), words=_("Ouvrir la route"), tone="primary")
    return [
        disable if found.enabled else enable,
        Link(url=reverse("route_change", args=of), words=_("Modifier")),
    ]


def route_add(request: HttpRequest) -> HttpResponse:
    """Add a route, closed; `?subprocessor=` chooses whose."""
    form = RouteForm(request.POST or None, initial={"subprocessor": request.GET.get("subprocessor", "")})
    step = Step(
        title=_("Ajouter une route"),
        text=_("Elle est fermée tant que personne ne l’ouvre. Vers une autre machine, elle passe sous TLS."),
        submit=_("Ajouter la route"),
        back=reverse("route_list"),
        forward=lambda made: reverse("route_show", args=[made.reference]),
        done=_("Route ajoutée, fermée."),
    )
    return act(request, form, lambda: _add(request, form), step)


def _add(request: HttpRequest, form: RouteForm) -> Route:
    given = form.cleaned_data
    way = Way(
        kind=Route.Kind(given["kind"]),
        host=given["host"],
        port=given["port"],
        system_id=given["system_id"],
        stop_code=given["stop_code"],
        tls=given["tls"],
        ca_file=given["ca_file"],
        bind=Route.Bind(given["bind"]),
        concatenation=Route.Concatenation(given["concatenation"]),
        window=given["window"],
        segments_per_second=given["segments_per_second"],
        price_millicents=form.price_millicents,
        sender_names=given["sender_names"],
        **form.hours,
    )
    return actions.add_route(
        actor=actor_of(request),
        reference=given["reference"],
        subprocessor=given["subprocessor"],
        way=way,
        password=given["password"],
    )


def route_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a route new terms."""
    found = find(Route, reference)
    initial = {
        "sender_names": found.sender_names,
        "window": found.window,
        "segments_per_second": found.segments_per_second,
        "price": f"{found.price_millicents / MILLICENTS:.5f}",
        "opens_at": found.opens_at,
        "closes_at": found.closes_at,
        "rests": found.rests,
    }
    form = ChangeRouteForm(request.POST or None, initial=initial)
    step = Step(
        title=_("Modifier la route %(reference)s") % {"reference": reference},
        text=_(
            "Les émetteurs les prennent quand la route est fermée puis rouverte. Un autre serveur est une autre route."
        ),
        submit=_("Modifier la route"),
        back=reverse("route_show", args=[reference]),
        done=_("Route modifiée."),
    )
    return act(request, form, lambda: _change(request, found, form), step)


def _change(request: HttpRequest, found: Route, form: ChangeRouteForm) -> None:
    given = form.cleaned_data
    terms = Terms(
        window=given["window"],
        segments_per_second=given["segments_per_second"],
        price_millicents=form.price_millicents,
        sender_names=given["sender_names"],
        password=given["password"],
        **form.hours,
    )
    actions.change_route(actor=actor_of(request), route=found, terms=terms)


def route_enable(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a route."""
    found = find(Route, reference, "subprocessor")
    form = EnableForm(request.POST if request.method == "POST" else None)
    step = Step(
        title=_("Ouvrir la route %(reference)s") % {"reference": reference},
        text=_("Les émetteurs s’y connectent aussitôt et prennent les campagnes qui l’attendent."),
        submit=_("Ouvrir la route"),
        back=reverse("route_show", args=[reference]),
        done=_("Route ouverte."),
    )
    actor, today = actor_of(request), now().date()
    return act(request, form, lambda: actions.enable_route(actor=actor, route=found, on=today), step)


def route_disable(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a route."""
    found = find(Route, reference)
    form = DisableForm(request.POST or None)
    step = Step(
        title=_("Fermer la route %(reference)s") % {"reference": reference},
        text=_("Plus rien n’est pris pour elle ; ses campagnes attendent qu’on la rouvre."),
        submit=_("Fermer la route"),
        back=reverse("route_show", args=[reference]),
        done=_("Route fermée."),
        danger=True,
    )
    actor = actor_of(request)
    return act(request, form, lambda: actions.disable_route(actor=actor, route=found, **form.cleaned_data), step)
