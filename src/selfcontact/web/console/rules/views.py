"""Pages of the rules."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from selfcontact.accounts.models import Role
from selfcontact.compliance import alternatives, catalogue
from selfcontact.compliance.catalogue import How
from selfcontact.lib.errors import UserError
from selfcontact.rulings import actions
from selfcontact.rulings.actions import LEAST_GROUNDS, MOST_GROUNDS
from selfcontact.rulings.models import Ruling, in_force
from selfcontact.web.access import actor_of, positions
from selfcontact.web.clock import now
from selfcontact.web.forms import ActionForm

HOW = {
    How.CHECKED: _("vérifiée par le programme"),
    How.EVIDENCE: _("preuve gardée"),
    How.MANUAL: _("par une personne"),
    How.NOT_APPLICABLE: _("sans objet"),
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A rule in the language of the page; `instead` is what applies, or would, when it is decided otherwise."""

    number: str
    how: str
    what: str
    why: str
    source: str
    precaution: bool
    decidable: bool
    decided: bool
    instead: str


class DecisionForm(ActionForm):
    """The grounds of a decision."""

    grounds = forms.CharField(
        label=_("Motifs"),
        help_text=_("Ils sont inscrits au journal, avec votre pseudonyme."),
        min_length=LEAST_GROUNDS,
        max_length=MOST_GROUNDS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    #: What the page offered: sent twice, it is not undone.
    back = forms.BooleanField(required=False, widget=forms.HiddenInput)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the rules."""
    decided = frozenset(in_force())
    return render(request, "console/rules/list.html", {"rules": [_shown(one, decided) for one in catalogue.rules()]})


@require_GET
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show one rule and what was decided of it."""
    one = _shown(_rule(number), frozenset(in_force()))
    rulings = Ruling.objects.filter(rule=one.number).order_by("-decided_at")
    page = {"rule": one, "rulings": rulings, "decides": one.decidable and str(Role.DPO) in positions(request)}
    return render(request, "console/rules/show.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Decide a precaution otherwise, or go back to it."""
    one = _shown(_rule(number), frozenset(in_force()))
    if not one.decidable:
        raise Http404
    form = DecisionForm(request.POST or None, initial={"back": one.decided})
    if request.method == "POST" and form.is_valid():
        grounds = form.cleaned_data["grounds"]
        verb = actions.take_back if form.cleaned_data["back"] else actions.decide
        if form.run(lambda: verb(actor=actor_of(request), rule=one.number, grounds=grounds, at=now())):
            messages.success(request, _("Décision inscrite au journal."))
            return redirect("rule_show", number=one.number)
    return render(request, "console/rules/decide.html", {"form": form, "rule": one})


def _rule(number: str) -> catalogue.Rule:
    try:
        return catalogue.rule(number)
    except UserError as error:
        raise Http404 from error


def _shown(one: catalogue.Rule, decided: frozenset[str]) -> Shown:
    english = (get_language() or "fr").startswith("en")
    instead = alternatives.ALTERNATIVES.get(one.id)
    return Shown(
        number=one.id,
        how=str(HOW[one.how]),
        what=one.en if english else one.fr,
        why=one.why_en if english else one.why_fr,
        source=one.source,
        precaution=one.precaution,
        decidable=alternatives.decidable(one),
        decided=one.id in decided,
        instead=(instead.en if english else instead.fr) if instead else "",
    )
