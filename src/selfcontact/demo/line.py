"""The demo's voice line, from its operator to the air: a number of fiction that only this machine can call."""

from datetime import date, timedelta

import numpy as np

from selfcontact.demo.cast import Cast
from selfcontact.demo.story import Story
from selfcontact.lib.digest import text_sha256
from selfcontact.lines import actions, prompts, speaking, trunks
from selfcontact.lines.models import Language, Line, Part, Prompt, Trunk
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Subprocessor
from selfcontact.voice.g711 import Samples, pcm_of_alaw

#: Of a block that ARCEP reserves for fiction: 01 99 00 12 34.
NUMBER = 33_199_001_234
MESSAGE = "Ici Camille Démo. Pour un village qui vit, venez en parler avec moi."
WHOLE = (Part.GREETING, Part.MESSAGE, Part.NOTICE)


def put_on_air(story: Story, cast: Cast) -> Line:
    """Describe a line, record its message, have both signed, publish them."""
    actor, at = story.actor, story.now()
    terms = actions.Terms(
        number=NUMBER,
        languages=[Language.FRENCH],
        opens_at=at - timedelta(minutes=1),
        closes_at=at + timedelta(days=7),
    )
    line = actions.add(
        actor=actor, reference="ligne-demo", mandate=cast.mandate, trunk=_trunk(story), terms=terms, at=at
    )
    actions.record_prompt(
        actor=actor,
        line=line,
        part=Part.MESSAGE,
        language=Language.FRENCH,
        file=speaking.spoken(MESSAGE, Language.FRENCH),
        text=MESSAGE,
        at=at,
    )
    actions.submit(actor=actor, line=line, at=at)
    actions.approve(actor=actor, line=line, content=line.content_sha256, signatory=cast.candidate.name, at=at)
    actions.publish(actor=actor, line=line, at=at)
    return line


def _trunk(story: Story) -> Trunk:
    operator = subprocessors.add_subprocessor(
        actor=story.actor,
        reference="voix-simulee",
        name="Opérateur de voix simulé",
        kind=Subprocessor.Kind.VOICE,
        country="FR",
    )
    subprocessors.vet(
        actor=story.actor,
        subprocessor=operator,
        contract_sha256=text_sha256("contrat de répétition"),
        on=date(2026, 9, 1),
        until=date(2027, 12, 31),
        grounds="simulateur sur la même machine",
        transfers="aucun : tout reste sur la machine",
    )
    way = trunks.Way(networks=["127.0.0.1/32"], simulated=True)
    trunk = trunks.add_trunk(actor=story.actor, reference="voix-simulee", subprocessor=operator, way=way)
    trunks.enable_trunk(actor=story.actor, trunk=trunk, on=story.now().date())
    return trunk


def sound(line: Line, *parts: Part) -> Samples:
    """Return what a caller should hear of the line's parts, one after the other."""
    live = {**prompts.live_of_house(), **prompts.live_of_line(line)}
    keys = [live[str(part), str(Language.FRENCH)].pk for part in parts]
    stored = Prompt.objects.only("alaw").in_bulk(keys)
    return np.concatenate([pcm_of_alaw(bytes(stored[key].alaw)) for key in keys])
