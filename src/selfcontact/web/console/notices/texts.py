"""The texts that people are written with: the one in use, its versions, and the next one, seen before."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selfcontact.accounts.models import Role
from selfcontact.notices import fields, templates
from selfcontact.notices.models import Kind, Language, Template
from selfcontact.web.access import actor_of, positions
from selfcontact.web.clock import now
from selfcontact.web.console.notices import words
from selfcontact.web.console.notices.forms import TextForm


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the texts in use."""
    found = [{"text": one, "kind": words.KINDS[one.kind], "language": _language(one)} for one in templates.in_use()]
    order = {str(kind): place for place, kind in enumerate(Kind)}
    found.sort(key=lambda row: order[row["text"].kind])  # type: ignore[attr-defined]
    return render(request, "console/notices/texts.html", {"rows": found})


@require_safe
def show(request: HttpRequest, kind: str, language: str, number: int = 0) -> HttpResponse:
    """Show a version of a text, the one in use by default, and the list of the others."""
    versions = list(Template.objects.filter(kind=kind, language=language).order_by("-number"))
    found = next((one for one in versions if number in {0, one.number}), None)
    if found is None:
        raise Http404
    context = {
        "found": found,
        "kind": words.KINDS[found.kind],
        "language": _language(found),
        "versions": versions,
        "in_use": found == versions[0],
        "writes": str(Role.DPO) in positions(request),
    }
    return render(request, "console/notices/text.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Write the next version: see it with invented values, then publish it."""
    if kind not in Kind.values or language not in Language.values:
        raise Http404
    kind, language = Kind(kind), Language(language)
    found = templates.current(kind, language)
    form = TextForm(request.POST or None, initial={"subject": found.subject, "text": found.text})
    context: dict[str, object] = {"found": found, "kind": words.KINDS[kind], "language": _language(found), "form": form}
    if request.method == "POST" and form.is_valid():
        subject, text = form.cleaned_data["subject"], form.cleaned_data["text"]
        if "publish" in request.POST:
            if form.run(lambda: _publish(request, found, form)):
                messages.success(request, _("Cette version est en usage."))
                return redirect("text_show", kind=kind, language=language)
        elif form.run(lambda: templates.preview(kind, language, subject, text)):
            context["preview"] = form.done
    return render(request, "console/notices/edit.html", context | {"fields": _fields(kind)})


def _publish(request: HttpRequest, found: Template, form: TextForm) -> Template:
    given = {name: form.cleaned_data[name] for name in ("subject", "text", "note")}
    kind, language = Kind(found.kind), Language(found.language)
    return templates.publish(actor=actor_of(request), kind=kind, language=language, at=now(), **given)


def _fields(kind: str) -> list[tuple[str, str, bool]]:
    spoken = "en" if (get_language() or "fr").startswith("en") else "fr"
    required = fields.NEEDS[kind].required
    named = sorted(fields.admitted(kind), key=lambda name: (name not in required, name))
    return [(f"${name}", getattr(fields.FIELDS[name], spoken), name in required) for name in named]


def _language(found: Template) -> object:
    return words.LANGUAGES[found.language]
