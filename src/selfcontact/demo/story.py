"""The whole story, on synthetic people: from a provider's file to a certificate, with every step real."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from selfcontact.accounts.actions import terminal_actor
from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.balance import Balance, balance
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.models import Campaign
from selfcontact.certificates import document
from selfcontact.certificates.actions import end_mandate
from selfcontact.compliance.notice import LINES
from selfcontact.demo import people, proof
from selfcontact.demo.cast import SENDER_NAME, STOP_CODE, Cast, attest, make_cast
from selfcontact.demo.place import CLOCK_START
from selfcontact.demo.recipe import Expected
from selfcontact.geo import areas
from selfcontact.intake.actions import load_file
from selfcontact.intake.models import Delivery
from selfcontact.intake.preview import preview
from selfcontact.ledger import heads
from selfcontact.ledger.verification import verify as verify_ledger
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import ShiftedClock
from selfcontact.lib.needles import Needles
from selfcontact.policies import actions as policies
from selfcontact.policies import standard
from selfcontact.policies.actions import PARIS
from selfcontact.rulings.actions import decide

#: Called as work goes on: what is done, how much of it, out of how much.
Progress = Callable[[str, int, int], None]
FIRST_TEXT = (
    "Bonjour {prenom}, Camille Démo, candidate, vient à votre rencontre près de {commune} "
    f"ce mois-ci. Pub. politique {{notice}} STOP au {STOP_CODE}"
)
#: Receipts that may be missing beyond their share: in a small campaign, chance is a large part.
BY_CHANCE = 10
SECOND_TEXT = (
    f"{{prenom}}, le programme de Camille Démo est paru : camille.example/p Pub. politique {{notice}} STOP {STOP_CODE}"
)
#: Why the audience of a rehearsal may be chosen by age.
READING = "Répétition : le SMS n’y est pas tenu pour une publicité en ligne."


@dataclass(kw_only=True)
class Story:
    """What the acts hand over to each other, and what the summary shows."""

    place: Path
    rows: int
    seed: int
    port: int
    tell: Progress
    clock: ShiftedClock
    actor: Actor = field(default_factory=terminal_actor)
    facts: dict[str, object] = field(default_factory=dict)

    def now(self) -> datetime:
        """Return the rehearsal's time."""
        return self.clock.now()


def begin(place: Path, *, rows: int, seed: int, port: int, tell: Progress) -> Story:
    """Return a story at its beginning, on the rehearsal's clock."""
    clock = ShiftedClock(datetime.fromisoformat(CLOCK_START))
    return Story(place=place, rows=rows, seed=seed, port=port, tell=tell, clock=clock)


def papers(story: Story) -> Cast:
    """Publish what people are promised, then put provider, candidate, mandate and carrier on record."""
    policies.publish(
        actor=story.actor, draft=standard.draft(), in_force_on=story.now().astimezone(PARIS).date(), at=story.now()
    )
    decide(actor=story.actor, rule="RP-14", grounds=READING, at=story.now())
    return make_cast(actor=story.actor, today=story.now().date(), at=story.now(), port=story.port)


def write_people(story: Story, cast: Cast) -> tuple[Path, Expected]:
    """Write the provider's file, with every defect at its rate."""
    inside = areas.parse(cast.mandate.area).communes
    path = story.place / "fournisseur.csv"
    expected = people.write_file(
        path, rows=story.rows, seed=story.seed, kind="demo", delivered_on=story.now().date(), inside=inside
    )
    return path, expected


def load(story: Story, cast: Cast, path: Path) -> None:
    """Load the file as the preview shows it, then delete it: the provider has its own, and we keep none."""
    seen = preview(path, on=story.now().date(), synthetic=True)
    story.facts["preview"] = {"encoding": seen.inspection.shape.encoding, "special": dict(seen.special)}
    report = load_file(
        actor=story.actor,
        mandate=cast.mandate,
        agreement=cast.agreement,
        seen=seen,
        synthetic=True,
        reference="livraison-demo",
        clock=story.clock,
        progress=lambda done, total, _: story.tell("chargement", done, total),
    )
    attest(story.actor, Delivery.objects.get(reference=report.delivery))
    story.facts["intake"] = report.described()
    path.unlink()


