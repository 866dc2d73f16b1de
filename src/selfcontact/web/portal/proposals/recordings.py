"""The exact recordings to sign, as callers will hear them, and what became of a signature."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from selfcontact.lib import landline
from selfcontact.lines.sound import picture
from selfcontact.proposals import recordings
from selfcontact.proposals.models import Clip, Decision, Proposal, Recording, RecordingDecision
from selfcontact.web.access import actor_of, confirm_factor
from selfcontact.web.clock import now
from selfcontact.web.portal import reach
from selfcontact.web.portal.lines import words
from selfcontact.web.portal.proposals.forms import RecordingDecisionForm


@require_safe
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let the candidate hear and read what is asked, and show where a decision stands."""
    recording = reach.recording(request, uid)
    return _page(request, recording, RecordingDecisionForm(initial={"content": recording.content_sha256}))


@require_safe
def listen(request: HttpRequest, uid: UUID, part: str, language: str) -> HttpResponse:
    """Answer with one of the sounds."""
    recording = reach.recording(request, uid)
    clip = Clip.objects.filter(recording=recording, part=part, language=language).only("alaw").first()
    if clip is None:
        raise Http404
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(picture.wav(bytes(clip.alaw)), content_type="audio/wav", headers=headers)


@require_POST
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a decision, proven by a second factor shown for it; the worker applies it."""
    recording = reach.recording(request, uid)
    if not reach.signs(request, recording.sheet.candidate_id):
        raise Http404
    form = RecordingDecisionForm(request.POST)
    if form.is_valid() and form.run(lambda: _decide(request, recording, form.cleaned_data)):
        return redirect("recording_show", uid=uid)
    return _page(request, recording, form)


def _decide(request: HttpRequest, recording: Recording, given: dict[str, str]) -> RecordingDecision:
    verdict, comment = Decision.Verdict(given["verdict"]), given["comment"]
    # Before the code is spent: a code serves once.
    recordings.check(recording=recording, verdict=verdict, comment=comment, content=given["content"])
    factor = confirm_factor(request, given["code"])
    return recordings.decide(
        actor=actor_of(request),
        recording=recording,
        verdict=verdict,
        comment=comment,
        content=given["content"],
        factor=factor,
        at=now(),
    )


def _page(request: HttpRequest, recording: Recording, form: RecordingDecisionForm) -> HttpResponse:
    decisions = list(recording.decisions.select_related("result").order_by("-pk"))
    pending = [one for one in decisions if not hasattr(one, "result")]
    can = recording.state == Proposal.State.OPEN and not pending
    later = Recording.objects.filter(line_uid=recording.line_uid, pk__gt=recording.pk).order_by("-pk").first()
    context = {
        "recording": recording,
        "number": landline.written(recording.number),
        "price": words.PRICES[recording.price],
        "languages": words.languages(recording.languages),
        "clips": [_clip(clip) for clip in recording.clips.defer("alaw").order_by("pk")],
        "decisions": decisions,
        "pending": pending,
        "later": later,
        "form": form,
        "signs": can and reach.signs(request, recording.sheet.candidate_id),
    }
    return render(request, "portal/proposals/recording.html", context)


def _clip(clip: Clip) -> dict[str, object]:
    return {
        "part": clip.part,
        "language": clip.language,
        "said": words.PARTS[clip.part],
        "tongue": words.LANGUAGES[clip.language],
        "text": clip.text,
        "seconds": clip.milliseconds / 1000,
        "sha256": clip.sha256,
        "outline": mark_safe(picture.svg(bytes(clip.outline))),  # noqa: S308 - numbers, and words of ours
    }
