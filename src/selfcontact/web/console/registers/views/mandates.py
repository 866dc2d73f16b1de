"""Mandates: the list, the timeline, opening one and moving its planned end."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from selfcontact.accounts.models import Role
from selfcontact.geo import finding
from selfcontact.ledger.history import Question
from selfcontact.mandates import actions
from selfcontact.mandates.models import ContactPolicy, Mandate
from selfcontact.web.access import actor_of, positions
from selfcontact.web.clock import now
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.cautions import cautions, in_force
from selfcontact.web.console.registers.forms.mandates import CeilingForm, MandateForm, MoveEndForm
from selfcontact.web.console.registers.history import history
from selfcontact.web.console.registers.pages import (
    GUARDS,
    KEEPERS,
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
from selfcontact.web.console.registers.timeline import Event, Facts, timeline
from selfcontact.web.console.registers.timeline_facts import facts
from selfcontact.web.console.registers.values import price

#: Pages of other areas that the timeline leads to.
PAGES = {"delivery": "delivery_show", "campaign": "campaign_show"}
REMEDIES = {
    "instruction": "instruction_add",
    "sponsor": "sponsor_declare",
    "move-end": "mandate_move_end",
    "end": "mandate_end",
}


def mandate_list(request: HttpRequest) -> HttpResponse:
    """List the mandates: those that live first, the next to end first."""
    listing = Listing(
        title=_("Mandats"),
        lead=_("Le contrat avec un candidat pour une élection : l’unité de cloisonnement, de clés et de conservation."),
        heads=[_("Référence"), _("Candidat"), _("Élection"), _("État"), _("Ouvre le"), _("Fin prévue le")],
        search=["reference", "candidate__name", "candidate__reference", "election"],
        empty=_("Enregistrez d’abord un candidat, puis ouvrez-lui un mandat."),
        add=Link(url=reverse("mandate_add"), words=_("Ouvrir un mandat")),
    )
    return show_list(request, listing, _in_order(), _row)


def _in_order() -> QuerySet[Mandate]:
    # live, then ending, then ended: the opposite of the alphabet.
    return Mandate.objects.select_related("candidate").order_by("-state", "ends_on", "reference")


def _row(found: Mandate) -> list[Cell]:
    return [
        Cell(text=found.reference, url=reverse("mandate_show", args=[found.reference])),
        Cell(text=found.candidate.name, url=reverse("candidate_show", args=[found.candidate.reference])),
        Cell(text=words.election(found.election)),
        Cell(text=words.STATES[found.state], state=found.state),
        Cell(text=found.opens_on, kind="day"),
        Cell(text=found.ends_on, kind="day"),
    ]


def mandate_show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what a mandate needs, its timeline, what was signed and the history."""
    found = find(Mandate, reference, "candidate")
    known, at = facts(found), now()
    return show(
        request,
        template="console/registers/mandate.html",
        links=_links(found),
        history=history(request, Question(mandate_id=found.pk)),
        mandate=found,
        election=words.election(found.election),
        area=words.area(found.area),
        state=words.STATES[found.state],
        cautions=[(one, _remedy(found, one.remedy)) for one in cautions(known, at)],
        events=_events(known, at),
        may_withdraw=bool(positions(request) & KEEPERS),
        instructions=[(one, words.INSTRUCTIONS[one.kind], in_force(one, at)) for one in known.instructions],
        sponsor=known.sponsor,
        standing=words.STANDINGS[known.sponsor.standing] if known.sponsor else "",
        certificate=known.certificate,
        ceiling=_ceiling(found),
        **_first_contact(found),
    )


def _first_contact(found: Mandate) -> dict[str, object]:
    policy = found.contact_policy()
    kind = policy.kind if policy else ContactPolicy.Kind.CONSENT
    return {"contact_policy": policy, "first_contact": words.FIRST_CONTACTS[kind]}


def _ceiling(found: Mandate) -> str:
    cents = found.ceiling_cents()
    return "" if cents is None else price(cents * 1000)


