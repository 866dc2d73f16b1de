"""What a house seldom shows: a file that waits, a delivery held, a route closed, a mandate over, programs admitted."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.test.utils import override_settings
from tests.web.spoken import speak

from selfcontact.accounts import actions as accounts
from selfcontact.accounts.actions import Place
from selfcontact.accounts.models import Face, Role, User
from selfcontact.answers import actions as answers
from selfcontact.audits import actions as audits
from selfcontact.breaches import actions as breaches
from selfcontact.breaches.models import Breach, Nature, System
from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.models import Campaign
from selfcontact.certificates.actions import end_mandate
from selfcontact.contacts.actions import declare_team_numbers
from selfcontact.demo.cast import Cast, make_cast
from selfcontact.demo.people import write_file
from selfcontact.demo.showcase import Showcase
from selfcontact.demo.story import Story
from selfcontact.geo import areas
from selfcontact.intake import actions as intake
from selfcontact.intake.models import Delivery
from selfcontact.intake.preview import preview
from selfcontact.integrations import actions as integrations
from selfcontact.ledger.actions import sequence
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.mailbox import actions as mails
from selfcontact.mailbox.actions import Arrival
from selfcontact.mailbox.letter import Letter, Part
from selfcontact.notices import actions as notices
from selfcontact.notices.models import PERSON, Language, Means, Notice
from selfcontact.notices.models import Kind as Said
from selfcontact.policies import actions as policies
from selfcontact.policies import standard
from selfcontact.policies.weighing import Weight
from selfcontact.providers.actions import add_form
from selfcontact.providers.models import ConsentForm
from selfcontact.requests import actions as requests
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Door, Ground, Kind, Request, Rung
from selfcontact.subprocessors.actions import disable_route
from selfcontact.transparency import reports
from selfcontact.transparency.models import Report, TransparencyNotice
from selfcontact.uploads import actions as uploads


def fill(told: Story, shown: Showcase, staff: User) -> tuple[str, ...]:
    """Put all of it beside what is shown; return the addresses that nothing leads to any more."""
    other = make_cast(actor=told.actor, today=told.now().date(), at=told.now(), port=told.port, name="autre")
    _hold(told, other)
    disable_route(actor=told.actor, route=other.route, grounds="contrat à renouveler")
    _receive(told, other)
    declare_team_numbers(
        actor=told.actor, mandate=shown.cast.mandate, numbers=["06 39 98 00 01"], fiction=True, at=told.now()
    )
    accounts.invite(
        actor=told.actor,
        email="attendue@selfcontact.example",
        name="Attendue",
        place=Place(face=Face.CONSOLE, roles=[Role.AUDITOR]),
        at=told.now(),
    )
    _admit_programs(told, staff, told.now())
    draft = standard.draft("Le délai est plus court.")
    shorter = replace(draft, french=draft.french.replace("vos données", "les données"))
    policies.publish(actor=told.actor, draft=shorter, in_force_on=told.now().date() + timedelta(days=30), at=told.now())
    officer = User.objects.get_or_create(email="announcing@selfcontact.example", defaults={"roles": [Role.DPO]})[0]
    weight = Weight(substantial=True, grounds="Un sous-traitant de plus reçoit les numéros.")
    weighty = replace(shorter, weight=weight, note="Un sous-traitant de plus.")
    first = told.now().date() + timedelta(days=60)
    policies.publish(actor=Actor(kind="staff", uid=officer.uid), draft=weighty, in_force_on=first, at=told.now())
    # Before anybody asks for anything: an open request without a number stands in the way of every end.
    over = make_cast(actor=told.actor, today=told.now().date(), at=told.now(), port=told.port, name="fini")
    end_mandate(actor=told.actor, mandate=over.mandate, grounds="fin de campagne", clock=told.clock)
    failed = _ask(told)
    _audit(told)
    _write(told)
    speak(told, shown)
    quiet = _go_wrong(told)
    bare = _lack(told, shown)
    # Of the rules, only a precaution can be decided otherwise; of the breaches, one that touched nobody can be closed.
    return (
        f"/mandates/{over.mandate.reference}/ending/",
        f"/notices/{failed.uid}/",
        "/rules/SM-07/",
        f"/breaches/{quiet.reference}/close/",
        f"/forms/{bare.uid}/",
        "/campaigns/dons/clear/FI-08/",
    )


def _lack(told: Story, shown: Showcase) -> ConsentForm:
    """Leave a form without its evidence, which is returned, and a call for donations, which a rule holds."""
    bare = add_form(
        actor=told.actor,
        agreement=shown.cast.agreement,
        code="SANS-PREUVE",
        wording="J’accepte de recevoir des messages politiques par SMS.",
        purposes=["political"],
        channels=["sms"],
        recipients="Camille Démo",
        used_from=told.now().date(),
    )
    # The last of every list: the walk visits the first few of a kind.
    early = told.now() - timedelta(days=1)
    campaigns.create(
        actor=told.actor,
        reference="dons",
        mandate=shown.cast.mandate,
        route=shown.cast.route,
        content=campaigns.Content(
            **{**_content(shown.draft), "text": f"Un don ? {shown.draft.text}", "earliest": early}
        ),
    )
    return bare


def _content(campaign: Campaign) -> dict[str, Any]:
    return {name: getattr(campaign, name) for name in campaigns.Content.__dataclass_fields__}


def _file(told: Story, cast: Cast, rows: int) -> Path:
    path = told.place / f"fichier-{rows}.csv"
    inside = areas.parse(cast.mandate.area).communes
    write_file(path, rows=rows, seed=2, kind="demo", delivered_on=told.now().date(), inside=inside)
    return path


def _audit(told: Story) -> None:
    """Leave an audit that waits for its provider, unless the worker has drawn that delivery already."""
    delivery = Delivery.objects.get(reference="livraison-demo")
    with suppress(UserError):
        audits.draw(actor=told.actor, delivery=delivery, at=told.now())
    drawn = delivery.audits.get()
    sequence(clock=told.clock)
    audits.ask(actor=told.actor, audit=drawn, at=told.now())


def _go_wrong(told: Story) -> Breach:
    """Leave a breach of which nobody was told yet, one that touched nobody, and a message that somebody reported.

    Return the one that touched nobody.
    """
    account = breaches.Account(
        natures=[Nature.CONFIDENTIALITY],
        systems=[System.WORKSTATION],
        learnt_at=told.now() - timedelta(hours=5),
        what="Un poste a été volé.",
        consequences="Hameçonnage.",
        measures="Accès fermés.",
    )
    quiet = breaches.record_breach(actor=told.actor, account=account, at=told.now(), mandates=[])
    breaches.record_breach(actor=told.actor, account=account, at=told.now())
    shown = TransparencyNotice.objects.order_by("pk")[0]
    reports.report(code=shown.code, ground=Report.Ground.SPONSOR, line=None, at=told.now())
    return quiet


def _hold(told: Story, cast: Cast) -> None:
    path = _file(told, cast, 300)
    intake.load_file(
        actor=told.actor,
        mandate=cast.mandate,
        agreement=cast.agreement,
        seen=preview(path, on=told.now().date(), synthetic=True),
        synthetic=True,
        reference="livraison-retenue",
        clock=told.clock,
        progress=lambda *_: None,
    )
    held = Delivery.objects.get(reference="livraison-retenue")
    intake.hold(actor=told.actor, delivery=held, reason="provenance à vérifier")


def _receive(told: Story, cast: Cast) -> None:
    """Leave one file whole, to be confirmed, and one that has only begun to arrive."""
    content = _file(told, cast, 200).read_bytes()
    for sent in (content, content[:1000]):
        upload = uploads.open_upload(
            actor=told.actor,
            mandate=cast.mandate,
            agreement=cast.agreement,
            length=len(content),
            synthetic=True,
            at=told.now(),
        )
        uploads.receive(actor=told.actor, upload=upload, offset=0, pieces=[sent], at=told.now())


def _ask(told: Story) -> Notice:
    """Leave five requests: new, its clock paused, over, with an answer to read, with one that may leave.

    Return a mail about the first that could not leave.
    """
    received = told.now() - timedelta(days=20)
    made = [
        requests.receive(
            actor=told.actor,
            kinds=[Kind.ACCESS, Kind.ERASURE],
            door=Door.POST,
            person=Person(number=33639980001, name="Zoé Lefèvre", address="1 rue de la Paix", text="Qui êtes-vous ?"),
            received_at=received,
            at=told.now(),
        )
        for _ in range(5)
    ]
    for one in made[3:]:
        requests.verify(actor=told.actor, request=one, rung=Rung.LETTER, at=told.now())
        answers.prepare(actor=told.actor, request=one, at=told.now())
    requests.decide(actor=told.actor, request=made[4], ground=Ground.EXCESSIVE, at=told.now())
    prepared = answers.prepare(actor=told.actor, request=made[4], at=told.now())
    reader = Actor(kind="staff", uid=uuid4())
    answers.disclose(actor=reader, answer=prepared, reason="relecture")
    answers.confirm(actor=reader, request=made[4], at=told.now())
    requests.ask_identity(actor=told.actor, request=made[1], reason="numéro masqué", at=told.now())
    requests.link_duplicate(actor=told.actor, request=made[1], original=made[0])
    requests.withdraw(actor=told.actor, request=made[2], rung=Rung.NONE, at=told.now())
    return _write_to(told, made[0])


def _write_to(told: Story, request: Request) -> Notice:
    """Leave a letter to post and a mail that could not leave."""
    for means, to in ((Means.POST, "Zoé Lefèvre\n1 rue de la Paix\n35000 Rennes"), (Means.MAIL, "zoe@example.org")):
        written = notices.write(
            actor=told.actor,
            subject_uid=request.uid,
            kind=Said.CLARIFY,
            recipient=PERSON,
            language=Language.FRENCH,
            means=means,
            to=to,
            facts={"reference": request.reference, "question": "Que voulez-vous que nous fassions ?"},
            at=told.now(),
        )
    notices.failed(actor=told.actor, notice=written, reason="550 boîte inconnue", at=told.now())
    return written


def _write(told: Story) -> None:
    """Leave a mail in which no right is recognised, and one of a machine, which fits no request."""
    for n, header in enumerate([("Subject", "Hier"), ("Auto-Submitted", "auto-replied")]):
        letter = Letter(
            headers=[header],
            sender="zoe@people.example",
            name="Zoé Lefèvre",
            subject="Hier",
            message_id=f"<hier-{n}@people.example>",
            text="Je vous écris au sujet de hier.",
            parts=[Part(name="lettre.pdf", kind="application/pdf", size=5, content=b"%PDF-")],
        )
        arrival = Arrival(place=f"ici/{n}", size=1000, received_at=told.now())
        mails.take(actor=told.actor, letter=letter, arrival=arrival, clock=told.clock)


def _admit_programs(told: Story, staff: User, at: datetime) -> None:
    integrations.issue_token(
        actor=told.actor, owner=staff, name="tableau de bord", words=["figures:read"], days=30, at=at
    )
    with override_settings(WEBHOOK_NETWORKS=[ip_network("127.0.0.0/8")]):
        for path in ("open", "closed"):
            url = f"http://127.0.0.1:9/{path}"
            made = integrations.add_webhook(actor=told.actor, url=url, names=["campaign.finished"], at=at)
    closed = made.webhook
    integrations.disable_webhook(actor=told.actor, webhook=closed, at=at, grounds="adresse changée")
