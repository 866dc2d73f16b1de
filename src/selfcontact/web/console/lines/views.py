"""Voice lines: the list, a new one, one line with its recordings, and what can be done with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selfcontact.accounts.models import Role
from selfcontact.compliance import line as rules
from selfcontact.compliance.numbers import price_class
from selfcontact.compliance.verdict import Allowed
from selfcontact.lib import landline
from selfcontact.lib.actor import Actor
from selfcontact.lines import actions, content, figures, prompts, standing, states
from selfcontact.lines.models import SIGNED, Language, Line, Part
from selfcontact.web.access import actor_of, positions
from selfcontact.web.clock import now
from selfcontact.web.console.lines import listening, words
from selfcontact.web.console.lines.forms import LineForm, PlainForm, PromptForm, StopForm, TermsForm
from selfcontact.web.console.lines.roles import MAKERS, PUBLISHERS, STOPPERS
from selfcontact.web.console.lines.trunks import tabs
from selfcontact.web.console.lines.words import Words
from selfcontact.web.console.registers import pages
from selfcontact.web.console.registers.history import of_objects
from selfcontact.web.console.registers.pages import Cell, Link, Listing, Step
from selfcontact.web.forms import ActionForm
from selfcontact.web.templatetags.web import when

PARIS = ZoneInfo("Europe/Paris")
Act = Callable[[Actor, Line, Mapping[str, Any], datetime], object]


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One thing to do with a line, by whom."""

    words: Words
    text: Words
    done: Words
    roles: frozenset[Role]
    act: Act
    form: type[ActionForm] = PlainForm
    tone: str = ""


