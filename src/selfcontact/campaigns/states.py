"""Which state of a campaign may follow which, and by which verb. One table; nobody else decides."""

from django.db.models.functions import Now

from selfcontact.campaigns.models import Campaign
from selfcontact.lib.errors import UserError

S = Campaign.State
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "edit": (frozenset({S.DRAFT, S.SUBMITTED, S.APPROVED, S.SCHEDULED}), S.DRAFT),
    "submit": (frozenset({S.DRAFT}), S.SUBMITTED),
    "send_back": (frozenset({S.SUBMITTED}), S.DRAFT),
    "approve": (frozenset({S.SUBMITTED}), S.APPROVED),
    "schedule": (frozenset({S.APPROVED}), S.SCHEDULED),
    "start": (frozenset({S.APPROVED, S.SCHEDULED}), S.RUNNING),
    "pause": (frozenset({S.RUNNING}), S.PAUSED),
    "resume": (frozenset({S.PAUSED}), S.RUNNING),
    "finish": (frozenset({S.RUNNING}), S.FINISHED),
    "stop": (frozenset({S.SUBMITTED, S.APPROVED, S.SCHEDULED, S.RUNNING, S.PAUSED}), S.STOPPED),
}
#: The states in which a test may leave: the text is known, and no message of the campaign has left.
TESTABLE = frozenset({S.DRAFT, S.SUBMITTED, S.APPROVED})
FRENCH = {
    S.DRAFT: "brouillon", S.SUBMITTED: "soumise", S.APPROVED: "approuvée", S.SCHEDULED: "programmée",
    S.RUNNING: "en cours", S.PAUSED: "en pause", S.FINISHED: "terminée", S.STOPPED: "arrêtée",
}  # fmt: skip


def after(verb: str, state: str) -> Campaign.State:
    """Return the state that `verb` leads to from `state`; raises UserError when it does not apply there."""
    sources, target = TRANSITIONS[verb]
    if state not in sources:
        raise does_not_apply(verb, state)
    return S(target)


def does_not_apply(verb: str, state: str) -> UserError:
    """Return the sentence of a verb that a campaign in this state does not take."""
    return UserError(
        "campaign_state",
        fr=f"La campagne est {FRENCH[S(state)]} : « {verb} » ne s’applique pas.",
        en=f"The campaign is {state}: “{verb}” does not apply.",
    )


def move(campaign: Campaign, verb: str, **changes: object) -> None:
    """Apply `verb` if nobody changed the campaign since it was read (compare and set); raises UserError otherwise."""
    target = after(verb, campaign.state)
    found = Campaign.objects.filter(pk=campaign.pk, state=campaign.state, version=campaign.version)
    if found.update(state=target, version=campaign.version + 1, ordered_at=Now(), **changes) != 1:
        raise UserError(
            "campaign_changed",
            fr="La campagne a changé entre-temps : relisez-la et recommencez.",
            en="The campaign has changed meanwhile: read it again and retry.",
        )
    campaign.refresh_from_db()
