"""Candidates: who they are, how a text may name them, and their mandates."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from selfcontact.mandates import actions
from selfcontact.mandates.models import Candidate, Mandate
from selfcontact.web.access import actor_of
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.forms.mandates import CandidateForm, NamesForm
from selfcontact.web.console.registers.history import of_objects
from selfcontact.web.console.registers.pages import Cell, Link, Listing, Step, act, find, show, show_list


def candidate_list(request: HttpRequest) -> HttpResponse:
    """List the candidates by name."""
    listing = Listing(
        title=_("Candidats"),
        lead=_("Les clients : chacun est responsable du traitement, et ne voit jamais une personne."),
        heads=[_("Nom"), _("Référence"), _("Parti"), _("Mandats en cours"), _("Mandats finis")],
        search=["reference", "name", "party"],
        empty=_("Enregistrez un candidat, puis ouvrez-lui un mandat."),
        add=Link(url=reverse("candidate_add"), words=_("Ajouter un candidat")),
    )
    live = Count("mandates", filter=~Q(mandates__state=Mandate.State.ENDED))
    ended = Count("mandates", filter=Q(mandates__state=Mandate.State.ENDED))
    found = Candidate.objects.annotate(live=live, ended=ended).order_by("name", "reference")
    return show_list(request, listing, found, _row)


def _row(found: Candidate) -> list[Cell]:
    return [
        Cell(text=found.name, url=reverse("candidate_show", args=[found.reference])),
        Cell(text=found.reference, kind="code"),
        Cell(text=found.party or "–"),
        Cell(text=getattr(found, "live", 0), kind="number"),
        Cell(text=getattr(found, "ended", 0), kind="number"),
    ]


def candidate_show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a candidate, the mandates and the history."""
    found = find(Candidate, reference)
    links = [
        Link(url=f"{reverse('mandate_add')}?candidate={reference}", words=_("Ouvrir un mandat"), tone="primary"),
        Link(url=reverse("candidate_correct", args=[reference]), words=_("Corriger")),
    ]
    mandates = [(mandate, words.election(mandate.election)) for mandate in found.mandates.order_by("-opens_on", "pk")]
    return show(
        request,
        template="console/registers/candidate.html",
        links=links,
        history=of_objects(request, found.uid),
        candidate=found,
        mandates=mandates,
    )


def candidate_add(request: HttpRequest) -> HttpResponse:
    """Put a candidate on record."""
    form = CandidateForm(request.POST or None)
    step = Step(
        title=_("Ajouter un candidat"),
        text=_("Le candidat ou la liste qui signe le mandat. Son nom figure dans chaque message."),
        submit=_("Ajouter"),
        back=reverse("candidate_list"),
        forward=lambda made: reverse("candidate_show", args=[made.reference]),
        done=_("Candidat enregistré."),
    )
    return act(request, form, lambda: actions.add_candidate(actor=actor_of(request), **form.cleaned_data), step)


def candidate_correct(request: HttpRequest, reference: str) -> HttpResponse:
    """Correct how a candidate may be named."""
    found = find(Candidate, reference)
    form = NamesForm(request.POST or None, initial={"name": found.name, "aliases": found.aliases, "party": found.party})
    step = Step(
        title=_("Corriger %(name)s") % {"name": found.name},
        text=_("Un texte déjà approuvé qui ne nomme plus le candidat de l’une de ces façons ne part pas."),
        submit=_("Corriger"),
        back=reverse("candidate_show", args=[reference]),
        done=_("Candidat corrigé."),
    )
    actor = actor_of(request)
    return act(
        request, form, lambda: actions.correct_candidate(actor=actor, candidate=found, **form.cleaned_data), step
    )
