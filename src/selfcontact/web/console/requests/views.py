"""Requests of people: who waits, until when and why, what comes next. The person is opened with a reason."""

from collections.abc import Mapping
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from selfcontact.requests import actions, queue, states
from selfcontact.requests.models import Door, Kind, Request
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.opposition.forms import ReasonForm
from selfcontact.web.console.registers import pages
from selfcontact.web.console.registers.history import of_objects
from selfcontact.web.console.registers.pages import Cell, Link, Listing, Step
from selfcontact.web.console.requests import deeds, proofs, words
from selfcontact.web.console.requests.doubted import doubted
from selfcontact.web.console.requests.forms import OpenForm
from selfcontact.web.console.requests.roles import OFFICERS, READERS
from selfcontact.web.console.requests.stated import stated
from selfcontact.web.console.rights.sections import sections
from selfcontact.web.templatetags.web import when


@require_safe
def ended(request: HttpRequest) -> HttpResponse:
    """List those that are over, the last first."""
    found = Request.objects.exclude(state__in=states.OPEN).defer("sealed", "phone_index").order_by("-ended_at")
    return pages.show_list(request, _listing(_("Demandes finies")), found, _row)


def _listing(title: str) -> Listing:
    return Listing(
        title=title,
        lead=_("Qui exerce un droit a sa réponse dans le mois. Rien de la personne ne s’affiche ici."),
        heads=[_("Référence"), _("Demande"), _("État"), _("Reçue"), _("Réponse due le"), _("Délai")],
        search=["reference"],
        empty=_("Une demande arrivée par courrier ou par téléphone s’ouvre à la main."),
        add=Link(url=reverse("request_open"), words=_("Ouvrir une demande"), roles=OFFICERS),
        tabs=[
            Link(url=reverse("request_list"), words=_("En cours")),
            Link(url=reverse("request_ended"), words=_("Finies")),
            Link(url=reverse("mailbox_list"), words=_("Courriels")),
        ],
    )


def _row(found: Request) -> list[Cell]:
    said, tone = _pressing(found)
    return [
        Cell(text=found.reference, url=reverse("request_show", args=[found.reference])),
        Cell(text=words.kinds(found.kinds)),
        Cell(text=words.STATES[found.state]),
        Cell(text=when(found.received_at)),
        Cell(text=found.due_on, kind="day"),
        Cell(text=said, state=tone),
    ]


def _pressing(found: Request) -> tuple[object, str]:
    if found.state not in states.OPEN:
        return words.STATES[found.state], found.state
    standing = queue.standing(found, now())
    if standing.paused_days is not None:
        return _("arrêté, la personne doit répondre"), "paused"
    return words.PRESSURES[standing.pressure]


@sensitive_post_parameters("number", "name", "address", "text")
@require_http_methods(["GET", "HEAD", "POST"])
def open_request(request: HttpRequest) -> HttpResponse:
    """Open a request by hand."""
    form = OpenForm(request.POST or None)
    step = Step(
        title=_("Ouvrir une demande"),
        text=_("Ce que vous écrivez de la personne est scellé aussitôt."),
        submit=_("Ouvrir"),
        back=reverse("request_list"),
        done=_("La demande est ouverte, son délai court."),
        forward=lambda made: reverse("request_show", args=[made.reference]),
    )
    return pages.act(request, form, lambda: _receive(request, form), step)


def _receive(request: HttpRequest, form: OpenForm) -> Request:
    given = form.cleaned_data
    return actions.receive(
        actor=actor_of(request),
        kinds=[Kind(kind) for kind in given["kinds"]],
        door=Door(given["door"]),
        person=form.person(),
        received_at=form.received,
        at=now(),
        candidate=given["candidate"],
    )


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a request, its clock, what comes next and its history."""
    found = pages.find(Request, reference, "duplicate_of", "reopens", "candidate")
    held = list(found.holds.filter(lifted_at=None).select_related("mandate"))
    next_ones = [
        Link(url=reverse("request_act", args=[reference, name]), words=deed.words, roles=OFFICERS)
        for name, deed in deeds.possible(found, held=bool(held))
    ]
    read_it = Link(
        url=reverse("request_read", args=[reference]), words=_("Lire ce que la personne a écrit"), roles=OFFICERS
    )
    answer = Link(url=reverse("answer_show", args=[reference]), words=_("La réponse"), roles=READERS)
    pressing, tone = _pressing(found)
    return pages.show(
        request,
        template="console/requests/show.html",
        links=[*([read_it] if found.sealed else []), answer, *next_ones],
        history=of_objects(request, found.uid),
        found=found,
        kinds=words.kinds(found.kinds),
        door=words.DOORS[found.door],
        state=words.STATES[found.state],
        rung=words.RUNGS[found.rung],
        needed=words.RUNGS[states.needed(found.kinds)],
        ground=words.GROUNDS.get(found.ground, ""),
        pressing=pressing,
        tone=tone,
        steps=[_step(computed) for computed in found.clock],
        strict=found.deadline.unpaused_on,
        holds=held,
        duplicates=list(found.duplicates.defer("sealed")),
        reopened=list(found.reopened_by.defer("sealed")),
        refused=[(words.KINDS[kind], words.GROUNDS[why]) for kind, why in found.refused.items()],
        stated=stated(found),
        documents=proofs.held(found),
        **sections(request, found),
        doubts=doubted(found),
    )


def _step(computed: Mapping[str, object]) -> dict[str, object]:
    moved = computed["moved"]
    skipped = [f"{_day(day)} ({words.PASSED_OVER[why]})" for day, why in moved] if isinstance(moved, list) else []
    return {
        "cause": words.CAUSES[str(computed["cause"])],
        "months": computed["months"],
        "paused": computed["paused_days"],
        "nominal": _day(str(computed["nominal"])),
        "skipped": ", ".join(skipped),
        "due": _day(str(computed["due_on"])),
    }


def _day(iso: str) -> str:
    return str(date_format(date.fromisoformat(iso), "j F Y"))


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, reference: str, deed: str) -> HttpResponse:
    """Do one thing with a request."""
    found, chosen = pages.find(Request, reference), deeds.EVERY.get(deed)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST if request.method == "POST" else None, found=found)
    step = Step(
        title=chosen.words,
        text=chosen.text,
        submit=chosen.words,
        back=reverse("request_show", args=[reference]),
        done=chosen.done,
        danger=chosen.danger,
    )
    return pages.act(request, form, lambda: deeds.do(request, found, chosen, form), step)


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask why, then show who asks and what they wrote, once."""
    found, form = pages.find(Request, reference), ReasonForm(request.POST or None)
    context: dict[str, object] = {"found": found, "form": form}
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.run(lambda: actions.disclose(actor=actor_of(request), request=found, reason=reason)):
            context = {"found": found, "asked": True, "person": form.done}
    return render(request, "console/requests/read.html", context)
