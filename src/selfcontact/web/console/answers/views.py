"""The answer to a request: prepared by the program, read by two with a reason, published or put in an archive."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selfcontact.answers import actions, reading, refusals, sealing
from selfcontact.answers.composing import DAYS, OPENINGS
from selfcontact.answers.models import Answer, State
from selfcontact.lib.errors import UserError
from selfcontact.requests.models import Request
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.answers import forms, words
from selfcontact.web.console.opposition.forms import ReasonForm
from selfcontact.web.console.registers import pages
from selfcontact.web.console.registers.history import of_objects
from selfcontact.web.console.registers.pages import Link, Step
from selfcontact.web.console.requests.roles import OFFICERS

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how the answer stands, never what it says."""
    found = pages.find(Request, reference)
    every = list(found.answers.defer("sealed", "archive").order_by("-prepared_at", "-pk"))
    answer = every[0] if every else None
    state, tone = words.STATES[answer.state] if answer else (_("pas encore préparée"), "draft")
    return pages.show(
        request,
        template="console/answers/show.html",
        links=_links(found, answer),
        history=of_objects(request, *(one.uid for one in every)) if every else of_objects(request, found.uid),
        found=found,
        answer=answer,
        state=state,
        tone=tone,
        left=OPENINGS - answer.openings if answer else 0,
        two=refusals.read_by_two(found),
    )


def _links(found: Request, answer: Answer | None) -> list[Link | None]:
    live = answer is not None and answer.state != State.DESTROYED
    leaving, fixed = found.state in refusals.LEAVING, found.state != "verified"
    offered = [
        ("answer_prepare", _("Préparer la réponse"), found.state in refusals.PREPARABLE),
        ("answer_read", _("Lire la réponse préparée"), live),
        ("answer_leave_out", _("Écarter une partie"), live and not fixed),
        ("answer_publish", _("Publier pour la personne"), live and leaving),
        ("answer_archive", _("Faire une archive chiffrée"), live and leaving),
    ]
    return [
        Link(url=reverse(name, args=[found.reference]), words=said, roles=OFFICERS)
        for name, said, possible in offered
        if possible
    ]


@PAGE
def prepare(request: HttpRequest, reference: str) -> HttpResponse:
    """Have the program make the answer."""
    found, form = pages.find(Request, reference), forms.PrepareForm(request.POST or None)
    step = _step(
        found,
        _("Préparer la réponse"),
        _("Le programme cherche le numéro dans tous les mandats en cours. C’est scellé aussitôt : personne ne lit."),
        _("La réponse est préparée."),
    )
    return pages.act(
        request,
        form,
        lambda: actions.prepare(
            actor=actor_of(request), request=found, at=now(), language=form.cleaned_data["language"]
        ),
        step,
    )


@PAGE
def read(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask why, then show the answer as the person will read it, once."""
    found, form = pages.find(Request, reference), ReasonForm(request.POST or None)
    answer = _current(found)
    context: dict[str, object] = {"found": found, "form": form}
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.run(lambda: actions.disclose(actor=actor_of(request), answer=answer, reason=reason)):
            language = get_language() or "fr"
            context |= {"asked": True, "sections": reading.sections(form.done, language)}
    return render(request, "console/answers/read.html", context)


@PAGE
def leave_out(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave a part out before the answer is proposed."""
    found, form = pages.find(Request, reference), forms.LeaveOutForm(request.POST or None)
    step = _step(
        found,
        _("Écarter une partie"),
        _("Ce qui porterait atteinte aux droits d’autrui (RGPD, 15.4). La personne lit ce qui manque, et pourquoi."),
        _("La partie est écartée : la réponse est à relire."),
    )
    return pages.act(
        request,
        form,
        lambda: actions.leave_out(
            actor=actor_of(request), request=found, section=form.part, reason=form.cleaned_data["reason"], at=now()
        ),
        step,
    )


@PAGE
def publish(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the person open it on the public site."""
    found, form = pages.find(Request, reference), forms.NothingForm(request.POST if request.method == "POST" else None)
    text = _(
        "La personne l’ouvre sur le site public avec un code reçu à son numéro : %(openings)s fois, pendant %(days)s "
        "jours. Ensuite elle est détruite."
    ) % {"openings": OPENINGS, "days": DAYS}
    step = _step(found, _("Publier pour la personne"), text, _("La réponse attend la personne."))
    action = lambda: actions.publish(actor=actor_of(request), request=found, at=now())  # noqa: E731
    return pages.act(request, form, action, step)


@PAGE
def archive(request: HttpRequest, reference: str) -> HttpResponse:
    """Make an encrypted archive and show its passphrase, this once."""
    found, form = pages.find(Request, reference), forms.NothingForm(request.POST if request.method == "POST" else None)
    _current(found)
    made = None
    if (
        request.method == "POST"
        and form.is_valid()
        and form.run(lambda: actions.archive(actor=actor_of(request), request=found, at=now()))
    ):
        made = form.done
    return render(request, "console/answers/archive.html", {"found": found, "form": form, "made": made})


@require_safe
def archive_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the encrypted archive; without its passphrase it says nothing."""
    found = pages.find(Request, reference)
    try:
        content = sealing.unseal_archive(_current(found))
    except UserError as error:
        raise Http404 from error
    headers = {"Content-Disposition": f'attachment; filename="{found.reference}.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


def _current(found: Request) -> Answer:
    answer = actions.current(found)
    if answer is None:
        raise Http404
    return answer


def _step(found: Request, title: str, text: str, done: str) -> Step:
    back = reverse("answer_show", args=[found.reference])
    return Step(title=title, text=text, submit=title, back=back, done=done)
