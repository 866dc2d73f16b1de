"""The page of a provider whose delivery is audited: which rows of its file it has to prove, and a place for each proof.

Its link is all it needs and all it has: no account, nothing of the console, no proof that it could read back.
"""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from selfcontact.audits import public as audits
from selfcontact.audits.proof import Proof
from selfcontact.identity import papers
from selfcontact.lib.errors import UserError
from selfcontact.web.clock import now
from selfcontact.web.pieces import PieceField
from selfcontact.web.public import allowance, house

SHORT, LONG = 200, 1000
#: Columns of a pasted line.
COLUMNS = 5
MOST_PASTED = 5000


class ProofForm(forms.Form):
    """The proof of one consent."""

    required_css_class = "required"
    consented_at = forms.CharField(
        label=gettext_lazy("Date et heure du consentement"),
        help_text=gettext_lazy("Avec le fuseau : 2026-05-04 10:12 +02:00."),
        max_length=SHORT,
    )
    form = forms.CharField(label=gettext_lazy("Formulaire et version"), max_length=SHORT)
    trace = forms.CharField(
        label=gettext_lazy("Trace technique"),
        help_text=gettext_lazy("Adresse IP, session, page d’origine : ce qui horodate le consentement chez vous."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    remark = forms.CharField(
        label=gettext_lazy("Remarque"), max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    piece = PieceField(label=gettext_lazy("Capture ou document, daté"), required=False)

    def proof(self) -> Proof:
        """Return what was filled in; raises UserError for a file that is no picture and no PDF."""
        given = dict(self.cleaned_data)
        image = given.pop("piece") or b""
        if image:
            papers.check(image)
        return Proof(**given, image=image)


class PasteForm(forms.Form):
    """Proofs of many rows, one a line, without pictures."""

    required_css_class = "required"
    rows = forms.CharField(
        label=gettext_lazy("Une ligne par preuve"),
        help_text=gettext_lazy("Numéro de ligne ; date et heure ; formulaire et version ; trace ; remarque."),
        widget=forms.Textarea(attrs={"rows": 6, "class": "code"}),
    )

    def proofs(self) -> list[tuple[int, Proof]]:
        """Return row and proof of each line; raises UserError with the first line that is not one."""
        lines = [line for line in self.cleaned_data["rows"].splitlines() if line.strip()]
        if len(lines) > MOST_PASTED:
            raise _unreadable(MOST_PASTED + 1)
        return [_pasted(number, line) for number, line in enumerate(lines, start=1)]


def _pasted(number: int, line: str) -> tuple[int, Proof]:
    cells = [cell.strip() for cell in line.split(";", COLUMNS - 1)]
    row, *words = cells
    if len(cells) < COLUMNS - 1 or not row.isdecimal() or not all(words[:3]) or max(map(len, words)) > LONG:
        raise _unreadable(number)
    consented_at, form, trace, *remark = words
    return int(row), Proof(consented_at=consented_at, form=form, trace=trace, remark="".join(remark))


def _unreadable(number: int) -> UserError:
    return UserError(
        "proofs_unreadable",
        fr=f"La ligne {number} de ce qui est collé ne se lit pas : numéro ; date ; formulaire ; trace ; remarque.",
        en=f"Line {number} of what was pasted cannot be read: number ; date ; form ; trace ; remark.",
    )


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, secret: str) -> HttpResponse:
    """List the rows to be proven; take the proofs of many at once."""
    found = _asked(secret)
    form = PasteForm(request.POST or None)
    if request.method == "POST":
        if refused := allowance.spent(request):
            return refused
        if form.is_valid() and _all_dropped(secret, form):
            return redirect(f"{request.path}?sent=1")
    rows = audits.rows(secret=secret, at=now())
    shown = {
        "asked": found,
        "rows": [(row, reverse("proof", args=[secret, row.line])) for row in rows],
        "waiting": sum(not row.answered for row in rows),
        "total": len(rows),
        "form": form,
        "sent": request.GET.get("sent") == "1",
        **house.facts(),
    }
    return render(request, "public/proofs.html", shown)


@sensitive_variables()
def _all_dropped(secret: str, form: PasteForm) -> bool:
    try:
        for line, proof in form.proofs():
            audits.answer(secret=secret, line=line, proof=proof, at=now())
    except UserError as error:
        form.add_error("rows", error.text(get_language() or "fr"))
        return False
    return True


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, secret: str, line: int) -> HttpResponse:
    """Take the proof of one row."""
    found = _asked(secret)
    known = {one.line: one for one in audits.rows(secret=secret, at=now())}
    if line not in known:
        raise Http404
    form = ProofForm(request.POST, request.FILES) if request.method == "POST" else ProofForm()
    if request.method == "POST":
        if refused := allowance.spent(request):
            return refused
        if form.is_valid() and _dropped(secret, line, form):
            return redirect(f"{reverse('proofs', args=[secret])}?sent=1")
    shown = {"asked": found, "row": known[line], "form": form, "back": reverse("proofs", args=[secret])}
    return render(request, "public/proof.html", {**shown, "title": _("Ligne %(line)d") % {"line": line}})


@sensitive_variables()
def _dropped(secret: str, line: int, form: ProofForm) -> bool:
    try:
        audits.answer(secret=secret, line=line, proof=form.proof(), at=now())
    except UserError as error:
        form.add_error(None, error.text(get_language() or "fr"))
        return False
    return True


def _asked(secret: str) -> audits.Asked:
    found = audits.asked(secret=secret, at=now())
    if found is None:
        raise Http404
    return found