def _links(found: Mandate) -> list[Link | None]:
    if found.state == Mandate.State.ENDED:
        certificate = reverse("certificate_show", args=[found.reference])
        return [Link(url=certificate, words=_("Certificat"), roles=frozenset(Role), tone="primary")]
    end = Link(
        url=reverse("mandate_end", args=[found.reference]), words=_("Mettre fin au mandat"), roles=GUARDS, tone="danger"
    )
    if found.state == Mandate.State.ENDING:
        return [end]
    instruction = reverse("instruction_add", args=[found.reference])
    move = reverse("mandate_move_end", args=[found.reference])
    return [
        Link(url=instruction, words=_("Enregistrer une instruction"), tone="primary"),
        Link(url=reverse("first_contact", args=[found.reference]), words=_("Premier message")),
        Link(url=reverse("sponsor_declare", args=[found.reference]), words=_("Déclaration du commanditaire")),
        Link(url=move, words=_("Déplacer la fin")),
        Link(url=reverse("mandate_ceiling", args=[found.reference]), words=_("Fixer le plafond")),
        end,
    ]


def _events(known: Facts, at: datetime) -> list[tuple[Event, str, bool]]:
    """Return each event with the page it leads to, and whether it is still to come."""
    return [(event, address(PAGES.get(event.kind, ""), event.reference), event.at > at) for event in timeline(known)]


def _remedy(found: Mandate, remedy: str) -> str:
    if remedy == "delivery":
        return address("delivery_list")
    return address(REMEDIES.get(remedy, ""), found.reference)


def mandate_add(request: HttpRequest) -> HttpResponse:
    """Open a mandate; `?candidate=` chooses whose."""
    form = MandateForm(request.POST or None, initial={"candidate": request.GET.get("candidate", "")})
    step = Step(
        title=_("Ouvrir un mandat"),
        text=_(
            "Des clés neuves sont faites pour lui seul : ce qu’il contiendra devient illisible quand on les détruit."
        ),
        submit=_("Ouvrir le mandat"),
        back=reverse("mandate_list"),
        forward=lambda made: reverse("mandate_show", args=[made.reference]),
        done=_("Mandat ouvert. Enregistrez maintenant l’instruction signée du candidat."),
        template="console/registers/mandate_add.html",
        context=_areas(request),
    )
    return act(request, form, lambda: actions.open_mandate(actor=actor_of(request), **form.cleaned_data), step)


def area_search(request: HttpRequest) -> HttpResponse:
    """Answer with the areas that begin with what is typed, as a list to copy from; a piece of the page, never alone."""
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('mandate_add')}?{request.GET.urlencode()}")
    found = _areas(request)
    return render(
        request, "console/registers/areas.html", {"found": found["area_found"], "wanted": found["area_wanted"]}
    )


def _areas(request: HttpRequest) -> dict[str, object]:
    wanted = request.GET.get("area_q", "")[:80]
    return {"area_wanted": wanted, "area_found": finding.search(wanted, limit=12)}


def mandate_move_end(request: HttpRequest, reference: str) -> HttpResponse:
    """Move the planned end of a live mandate."""
    found = find(Mandate, reference)
    form = MoveEndForm(request.POST or None, initial={"ends_on": found.ends_on})
    step = Step(
        title=_("Déplacer la fin de %(reference)s") % {"reference": reference},
        text=_("Après ce jour, rien ne part plus. Les données ne sont détruites que lorsque l’on met fin au mandat."),
        submit=_("Déplacer la fin"),
        back=reverse("mandate_show", args=[reference]),
        done=_("La fin prévue est déplacée."),
    )
    actor = actor_of(request)
    return act(request, form, lambda: actions.move_end(actor=actor, mandate=found, **form.cleaned_data), step)


def mandate_ceiling(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down how much the candidate allows to be spent under a live mandate."""
    found = find(Mandate, reference)
    form = CeilingForm(request.POST or None)
    step = Step(
        title=_("Plafond de dépense de %(reference)s") % {"reference": reference},
        text=_("Le candidat suit ce qu’il dépense par rapport à ce montant, au tarif public."),
        submit=_("Fixer le plafond"),
        back=reverse("mandate_show", args=[reference]),
        done=_("Le plafond est fixé."),
    )
    actor = actor_of(request)
    return act(request, form, lambda: actions.set_ceiling(actor=actor, mandate=found, cents=form.cents, at=now()), step)
