"""The exact text to sign, and what became of a signature."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from selfcontact.proposals import actions
from selfcontact.proposals.models import Decision, Proposal
from selfcontact.web.access import actor_of, confirm_factor
from selfcontact.web.clock import now
from selfcontact.web.portal import reach
from selfcontact.web.portal.proposals.forms import DecisionForm


@require_safe
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what is asked of the candidate, word for word, and where a decision stands."""
    proposal = reach.proposal(request, uid)
    return _page(request, proposal, DecisionForm(initial={"content": proposal.content_sha256}))


@require_POST
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a decision, proven by a second factor shown for it; the worker applies it."""
    proposal = reach.proposal(request, uid)
    if not reach.signs(request, proposal.sheet.candidate_id):
        raise Http404
    form = DecisionForm(request.POST)
    if form.is_valid() and form.run(lambda: _decide(request, proposal, form.cleaned_data)):
        return redirect("proposal_show", uid=uid)
    return _page(request, proposal, form)


def _decide(request: HttpRequest, proposal: Proposal, given: dict[str, str]) -> Decision:
    verdict, comment = Decision.Verdict(given["verdict"]), given["comment"]
    # Before the code is spent: a code serves once.
    actions.check(proposal=proposal, verdict=verdict, comment=comment, content=given["content"])
    factor = confirm_factor(request, given["code"])
    return actions.decide(
        actor=actor_of(request),
        proposal=proposal,
        verdict=verdict,
        comment=comment,
        content=given["content"],
        factor=factor,
        at=now(),
    )


def _page(request: HttpRequest, proposal: Proposal, form: DecisionForm) -> HttpResponse:
    found = _standing(proposal)
    can = proposal.state == Proposal.State.OPEN and not found["pending"]
    context = {**found, "form": form, "signs": can and reach.signs(request, proposal.sheet.candidate_id)}
    return render(request, "portal/proposals/show.html", context)


def _standing(proposal: Proposal) -> dict[str, object]:
    decisions = list(proposal.decisions.select_related("result").order_by("-pk"))
    pending = [one for one in decisions if not hasattr(one, "result")]
    later = Proposal.objects.filter(campaign_uid=proposal.campaign_uid, pk__gt=proposal.pk).order_by("-pk").first()
    return {"proposal": proposal, "decisions": decisions, "pending": pending, "later": later}