DEEDS: dict[str, Deed] = {
    "submit": Deed(
        words=gettext_lazy("Soumettre au candidat"),
        text=gettext_lazy("Il écoute, lit, et signe exactement ces enregistrements, ce numéro et ces dates."),
        done=gettext_lazy("La ligne est soumise au candidat."),
        roles=MAKERS,
        act=lambda actor, line, _given, at: actions.submit(actor=actor, line=line, at=at),
        tone="primary",
    ),
    "publish": Deed(
        words=gettext_lazy("Mettre à l’antenne"),
        text=gettext_lazy("Dès son ouverture, et en deux secondes si elle est ouverte, tout appel entend la ligne."),
        done=gettext_lazy("La ligne est à l’antenne."),
        roles=PUBLISHERS,
        act=lambda actor, line, _given, at: actions.publish(actor=actor, line=line, at=at),
        tone="primary",
    ),
    "stop": Deed(
        words=gettext_lazy("Retirer de l’antenne"),
        text=gettext_lazy("En deux secondes : les appels en cours sont coupés, puis entendent l’annonce neutre."),
        done=gettext_lazy("La ligne est retirée de l’antenne."),
        roles=STOPPERS,
        form=StopForm,
        act=lambda actor, line, given, at: actions.stop(actor=actor, line=line, grounds=given["grounds"], at=at),
        tone="danger",
    ),
    "retire": Deed(
        words=gettext_lazy("Finir la ligne"),
        text=gettext_lazy("Pour de bon : la signature tombe, et son numéro peut servir à une autre."),
        done=gettext_lazy("La ligne est finie."),
        roles=MAKERS,
        act=lambda actor, line, _given, at: actions.retire(actor=actor, line=line, at=at),
        tone="danger",
    ),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the lines, those that end last first."""
    listing = Listing(
        title=_("Lignes vocales"),
        lead=_("Des numéros qui diffusent, à qui les appelle, un message que le candidat a signé."),
        heads=[_("Référence"), _("Numéro"), _("Mandat"), _("État"), _("Ferme le"), _("Appels en cours")],
        search=["reference", "mandate__reference"],
        empty=_("Ajoutez une ligne, son message, puis soumettez-la au candidat."),
        add=Link(url=reverse("line_add"), words=_("Ajouter une ligne"), roles=MAKERS),
        tabs=tabs(),
    )
    found = Line.objects.select_related("mandate").order_by("-closes_at", "reference")
    live = figures.live(Line.objects.filter(state=Line.State.PUBLISHED))
    return pages.show_list(request, listing, found, lambda line: _row(line, live.get(line.pk)))


def _row(line: Line, live: figures.Live | None) -> list[Cell]:
    return [
        Cell(text=line.reference, url=reverse("line_show", args=[line.reference])),
        Cell(text=landline.written(line.number), kind="code"),
        Cell(text=line.mandate.reference, url=pages.address("mandate_show", line.mandate.reference)),
        Cell(text=words.STATES[line.state], state=line.state),
        Cell(text=when(line.closes_at)),
        Cell(text=live.concurrent if live else 0, kind="number"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Describe a line."""
    form = LineForm(request.POST or None)
    step = Step(
        title=_("Ajouter une ligne"),
        text=_("Rien ne passe à l’antenne avant la signature du candidat. La machine prépare l’accueil."),
        submit=_("Ajouter"),
        back=reverse("line_list"),
        forward=lambda made: reverse("line_show", args=[made.reference]),
        done=_("La ligne est enregistrée : prenez maintenant son message."),
    )
    return pages.act(request, form, lambda: _add(request, form), step)


def _add(request: HttpRequest, form: LineForm) -> Line:
    given = form.cleaned_data
    return actions.add(
        actor=actor_of(request),
        reference=given["reference"],
        mandate=given["mandate"],
        trunk=given["trunk"],
        terms=form.terms(),
        at=now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change the number, the languages or the dates of a line off the air."""
    line = _find(reference)
    initial = {name: getattr(line, name) for name in ("number", "languages", "opens_at", "closes_at", "cap")}
    form = TermsForm(request.POST or None, initial=initial)
    step = Step(
        title=_("Modifier %(reference)s") % {"reference": reference},
        text=_("La signature donnée au contenu d’avant tombe."),
        submit=_("Modifier la ligne"),
        back=reverse("line_show", args=[reference]),
        done=_("La ligne est modifiée : elle attend une nouvelle signature."),
    )
    return pages.act(
        request, form, lambda: actions.change(actor=actor_of(request), line=line, terms=form.terms(), at=now()), step
    )


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, reference: str, part: str, language: str) -> HttpResponse:
    """Take a recording of the candidate's."""
    line = _find(reference)
    if part not in {str(one) for one in SIGNED} or language not in line.languages:
        raise Http404
    former = prompts.live_of_line(line).get((part, language))
    form = PromptForm(request.POST or None, request.FILES or None, initial={"text": former.text if former else ""})
    said = {"part": words.PARTS[part], "language": words.LANGUAGES[language]}
    step = Step(
        title=_("Enregistrer %(part)s, en %(language)s") % said,
        text=_("Un enregistrement saturé, vide ou trop faible est refusé. La signature donnée à l’ancien tombe."),
        submit=_("Prendre cet enregistrement"),
        back=reverse("line_show", args=[reference]),
        done=_("L’enregistrement est pris : écoutez-le comme l’entendront ceux qui appellent."),
    )
    return pages.act(request, form, lambda: _record(request, line, Part(part), Language(language), form), step)


def _record(request: HttpRequest, line: Line, part: Part, language: Language, form: PromptForm) -> object:
    given = form.cleaned_data
    return actions.record_prompt(
        actor=actor_of(request),
        line=line,
        part=part,
        language=language,
        file=given["recording"],
        text=given["text"],
        at=now(),
    )


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a line: what it says, who signed it, whether it answers, how it is listened to."""
    line, at = _find(reference), now()
    approval = content.approval_in_force(line)
    return pages.show(
        request,
        template="console/lines/show.html",
        links=_links(line),
        history=of_objects(request, line.uid),
        line=line,
        number=landline.written(line.number),
        price=words.PRICES[price_class(landline.national(line.number), at.date())],
        state=words.STATES[line.state],
        languages=words.languages(list(line.languages)),
        approval=approval,
        places=_places(line),
        may_record=bool(positions(request) & {str(role) for role in MAKERS}) and states.possible("edit", line.state),
        stands=_stands(line, at),
        silent=standing.silent(standing.silences(line), at),
        **listening.up(line),
        **listening.course(line, at),
    )


def _find(reference: str) -> Line:
    return pages.find(Line, reference, "mandate", "trunk__subprocessor")


def _stands(line: Line, at: datetime) -> str:
    """Return the rule that keeps a line from answering now, in the user's language; nothing when it answers."""
    verdict = rules.check(standing.facts(line), at)
    if isinstance(verdict, Allowed):
        return ""
    said = verdict.en if (get_language() or "fr").startswith("en") else verdict.fr
    return f"{said} ({verdict.rule})"


def _places(line: Line) -> list[dict[str, object]]:
    live = prompts.live_of_line(line)
    return [
        {
            "part": words.PARTS[part],
            "language": words.LANGUAGES[language],
            "url": reverse("line_record", args=[line.reference, part, language]),
            "prompt": listening.shown(live[part, language]) if (part, language) in live else None,
        }
        for language in line.languages
        for part in SIGNED
    ]


def _links(line: Line) -> list[Link | None]:
    found: list[Link | None] = [
        Link(
            url=reverse("line_act", args=[line.reference, name]),
            words=deed.words,
            roles=deed.roles,
            tone=deed.tone,
        )
        for name, deed in DEEDS.items()
        if states.possible(name, line.state)
    ]
    if states.possible("edit", line.state):
        found.append(Link(url=reverse("line_change", args=[line.reference]), words=_("Modifier"), roles=MAKERS))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, reference: str, deed: str) -> HttpResponse:
    """Do one thing with a line."""
    line, chosen = _find(reference), DEEDS.get(deed)
    if chosen is None or not positions(request) & {str(role) for role in chosen.roles}:
        raise Http404
    form = chosen.form(request.POST or None)
    step = Step(
        title=chosen.words,
        text=chosen.text,
        submit=chosen.words,
        back=reverse("line_show", args=[reference]),
        done=chosen.done,
        danger=chosen.tone == "danger",
    )
    return pages.act(request, form, lambda: chosen.act(actor_of(request), line, form.cleaned_data, now()), step)
