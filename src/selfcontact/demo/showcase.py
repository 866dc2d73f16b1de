"""An installation to walk through: loaded people, campaigns at every stage, invitations to both faces."""

from dataclasses import dataclass
from datetime import timedelta

from selfcontact.accounts import actions as accounts
from selfcontact.accounts.actions import Place
from selfcontact.accounts.models import Face, Role, Seat
from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.models import Campaign
from selfcontact.demo import auditing, story
from selfcontact.demo.cast import SENDER_NAME, STOP_CODE, Cast
from selfcontact.demo.story import Story

DRAFT_TEXT = f"{{prenom}}, on en parle jeudi à {{commune}} ? Camille Démo. Pub. politique {{notice}} STOP {STOP_CODE}"


@dataclass(frozen=True, kw_only=True)
class Showcase:
    """What the visit starts from."""

    cast: Cast
    running: Campaign
    submitted: Campaign
    draft: Campaign


def furnish(told: Story) -> Showcase:
    """Load people, start a first campaign, submit a second to the candidate, leave a third in draft.

    A second provider has failed the audit of its delivery meanwhile.
    """
    cast = story.papers(told)
    path, _ = story.write_people(told, cast)
    story.load(told, cast, path)
    unproven = auditing.deliver(told, cast)
    running = story.campaign(told, cast, reference="premiere", text=story.FIRST_TEXT)
    auditing.fail(told, unproven)
    submitted = _draft(told, cast, "seconde", story.SECOND_TEXT)
    campaigns.submit(actor=told.actor, campaign=submitted, at=told.now())
    return Showcase(cast=cast, running=running, submitted=submitted, draft=_draft(told, cast, "troisieme", DRAFT_TEXT))


def _draft(told: Story, cast: Cast, reference: str, text: str) -> Campaign:
    content = campaigns.Content(
        text=text,
        sender_name=SENDER_NAME,
        area=["dep:35"],
        age_from=18,
        age_to=34,
        earliest=told.now() + timedelta(minutes=30),
        latest=told.now() + timedelta(hours=4),
    )
    return campaigns.create(
        actor=told.actor, reference=reference, mandate=cast.mandate, route=cast.route, content=content
    )


def invitations(told: Story, cast: Cast) -> dict[str, str]:
    """Return a link to the console with every role, and one to the portal for the candidate's signatory."""
    staff = Place(face=Face.CONSOLE, roles=list(Role))
    team = Place(face=Face.PORTAL, candidate_id=cast.candidate.pk, seat=Seat.OWNER)
    return {
        place.face.value: accounts.invite(actor=told.actor, email=email, name=name, place=place, at=told.now()).link
        for email, name, place in (
            ("equipe@selfcontact.example", "Équipe Démo", staff),
            ("camille@equipe.example", "Camille Démo", team),
        )
    }
