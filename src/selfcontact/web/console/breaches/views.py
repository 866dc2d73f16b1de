"""Pages of breaches: the register, one of them with its clocks and its extent, and each thing that is done about it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selfcontact.accounts.models import Role
from selfcontact.breaches import actions
from selfcontact.breaches.alerts import open_breaches
from selfcontact.breaches.models import Breach, Kind
from selfcontact.breaches.reading import Standing, standing
from selfcontact.breaches.refusals import LACKING
from selfcontact.breaches.telling import untold
from selfcontact.compliance import breach as terms
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.breaches import forms, words
from selfcontact.web.console.registers import pages
from selfcontact.web.console.registers.history import of_objects
from selfcontact.web.console.registers.pages import Cell, Link, Listing, Step
from selfcontact.web.forms import ActionForm
from selfcontact.web.templatetags.web import when

PAGE = require_http_methods(["GET", "HEAD", "POST"])
OFFICERS = frozenset({Role.DPO})


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the breaches, the newest first."""
    running = set(open_breaches().values_list("pk", flat=True))
    listing = Listing(
        title=_("Violations de données"),
        lead=_("Ce qui est arrivé, qui doit être averti et jusqu’à quand (RGPD, 33 et 34). Rien ne s’efface ici."),
        heads=[_("Violation"), _("Apprise le"), _("CNIL jusqu’au (heure de Paris)"), _("État")],
        search=["reference"],
        empty=_("Aucune violation n’est consignée."),
        add=Link(url=reverse("breach_record"), words=_("Consigner une violation"), roles=OFFICERS),
    )
    found = Breach.objects.defer("sealed").order_by("-pk")
    return pages.show_list(request, listing, found, lambda one: _row(one, open_=one.pk in running))


def _row(found: Breach, *, open_: bool) -> list[Cell]:
    due = terms.from_json(found.authority_term).due_at
    return [
        Cell(text=found.reference, url=reverse("breach_show", args=[found.reference])),
        Cell(text=when(found.learnt_at)),
        Cell(text=when(due)),
        Cell(text=_("ouverte") if open_ else _("close"), state="running" if open_ else "done"),
    ]


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a breach: both clocks, the extent that ledger and keys gave, what was done, what is missing."""
    found = pages.find(Breach, reference)
    known = standing(found, now())
    return pages.show(
        request,
        template="console/breaches/show.html",
        links=_links(known),
        history=of_objects(request, found.uid),
        breach=found,
        known=known,
        natures=[words.NATURES[one] for one in found.natures],
        systems=[words.SYSTEMS[one] for one in found.systems],
        clocks=[(words.TERMS[one.name], one, words.BADGES[one.urgency]) for one in known.clocks],
        steps=[(words.KINDS[one.step.kind], one) for one in known.steps],
        missing=[_said(code) for code in known.missing],
    )


def _said(code: str) -> str:
    fr, en = LACKING[code]
    return en if (get_language() or "fr").startswith("en") else fr


def _links(known: Standing) -> list[Link | None]:
    if known.closed:
        return []
    offered = [
        ("breach_tell", _("Notifier les responsables"), "primary", "controllers" in known.missing),
        ("breach_told", _("Responsable averti autrement"), "", "controllers" in known.missing),
        ("breach_add", _("Ajouter"), "", True),
        ("breach_measure", _("Mesurer de nouveau"), "", True),
        ("breach_close", _("Clore"), "danger", not known.missing),
    ]
    return [
        Link(url=reverse(name, args=[known.breach.reference]), words=said, roles=OFFICERS, tone=tone)
        for name, said, tone, possible in offered
        if possible
    ]


@PAGE
def record(request: HttpRequest) -> HttpResponse:
    """Write a breach down."""
    at = now()
    form = forms.RecordForm(request.POST or None, initial={"learnt_at": at})
    step = Step(
        title=_("Consigner une violation"),
        text=_("Les délais courent dès qu’elle est apprise. Ce qui est écrit ici ne s’efface plus ; on y ajoute."),
        submit=_("Consigner"),
        back=reverse("breach_list"),
        done=_("Violation consignée ; son étendue est demandée au journal et aux clés."),
        forward=lambda made: reverse("breach_show", args=[made.reference]),
    )
    return pages.act(request, form, lambda: _record(request, form, at), step)


def _record(request: HttpRequest, form: forms.RecordForm, at: datetime) -> Breach:
    chosen = list(form.cleaned_data["mandates"]) or None
    return actions.record_breach(actor=actor_of(request), account=form.account(), at=at, mandates=chosen)


@PAGE
def measure(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask ledger and keys anew."""
    found, form = pages.find(Breach, reference), ActionForm(request.POST if request.method == "POST" else None)
    text = _("Journal et clés disent de nouveau quels mandats, combien de personnes, quelles clés, quels usages.")
    step = _step(found, _("Mesurer de nouveau"), text, _("Étendue établie."))
    return pages.act(request, form, lambda: actions.measure(actor=actor_of(request), breach=found, at=now()), step)


@PAGE
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Add what was learnt, done or decided."""
    found, form, at = pages.find(Breach, reference), forms.StepForm(request.POST or None), now()
    text = _("Un fait, une mesure, ou une décision du responsable avec sa raison (RGPD, 33.5).")
    step = _step(found, _("Ajouter à la violation"), text, _("Ajouté au registre."))
    return pages.act(
        request,
        form,
        lambda: actions.add(
            actor=actor_of(request),
            breach=found,
            kind=Kind(form.cleaned_data["kind"]),
            text=form.cleaned_data["text"],
            happened_at=form.moment(at),
            at=at,
        ),
        step,
    )


@PAGE
def tell(request: HttpRequest, reference: str) -> HttpResponse:
    """Write to every controller that was not told."""
    found, form = pages.find(Breach, reference), ActionForm(request.POST if request.method == "POST" else None)
    text = _("Un avis part à chaque responsable d’équipe des candidats concernés. Il ne nomme personne de la base.")
    step = _step(found, _("Notifier les responsables"), text, _("Les avis sont écrits ; ils partent d’eux-mêmes."))
    return pages.act(
        request, form, lambda: actions.tell_controllers(actor=actor_of(request), breach=found, at=now()), step
    )


@PAGE
def told(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down that a controller was told otherwise."""
    found, at = pages.find(Breach, reference), now()
    form = forms.ToldForm(request.POST or None, left=[one.mandate_id for one in untold(found) if one.mandate_id])
    text = _("Pour un candidat que le programme ne peut pas joindre : dites comment il a été averti, et quand.")
    step = _step(found, _("Responsable averti autrement"), text, _("Consigné."))
    return pages.act(
        request,
        form,
        lambda: actions.note_controller_told(
            actor=actor_of(request),
            breach=found,
            mandate=form.cleaned_data["mandate"],
            text=form.cleaned_data["text"],
            happened_at=form.moment(at),
            at=at,
        ),
        step,
    )


@PAGE
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a breach."""
    found, form = pages.find(Breach, reference), forms.CloseForm(request.POST or None)
    text = _("Rien ne s’y ajoute plus. Tout reste au registre, pour l’autorité (RGPD, 33.5).")
    step = _step(found, _("Clore la violation"), text, _("Violation close."), danger=True)
    return pages.act(
        request,
        form,
        lambda: actions.close(actor=actor_of(request), breach=found, text=form.cleaned_data["text"], at=now()),
        step,
    )


def _step(found: Breach, title: str, text: str, done: str, *, danger: bool = False) -> Step:
    back = reverse("breach_show", args=[found.reference])
    return Step(title=title, text=text, submit=title, back=back, done=done, danger=danger)
