"""What of a candidate a member of its team may open; all else does not exist."""

from uuid import UUID

from django.http import Http404, HttpRequest

from selfcontact.accounts.models import Seat
from selfcontact.figures.models import CampaignSheet, Sheet
from selfcontact.lines.models import LineSheet
from selfcontact.proposals.models import Proposal, Recording
from selfcontact.web.access import seats

SIGNATORIES = frozenset({Seat.OWNER, Seat.APPROVER})


def candidates(request: HttpRequest) -> list[int]:
    """Return the candidates beside whom the user sits."""
    return list(seats(request))


def sheet(request: HttpRequest, uid: UUID) -> Sheet:
    """Return a mandate of one's candidates; raises Http404 for any other."""
    found = Sheet.objects.filter(uid=uid, candidate_id__in=candidates(request)).first()
    if found is None:
        raise Http404
    return found


def campaign(request: HttpRequest, uid: UUID) -> CampaignSheet:
    """Return a campaign of one's candidates; raises Http404 for any other."""
    found = CampaignSheet.objects.filter(uid=uid, sheet__candidate_id__in=candidates(request))
    one = found.select_related("sheet").first()
    if one is None:
        raise Http404
    return one


def proposal(request: HttpRequest, uid: UUID) -> Proposal:
    """Return a proposal made to one's candidates; raises Http404 for any other."""
    found = Proposal.objects.filter(uid=uid, sheet__candidate_id__in=candidates(request))
    one = found.select_related("sheet").first()
    if one is None:
        raise Http404
    return one


def recording(request: HttpRequest, uid: UUID) -> Recording:
    """Return the recordings proposed to one's candidates; raises Http404 for any other."""
    found = Recording.objects.filter(uid=uid, sheet__candidate_id__in=candidates(request))
    one = found.select_related("sheet").first()
    if one is None:
        raise Http404
    return one


def line(request: HttpRequest, uid: UUID) -> LineSheet:
    """Return a voice line of one's candidates; raises Http404 for any other."""
    found = LineSheet.objects.filter(uid=uid, candidate_id__in=candidates(request)).first()
    if found is None:
        raise Http404
    return found


def signs(request: HttpRequest, candidate_id: int) -> bool:
    """Tell whether the user may sign for that candidate: a signatory elsewhere is none here."""
    return seats(request).get(candidate_id, "") in SIGNATORIES
