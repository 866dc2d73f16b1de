"""The record of processing as it stands, and the documents drawn from it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from selfcontact.answers.words import say
from selfcontact.mandates.models import Mandate
from selfcontact.processing.actions import Drawn, Paper, draw
from selfcontact.processing.gaps import gaps
from selfcontact.processing.reading import sections
from selfcontact.processing.record import gather
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.processing.forms import AssessmentForm, DrawForm, RecordForm

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
FORMS: dict[Paper, type[DrawForm]] = {Paper.RECORD: RecordForm, Paper.ASSESSMENT: AssessmentForm}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the record, and what it lacks."""
    return _page(request)


@require_POST
def draw_record(request: HttpRequest) -> HttpResponse:
    """Give the record as a file."""
    return _draw(request, Paper.RECORD)


@require_POST
def draw_assessment(request: HttpRequest) -> HttpResponse:
    """Give the impact assessment as a file."""
    return _draw(request, Paper.ASSESSMENT)


def _draw(request: HttpRequest, paper: Paper) -> HttpResponse:
    form = FORMS[paper](request.POST, prefix=paper, mandates=_mandates())
    if not form.is_valid():
        return _page(request, {paper: form}, status=422)
    given, language = form.cleaned_data, get_language() or "fr"
    made = draw(
        actor=actor_of(request),
        paper=paper,
        form=given["form"],
        language=language,
        at=now(),
        mandate=given["mandate"],
    )
    return _file(made, KINDS[given["form"]])


def _page(request: HttpRequest, sent: dict[Paper, DrawForm] | None = None, status: int = 200) -> HttpResponse:
    language, found, mandates = get_language() or "fr", gather(now()), _mandates()
    made = {paper: form(prefix=paper, mandates=mandates) for paper, form in FORMS.items()} | (sent or {})
    context = {
        "record": found,
        # The last one says what is missing: the page begins with it.
        "sections": sections(found, language)[:-1],
        "gaps": [(say(what, language), remedy) for what, remedy in gaps(found)],
        "record_form": made[Paper.RECORD],
        "assessment_form": made[Paper.ASSESSMENT],
    }
    return render(request, "console/processing/show.html", context, status=status)


def _mandates() -> list[Mandate]:
    return list(Mandate.objects.order_by("reference"))


def _file(made: Drawn, kind: str) -> HttpResponse:
    answer = HttpResponse(made.content, content_type=kind)
    # A reference holds letters, digits, dots, dashes and underscores.
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer
