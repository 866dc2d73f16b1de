"""A second provider of the rehearsal, whose proofs are none: its delivery is held, and nothing to its people leaves."""

from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from selfcontact.audits import actions, answering, public
from selfcontact.audits.models import Audit, DrawnRow
from selfcontact.audits.proof import Proof
from selfcontact.demo import people
from selfcontact.demo.asking import Telephones
from selfcontact.demo.cast import Cast, attest, papers_of_provider
from selfcontact.demo.recipe import Expected
from selfcontact.demo.story import Story
from selfcontact.geo import areas
from selfcontact.identity.actions import ensure_box
from selfcontact.intake.actions import load_file
from selfcontact.intake.models import Delivery
from selfcontact.intake.preview import preview
from selfcontact.ledger.actions import sequence
from selfcontact.providers.models import Agreement

#: One row of its file for so many of the first provider's, and no fewer than this.
SHARE, LEAST = 50, 150
#: Telephones of its people that are looked at afterwards.
LOOKED_AT = 20
PROVEN = Proof(consented_at="2026-05-04T10:12:00+02:00", form="F-2026-1", trace="192.0.2.7, session 41")
#: What cannot be a consent: nobody ticked anything, and no trace of the day is left.
PRETICKED = Proof(consented_at="", form="F-2026-1", trace="", remark="case précochée, sans horodatage")
LEFT = """
SELECT count(DISTINCT message), count(DISTINCT message) FILTER (WHERE outcome.kind = 1),
       count(DISTINCT message) FILTER (WHERE outcome.kind = 2 AND outcome.reason = 'PR-01')
FROM (SELECT mandate_id, campaign_id, position FROM campaigns_message
      WHERE mandate_id = %s AND delivery_id = %s) AS message
LEFT JOIN campaigns_outcome AS outcome USING (mandate_id, campaign_id, position)
"""


@dataclass(frozen=True, kw_only=True)
class Unproven:
    """The delivery of a provider that will not prove it, and the recipe of its people."""

    delivery: Delivery
    expected: Expected


def deliver(story: Story, cast: Cast) -> Unproven:
    """Load the file of a second provider into the same mandate."""
    agreement, _ = papers_of_provider(story.actor, "demo", of="annuaires", company="Annuaires Démo")
    path = story.place / "annuaires.csv"
    expected = people.write_file(
        path,
        rows=max(LEAST, story.rows // SHARE),
        seed=story.seed + 1,
        kind="demo",
        delivered_on=story.now().date(),
        inside=areas.parse(cast.mandate.area).communes,
        skip=story.rows,
    )
    return Unproven(delivery=_load(story, cast, agreement, path), expected=expected)


def _load(story: Story, cast: Cast, agreement: Agreement, path: Path) -> Delivery:
    report = load_file(
        actor=story.actor,
        mandate=cast.mandate,
        agreement=agreement,
        seen=preview(path, on=story.now().date(), synthetic=True),
        synthetic=True,
        reference="livraison-annuaires",
        clock=story.clock,
    )
    path.unlink()
    found = Delivery.objects.select_related("agreement__provider").get(reference=report.delivery)
    attest(story.actor, found)
    return found


def fail(story: Story, unproven: Unproven) -> Audit:
    """Draw, ask, let the provider answer on its page, judge: one of its proofs is none."""
    ensure_box(actor=story.actor)
    audit = actions.draw(actor=story.actor, delivery=unproven.delivery, at=story.now())
    sequence(clock=story.clock)
    asked = actions.ask(actor=story.actor, audit=audit, at=story.now())
    lines = list(audit.rows.order_by("line").values_list("line", flat=True))
    secret = asked.link.rstrip("/").rpartition("/")[2]
    for line in lines:
        proof = PRETICKED if line == lines[-1] else PROVEN
        public.answer(secret=secret, line=line, proof=proof, at=story.now())
    while answering.take(actor=story.actor):
        story.tell("preuves du sondage", audit.rows.filter(sealed__isnull=False).count(), len(lines))
    _judge(story, audit, lines)
    return audit


def _judge(story: Story, audit: Audit, lines: list[int]) -> None:
    """Read each proof, as whoever judges does, and record what it is worth."""
    read = {line: answering.disclose(actor=story.actor, audit=audit, line=line) for line in lines}
    valid = [line for line, proof in read.items() if proof.trace and proof.consented_at]
    none = [line for line in lines if line not in valid]
    result = DrawnRow.Result
    actions.judge(actor=story.actor, audit=audit, lines=valid, result=result.VALID, at=story.now())
    actions.judge(
        actor=story.actor,
        audit=audit,
        lines=none,
        result=result.INVALID,
        reason=DrawnRow.Reason.NO_CONSENT,
        at=story.now(),
    )


def watch(unproven: Unproven, telephones: Path) -> None:
    """Look at the telephones of its people before anything leaves: nothing that comes later wipes them."""
    screens = Telephones(telephones)
    for number in _looked_at(unproven):
        screens.texts(number)


def _looked_at(unproven: Unproven) -> list[int]:
    return list(people.numbers(unproven.expected.recipe))[:LOOKED_AT]


def note(story: Story, audit: Audit, unproven: Unproven, telephones: Path) -> None:
    """Count what left to its people: by the outcomes of every campaign, and on their telephones."""
    delivery = unproven.delivery
    delivery.refresh_from_db()
    delivery.agreement.provider.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute(LEFT, [delivery.mandate_id, delivery.pk])
        selected, handed_over, refused = cursor.fetchone()
    numbers = _looked_at(unproven)
    screens = Telephones(telephones)
    told: dict[str, object] = {
        "reference": audit.reference,
        "provider": delivery.agreement.provider.reference,
        "provider_suspended": delivery.agreement.provider.suspended_on is not None,
        "delivery": delivery.reference,
        "delivery_state": delivery.state,
        "hold_reason": delivery.hold_reason,
        "state": audit.state,
        "rows_drawn": audit.size,
        "results": actions.results(audit),
        "contacts": delivery.accepted,
        "messages_planned": selected,
        "handed_over": handed_over,
        "refused_by_pr_01": refused,
        "telephones_looked_at": len(numbers),
        "texts_on_them": sum(len(screens.texts(number)) for number in numbers),
    }
    story.facts["audit"] = {**told, "stopped": stopped(told)}


def stopped(facts: dict[str, object]) -> bool:
    """Tell whether the failure held the delivery and stopped every message that was planned to its people."""
    held = (facts["state"], facts["delivery_state"], facts["provider_suspended"]) == ("failed", "held", True)
    planned = facts["messages_planned"]
    none_left = (facts["handed_over"], facts["texts_on_them"], facts["refused_by_pr_01"]) == (0, 0, planned)
    return held and none_left and planned == facts["contacts"] != 0
