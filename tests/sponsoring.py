"""What has to be on record before anything of a mandate leaves: what its sponsor declares, what the DPO decides."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from selfcontact.accounts.actions import terminal_actor
from selfcontact.compliance import tariff
from selfcontact.compliance.elections import election
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.mandates import sponsors
from selfcontact.mandates.models import Mandate, Sponsor
from selfcontact.rulings.actions import decide
from selfcontact.transparency import actions
from selfcontact.transparency.ad import Ad, Volume
from selfcontact.transparency.address import code_of
from selfcontact.vault import open_vault

#: A citizen who sponsors for herself, with her own money.
DURAND = sponsors.Declaration(
    political=True,
    standing=Sponsor.Standing.CITIZEN,
    name="Alix Durand",
    email="alix@durand.example",
    address="1 rue du Test, 35000 Rennes",
    country="FR",
    paying=Sponsor.Paying.AGENT,
    funds=Sponsor.Funds.PRIVATE,
    whence=Sponsor.Whence.INSIDE,
)


def declare(actor: Actor, mandate: Mandate, at: datetime, **changes: object) -> Sponsor:
    """Have her declare, with some of it changed."""
    return sponsors.declare(
        actor=actor,
        mandate=mandate,
        declaration=replace(DURAND, **changes),  # type: ignore[arg-type]
        document_sha256=sha256(b"declaration").hexdigest(),
        signatory="A. Durand",
        signed_at=at,
    )


#: A mandate whose keys are all that there is of it.
MANDATE, CAMPAIGN = 900_000, UUID(int=1)
NOTICE = code_of(CAMPAIGN)


def publish_notice(at: datetime, days: int) -> None:
    """Publish the notice of a campaign of so many days, of which nothing else is here."""
    ad = Ad(
        code=NOTICE,
        text="Alix Durand, candidate. Mon programme : durand.example. Pub. politique STOP 36180",
        sender_name="ADURAND",
        sponsor=Sponsor(**asdict(DURAND), signatory="A. Durand", signed_at=at),
        candidate="Alix Durand",
        election=election("presidentielle-2027"),
        area=["metropole"],
        ages=(18, 120),
        begins=at,
        ends=at + timedelta(days=days),
        price=tariff.price(at.date()),
        volume=Volume(persons=200, segments=200),
        whole_cents=1000,
        over=False,
        stopped_at=None,
        sources=["Fichiers Démo"],
    )
    keys = open_vault().keys
    if not keys.generations(MANDATE):
        keys.create(MANDATE, 1)
    actions.publish(actor=SYSTEM, ad=ad, mandate_id=MANDATE, campaign_uid=CAMPAIGN, at=at)


def let_target(at: datetime) -> None:
    """Have the DPO decide that a text message is not online advertising: audiences are chosen by place and age."""
    decide(actor=terminal_actor(), rule="RP-14", grounds="Avis écrit de notre conseil, pour les essais.", at=at)
