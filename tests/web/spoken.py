"""Voice lines for whoever goes through every page, and what stands around them."""

from datetime import timedelta

from tests.lines.world import file, voice

from selfcontact.demo.showcase import Showcase
from selfcontact.demo.story import Story
from selfcontact.lines import actions as lines
from selfcontact.lines import house, trunks
from selfcontact.lines.models import Language, Line, Part, Trunk
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Subprocessor


def speak(told: Story, shown: Showcase) -> None:
    """Leave lines: on the air, before the candidate, in preparation; a closed trunk; an announcement by a human."""
    today, at = told.now().date(), told.now()
    operator = subprocessors.add_subprocessor(
        actor=told.actor, reference="voix", name="Voix SA", kind=Subprocessor.Kind.VOICE, country="FR"
    )
    subprocessors.vet(
        actor=told.actor,
        subprocessor=operator,
        contract_sha256="0" * 64,
        on=today,
        until=today + timedelta(days=300),
        grounds="essai",
        transfers="aucun",
    )
    way = trunks.Way(networks=["127.0.0.1/32"], simulated=True)
    trunks.add_trunk(actor=told.actor, reference="fermee", subprocessor=operator, way=way)
    trunk = trunks.add_trunk(actor=told.actor, reference="voix", subprocessor=operator, way=way)
    trunks.enable_trunk(actor=told.actor, trunk=trunk, on=today)
    for place, reference in enumerate(("antenne", "attente", "essai")):
        line = _line(told, shown, trunk, reference, 33_199_001_234 + place)
        if reference != "essai":
            lines.submit(actor=told.actor, line=line, at=at)
        if reference == "antenne":
            lines.approve(actor=told.actor, line=line, content=line.content_sha256, signatory="A. Durand", at=at)
            lines.publish(actor=told.actor, line=line, at=at)
    house.record_prompt(
        actor=told.actor, part=Part.NOTICE, language=Language.FRENCH, file=file(voice()), said="Mention.", at=at
    )


def _line(told: Story, shown: Showcase, trunk: Trunk, reference: str, number: int) -> Line:
    terms = lines.Terms(
        number=number,
        languages=[Language.FRENCH],
        opens_at=told.now(),
        closes_at=told.now() + timedelta(days=20),
    )
    line = lines.add(
        actor=told.actor, reference=reference, mandate=shown.cast.mandate, trunk=trunk, terms=terms, at=told.now()
    )
    lines.record_prompt(
        actor=told.actor,
        line=line,
        part=Part.MESSAGE,
        language=Language.FRENCH,
        file=file(voice()),
        text="Bonjour.",
        at=told.now(),
    )
    return line