def campaign(story: Story, cast: Cast, *, reference: str, text: str, ages: tuple[int, int] = (18, 120)) -> Campaign:
    """Take one campaign from draft to running, through the candidate's signature."""
    content = campaigns.Content(
        text=text,
        sender_name=SENDER_NAME,
        area=cast.mandate.area,
        age_from=ages[0],
        age_to=ages[1],
        earliest=story.now() - timedelta(minutes=1),
        latest=story.now() + timedelta(hours=4),
    )
    made = campaigns.create(
        actor=story.actor, reference=reference, mandate=cast.mandate, route=cast.route, content=content
    )
    campaigns.submit(actor=story.actor, campaign=made, at=story.now())
    shown = content_sha256(made)
    campaigns.approve(actor=story.actor, campaign=made, content=shown, signatory="Camille Démo", at=story.now())
    campaigns.start(actor=story.actor, campaign=made, at=story.now())
    return made


def finished(story: Story, running: Campaign) -> Balance | None:
    """Report how far a campaign is; return its balance once it has ended by itself."""
    running.refresh_from_db()
    figures = balance(running)
    story.tell(running.reference, figures.selected - figures.pending, figures.selected)
    return figures if running.state == Campaign.State.FINISHED else None


def receipts_settled(running: Campaign, silent_share: float) -> bool:
    """Tell whether the carrier has said its last word on about every message it took, a few more left out by chance."""
    figures = balance(running)
    final = sum(count for state, count in figures.delivery.items() if state not in ("accepted", "enroute", "unknown"))
    return final + BY_CHANCE >= figures.handed_over * (1 - silent_share)


def end(story: Story, cast: Cast) -> Path:
    """End the mandate, write the certificate and check it as a stranger would."""
    issued = end_mandate(actor=story.actor, mandate=cast.mandate, grounds="fin de la répétition", clock=story.clock)
    file = story.place / "certificate.json"
    file.write_text(issued.document, encoding="utf-8")
    found = document.verify(file.read_text(encoding="utf-8"), trusted=heads.verifier(), mandate=cast.mandate.reference)
    story.facts["certificate"] = {"file": str(file), "verified": True, "ledger_size": found.ledger_size}
    story.facts["ledger_verified"] = verify_ledger().ok
    return file


def needles(files: Iterable[Expected]) -> Needles:
    """Return every number that was accepted from these files, to be looked for in any spelling."""
    return Needles(numbers=chain.from_iterable(people.numbers(one.recipe) for one in files))


def search(story: Story, files: Iterable[Expected], dumped: Path, cast: Cast) -> None:
    """Look for every number in the database's files, the old dump, the keys, the logs: nothing may be found."""
    seen = proof.look([story.place, dumped], needles(files))
    tried, opened = proof.open_dump(dumped, cast.mandate)
    story.facts["search"] = {"files": seen.files, "megabytes": seen.megabytes, "numbers_found": seen.found}
    story.facts["old_dump"] = {"tried": tried, "opened": opened}


def note_campaign(story: Story, campaign: Campaign) -> None:
    """Keep the figures of a campaign for the summary."""
    campaign.refresh_from_db()
    figures = balance(campaign)
    story.facts.setdefault("campaigns", {})
    _part(story.facts, "campaigns")[campaign.reference] = figures.as_dict()


def conclude(story: Story, expected: Expected, before: tuple[int, int], seconds: float) -> dict[str, object]:
    """Return all the facts, with what was announced before the load and whether everything that should hold does."""
    facts = story.facts
    facts["announced"] = {"accepted": expected.accepted, "refused": dict(expected.refused)}
    facts["old_dump_before_the_end"] = {"tried": before[0], "opened": before[1]}
    facts["seconds"] = round(seconds, 1)
    facts["proved"] = all(_proofs(facts, expected, before))
    return facts


def _proofs(facts: dict[str, object], expected: Expected, before: tuple[int, int]) -> Iterator[bool]:
    loaded, searched, old = (_part(facts, name) for name in ("intake", "search", "old_dump"))
    yield loaded["accepted"] == expected.accepted and loaded["refused"] == dict(expected.refused)
    yield all(_part(_part(facts, "campaigns"), name)["closes"] is True for name in _part(facts, "campaigns"))
    yield _part(facts, "audit")["stopped"] is True
    request = _part(facts, "request")
    yield request["state"] == "closed" and request["source_told"] is True
    yield _part(facts, "call")["served"] is True
    notices = facts["notices"]
    yield isinstance(notices, list) and {one["lines"] for one in notices} == {len(LINES)}
    yield facts["ledger_verified"] is True and _part(facts, "certificate")["verified"] is True
    yield searched["numbers_found"] == 0 and before[1] == before[0] > 0 and old["opened"] == 0


def _part(facts: Mapping[str, object], name: str) -> dict[str, object]:
    part = facts[name]
    if not isinstance(part, dict):
        raise TypeError(name)
    return part
