"""Pages of audits: the list, one of them with what it withholds and why, asking the provider, lifting a failure."""

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selfcontact.accounts.models import Role
from selfcontact.audits import actions
from selfcontact.audits.models import Audit
from selfcontact.intake.models import Delivery
from selfcontact.web.access import actor_of, positions
from selfcontact.web.clock import now
from selfcontact.web.console.audits import words
from selfcontact.web.console.registers.history import of_objects
from selfcontact.web.console.registers.pages import Cell, Link, Listing, Step, act, show_list
from selfcontact.web.console.registers.views.providers import tabs
from selfcontact.web.forms import GroundsForm

PER_PAGE = 100


def index(request: HttpRequest) -> HttpResponse:
    """List the audits, the newest first."""
    listing = Listing(
        title=_("Sondages"),
        lead=_(
            "De chaque livraison, des lignes tirées au sort dont le fournisseur prouve le consentement. "
            "Un échec retient la livraison et suspend le fournisseur, avec tout ce qu’il a livré."
        ),
        heads=[_("Sondage"), _("Livraison"), _("Fournisseur"), _("Lignes"), _("État"), _("Délai")],
        search=["reference", "delivery__reference", "delivery__agreement__provider__name"],
        empty=_("Le travailleur tire un sondage de chaque livraison publiée."),
        add=Link(url=reverse("delivery_list"), words=_("Choisir une livraison")),
        tabs=tabs(),
    )
    found = Audit.objects.select_related("delivery__agreement__provider").order_by("-pk")
    return show_list(request, listing, found, _row)


def _row(found: Audit) -> list[Cell]:
    delivery = found.delivery
    return [
        Cell(text=found.reference, url=reverse("audit_show", args=[found.reference])),
        Cell(text=delivery.reference, url=reverse("delivery_show", args=[delivery.reference])),
        Cell(text=delivery.agreement.provider.name),
        Cell(text=found.size, kind="number"),
        Cell(text=words.STATES[found.state], state=words.BADGES[found.state]),
        Cell(text=found.due_at.date() if found.due_at else None, kind="day"),
    ]


@require_GET
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an audit: its draw, its rows, and in plain words what a failure withholds and why."""
    return _shown(request, audit_of(reference))


def _shown(request: HttpRequest, found: Audit, link: str = "") -> HttpResponse:
    counts = actions.results(found)
    rows = found.rows.defer("dropped", "sealed").order_by(F("result").asc(), "line")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "audit": found,
        "link": link,
        "state": words.STATES[found.state],
        "badge": words.BADGES[found.state],
        "cause": words.CAUSES.get(found.cause, ""),
        "withheld": found.delivery.agreement.provider.agreements.values_list("deliveries", flat=True).count(),
        "results": [(words.RESULTS[code], counts.get(str(code), 0)) for code in words.RESULTS],
        "page": page,
        "rows": [(row, words.RESULTS[row.result], words.REASONS.get(row.reason, "")) for row in page],
        "judges": bool(positions(request) & {Role.OPERATOR, Role.DPO}),
        "history": of_objects(request, found.uid),
    }
    return render(request, "console/audits/show.html", context)


@require_POST
def draw(request: HttpRequest, reference: str) -> HttpResponse:
    """Draw the rows of a delivery."""
    made = actions.draw(actor=actor_of(request), delivery=get_object_or_404(Delivery, reference=reference), at=now())
    return redirect("audit_show", reference=made.reference)


@require_POST
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the provider's link, and show it this once."""
    made = actions.ask(actor=actor_of(request), audit=audit_of(reference), at=now())
    return _shown(request, made.audit, link=made.link)


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, reference: str) -> HttpResponse:
    """Lift a failed audit, with a written ground."""
    found, form = audit_of(reference), GroundsForm(request.POST or None)
    step = Step(
        title=_("Lever l’échec du sondage %(reference)s") % {"reference": reference},
        text=_(
            "La livraison est publiée de nouveau ; le fournisseur sert de nouveau si aucun autre de ses sondages n’est "
            "en échec. Le motif va au journal. Les messages déjà refusés ne repartent pas."
        ),
        submit=_("Lever l’échec"),
        back=reverse("audit_show", args=[reference]),
        done=_("Échec levé, avec son motif au journal."),
        danger=True,
    )
    actor, grounds = actor_of(request), form["grounds"].value() or ""
    return act(request, form, lambda: actions.lift(actor=actor, audit=found, grounds=grounds, at=now()), step)


def audit_of(reference: str) -> Audit:
    """Return the audit with its delivery and provider; raises Http404 when there is none."""
    related = Audit.objects.select_related("delivery__mandate__candidate", "delivery__agreement__provider")
    return get_object_or_404(related, reference=reference)
