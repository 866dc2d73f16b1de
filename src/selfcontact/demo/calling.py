"""A person of the rehearsal who calls the line, hears it to the end and objects; the next campaign leaves them out."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.db.models import Sum

from selfcontact.campaigns.models import Campaign, Message, Outcome
from selfcontact.contacts.finding import everywhere
from selfcontact.demo import handset, line, processes
from selfcontact.demo.asking import Person, until
from selfcontact.demo.cast import STOP_CODE, Cast
from selfcontact.demo.hearing import likeness
from selfcontact.demo.sip_words import Words
from selfcontact.demo.story import Story
from selfcontact.lib import landline
from selfcontact.lines.models import Heard, Line, Part
from selfcontact.opposition.models import Entry
from selfcontact.voice.flow import Exit
from selfcontact.voice.g711 import FRAME, RATE, Samples

TEXT = (
    f"{{prenom}}, Camille Démo vous parle au {landline.written(line.NUMBER)} (appel non surtaxé). "
    f"Pub. politique {{notice}} STOP {STOP_CODE}"
)
#: Packets that the caller lets pass before the first key, beyond the last word that is looked for.
PAUSE = 10
ALIKE = 0.99
#: People so many years younger or older get the campaign that follows: enough to see one left out, and soon sent.
YEARS = 2

Send = Callable[[str, str, tuple[int, int]], Campaign]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one call came to; `likeness` is that of greeting, message and notice with what was heard."""

    number: str
    seconds_heard: float
    likeness: float
    likeness_of_confirmation: float
    oppositions_before: int
    oppositions_after: int
    counted_as_objected: int
    left_out_by_next_campaign: bool
    texts_since: int

    @property
    def served(self) -> bool:
        """Tell whether all was heard, one opposition was counted, and nothing was sent to the caller since."""
        heard = min(self.likeness, self.likeness_of_confirmation) > ALIKE
        counted = self.oppositions_after - self.oppositions_before == self.counted_as_objected == 1
        return heard and counted and self.left_out_by_next_campaign and self.texts_since == 0


def call_and_object(story: Story, cast: Cast, person: Person, send: Send) -> None:
    """Call the line as that person, press 9 and confirm; then send to people of about that age a text that names it."""
    on_air, before = line.put_on_air(story, cast), _oppositions()
    heard = _call(story, on_air, person)
    after, texts = _oppositions(), len(person.texts())
    age = everywhere(person.number)[0].age
    sent = send("troisieme", TEXT, (max(18, age - YEARS), age + YEARS))
    told = Told(
        number=landline.written(line.NUMBER),
        seconds_heard=round(heard.size / RATE, 1),
        likeness=round(likeness(heard, line.sound(on_air, *line.WHOLE)), 4),
        likeness_of_confirmation=round(likeness(heard, line.sound(on_air, Part.OBJECTED)), 4),
        oppositions_before=before,
        oppositions_after=after,
        counted_as_objected=_counted(on_air),
        left_out_by_next_campaign=_left_out(sent, person),
        texts_since=len(person.texts()) - texts,
    )
    story.facts["call"] = {**asdict(told), "served": told.served}


def _call(story: Story, on_air: Line, person: Person) -> Samples:
    """Call, listen to the whole message and the notice, press 9, confirm; return what was heard."""
    packets = line.sound(on_air, *line.WHOLE).size // FRAME + PAUSE
    with processes.voice(story.place) as at:
        words = Words(line=str(on_air.number), caller=str(person.number), call_id="demo", at=at)
        heard = asyncio.run(handset.call(words, packets=packets, key="9"))
        # Counts are written once a second.
        until(lambda: _counted(on_air))
    return heard


def _oppositions() -> int:
    return Entry.objects.filter(channel=Entry.Channel.VOICE).count()


def _counted(on_air: Line) -> int:
    objected = Heard.objects.filter(line=on_air, exit=str(Exit.OBJECTED))
    return int(objected.aggregate(n=Sum("count"))["n"] or 0)


def _left_out(sent: Campaign, person: Person) -> bool:
    """Tell whether the person was selected, and then not written to because they object."""
    held = everywhere(person.number)[0]
    place = Message.objects.get(campaign_id=sent.pk, delivery_id=held.delivery_id, contact_id=held.id)
    outcomes = Outcome.objects.filter(campaign_id=sent.pk, position=place.position)
    return {one.kind for one in outcomes} == {Outcome.Kind.OPPOSED}
