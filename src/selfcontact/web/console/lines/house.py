"""The house's announcements: which voice says them, and how a human takes the machine's place."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selfcontact.lines import house, prompts, speaking
from selfcontact.lines.models import Language, Part
from selfcontact.lines.words import HOUSE_PARTS
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.lines import listening, words
from selfcontact.web.console.lines.forms import PlainForm, PromptForm
from selfcontact.web.console.lines.roles import SPEAKERS
from selfcontact.web.console.registers import pages
from selfcontact.web.console.registers.pages import Link, Step


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what the house says on every line, in whose voice."""
    live = prompts.live_of_house()
    rows = [
        {
            "part": words.PARTS[part],
            "language": words.LANGUAGES[language],
            "code": str(part),
            "tongue": str(language),
            "words": house.text(part, language),
            "prompt": listening.shown(live[part, language]) if (part, language) in live else None,
        }
        for language in Language
        for part in HOUSE_PARTS
    ]
    speak = Link(url=reverse("line_house_speak"), words=_("Faire dire ce qui manque"), roles=SPEAKERS, tone="primary")
    links = pages.allowed(request, speak)
    context = {"rows": rows, "links": links, "may": bool(links), "machine": speaking.available()}
    return render(request, "console/lines/house.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def speak(request: HttpRequest) -> HttpResponse:
    """Have the machine say what nobody has recorded."""
    step = Step(
        title=_("Faire dire ce qui manque"),
        text=_("La machine dit chaque annonce que personne n’a enregistrée, ou dont les mots ont changé."),
        submit=_("Faire dire"),
        back=reverse("line_house"),
        done=_("Les annonces sont prêtes."),
    )
    every = [str(one) for one in Language]
    return pages.act(
        request,
        PlainForm(request.POST or None),
        lambda: house.speak_missing(actor=actor_of(request), languages=every, at=now()),
        step,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, part: str, language: str) -> HttpResponse:
    """Take a human's recording of an announcement."""
    place = _place(part, language)
    form = PromptForm(request.POST or None, request.FILES or None, initial={"text": house.text(*place)})
    step = Step(
        title=_("Enregistrer %(part)s, en %(language)s")
        % {"part": words.PARTS[place[0]], "language": words.LANGUAGES[place[1]]},
        text=_("Une voix neutre, sans candidat, sans date, sans lieu : elle passe sur toutes les lignes."),
        submit=_("Prendre cet enregistrement"),
        back=reverse("line_house"),
        done=_("La voix humaine passe désormais."),
    )
    return pages.act(
        request,
        form,
        lambda: house.record_prompt(
            actor=actor_of(request),
            part=place[0],
            language=place[1],
            file=form.cleaned_data["recording"],
            said=form.cleaned_data["text"],
            at=now(),
        ),
        step,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, part: str, language: str) -> HttpResponse:
    """Take a human's recording back."""
    place = _place(part, language)
    step = Step(
        title=_("Revenir à la voix de la machine"),
        text=_("L’enregistrement reste gardé ; la voix de la machine passe de nouveau sur toutes les lignes."),
        submit=_("Retirer l’enregistrement"),
        back=reverse("line_house"),
        done=_("La voix de la machine passe désormais."),
        danger=True,
    )
    return pages.act(
        request,
        PlainForm(request.POST or None),
        lambda: house.withdraw_prompt(actor=actor_of(request), part=place[0], language=place[1], at=now()),
        step,
    )


def _place(part: str, language: str) -> tuple[Part, Language]:
    if part not in {str(one) for one in HOUSE_PARTS} or language not in Language.values:
        raise Http404
    return Part(part), Language(language)
