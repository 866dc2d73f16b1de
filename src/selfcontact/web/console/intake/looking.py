"""The preview of a received file, under what the operator has corrected so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selfcontact.intake.loading.load import today
from selfcontact.intake.preview import Preview
from selfcontact.intake.reader import inspect
from selfcontact.uploads import actions
from selfcontact.uploads.choices import Choices
from selfcontact.uploads.looking import look, remembered, sealed
from selfcontact.uploads.models import Upload
from selfcontact.web.access import actor_of
from selfcontact.web.clock import clock, now
from selfcontact.web.console.intake import words
from selfcontact.web.console.intake.forms import ColumnsForm, ReadingForm


@dataclass(kw_only=True)
class Look:
    """A file as it is read so far: both forms, and what was seen if it could be read."""

    upload: Upload
    reading: ReadingForm
    columns: ColumnsForm | None = None
    choices: Choices = field(default_factory=Choices)
    seen: Preview | None = None
    known: bool = False

    def run(self, action: Callable[[], object]) -> bool:
        """Run something that may be refused; the sentence goes to the form."""
        return self.reading.run(action)

    def described(self) -> dict[str, object]:
        """Return what the page shows."""
        shown: dict[str, object] = {"upload": self.upload, "reading": self.reading, "columns": self.columns}
        if self.seen is None:
            return shown
        shape, counts = self.seen.inspection.shape, dict(self.seen.verdicts)
        accepted = counts.pop("accepted", 0)
        return shown | {
            "seen": self.seen,
            "shape": shape,
            "kind": words.KINDS[shape.kind],
            "container": words.KINDS[shape.container],
            "delimiter": words.DELIMITERS.get(shape.delimiter, shape.delimiter),
            "order": words.ORDERS[self.seen.order],
            "known": self.known,
            "accepted": accepted,
            "sampled": accepted + sum(counts.values()),
            "refused": words.refused(counts),
            "remarks": words.listed(words.REMARKS, self.seen.remarks),
            "missing": [_fields(group) for group in self.seen.columns.missing()],
            "special": [(name, words.CATEGORIES[category]) for name, category in self.seen.special.items()],
        }


def look_at(upload: Upload, answers: QueryDict | None) -> Look:
    """Return the look at a file; a file that cannot be read as a table says so in the form."""
    told = Look(upload=upload, reading=ReadingForm(answers or {}, agreement=upload.agreement))
    if told.reading.is_valid():
        told.run(lambda: _look(told, answers))
    return told


def _look(told: Look, answers: QueryDict | None) -> None:
    how, reading = told.reading.told(), told.reading
    header = inspect(sealed(told.upload), how).shape.header
    known = remembered(told.upload, header)
    told.known = known is not None
    answered = ColumnsForm(answers, header=header, known=known)
    told.columns = answered if answered.fits() else ColumnsForm(header=header, known=known)
    told.choices = Choices(
        told=how,
        columns=answered.chosen() if told.columns is answered else known,
        form=reading.cleaned_data["form"],
        received_on=reading.received(),
    )
    told.seen = look(told.upload, told.choices, on=today(clock()))


def _fields(group: str) -> str:
    return " / ".join(str(words.FIELDS[name]) for name in group.split(" / "))


def page(request: HttpRequest, told: Look, status: int = 200) -> HttpResponse:
    """Answer with the preview."""
    return render(request, "console/intake/preview.html", told.described(), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Look again with what was corrected, or have the file loaded so."""
    upload = get_object_or_404(Upload.objects.select_related("mandate__candidate", "agreement__provider"), uid=uid)
    if request.method != "POST" or upload.state != Upload.State.RECEIVED:
        return redirect("upload_show", uid=uid)
    told = look_at(upload, request.POST)
    if "confirm" in request.POST and told.seen is not None and _answered(told):
        remember = told.columns is not None and told.columns.cleaned_data["remember"]
        if told.run(lambda: _confirm(request, told, remember=remember)):
            return redirect("upload_show", uid=uid)
    return page(request, told, status=422 if told.reading.errors else 200)


def _answered(told: Look) -> bool:
    """Tell whether the columns were answered as they are read now; if not, the form asks for another look."""
    if told.columns is not None and told.columns.is_bound:
        return True
    told.reading.add_error(None, _("Les colonnes ne sont plus les mêmes : vérifiez-les avant de confirmer."))
    return False


def _confirm(request: HttpRequest, told: Look, *, remember: bool) -> None:
    actions.confirm(
        actor=actor_of(request),
        upload=told.upload,
        choices=told.choices,
        remember=remember,
        on=today(clock()),
        at=now(),
    )
