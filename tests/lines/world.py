"""A mandate with a line that comes in from this machine, and sounds that nobody has to record."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import numpy as np
import soundfile
from numpy.typing import NDArray
from tests.sponsoring import declare

from selfcontact.lib.actor import Actor
from selfcontact.lines import actions, trunks
from selfcontact.lines.models import Language, Line, Part, Trunk
from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Instruction, Mandate
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Subprocessor

STAFF = Actor(kind="staff", uid=UUID(int=7))
#: A Tuesday in Paris, a month before a ballot of which silence begins on Saturday 17 April.
NOON = datetime(2027, 3, 16, 11, tzinfo=UTC)
DAY = timedelta(days=1)
#: Reserved for fiction.
NUMBER = 33_199_001_234
SHA = sha256(b"document").hexdigest()
Wave = NDArray[np.float64]


def voice(seconds: float = 3.0, rate: int = 16_000, level: float = 0.2, seed: int = 1) -> Wave:
    """Return something like speech: noise under a low-pass, in syllables."""
    drawn = np.random.default_rng(seed).normal(size=int(seconds * rate))
    shaped = np.convolve(drawn, np.hanning(rate // 1000), mode="same")
    syllables = 0.55 + 0.45 * np.sin(np.arange(len(shaped)) * 2 * np.pi * 3 / rate)
    return np.asarray(shaped * syllables / np.abs(shaped).max() * level)


def file(wave: Wave, rate: int = 16_000, format: str = "WAV") -> bytes:  # noqa: A002 - soundfile's own word
    """Return a file of that format."""
    made = io.BytesIO()
    soundfile.write(made, wave, rate, format=format)
    return made.getvalue()


@dataclass
class Studio:
    """A house with an operator on this machine, one mandate and, when asked for, lines."""

    mandate: Mandate = field(init=False)
    trunk: Trunk = field(init=False)

    def __post_init__(self) -> None:
        self.mandate = self.add_mandate("mandate")
        self.trunk = self.add_trunk("loop")

    def add_mandate(self, reference: str, area: str = "dep:35", election: str = "presidentielle-2027") -> Mandate:
        candidate = mandates.add_candidate(actor=STAFF, reference=f"{reference}-c", name="Alix Durand")
        mandate = mandates.open_mandate(
            actor=STAFF,
            reference=reference,
            candidate=candidate,
            election=election,
            area=[area],
            opens_on=(NOON - 60 * DAY).date(),
            ends_on=(NOON + 100 * DAY).date(),
        )
        for kind in (Instruction.Kind.CAMPAIGNS, Instruction.Kind.ASSESSMENT):
            mandates.sign_instruction(
                actor=STAFF,
                reference=f"{reference}-{kind.value}",
                mandate=mandate,
                kind=kind,
                document_sha256=SHA,
                signatory="A. Durand",
                signed_at=NOON - 30 * DAY,
            )
        declare(STAFF, mandate, NOON - 30 * DAY)
        return mandate

    def add_trunk(self, reference: str, until: timedelta = 300 * DAY, network: str = "127.0.0.1/32") -> Trunk:
        operator = subprocessors.add_subprocessor(
            actor=STAFF, reference=f"{reference}-op", name="Voix SA", kind=Subprocessor.Kind.VOICE, country="FR"
        )
        subprocessors.vet(
            actor=STAFF,
            subprocessor=operator,
            contract_sha256=SHA,
            on=(NOON - DAY).date(),
            until=(NOON + until).date(),
            grounds="test",
            transfers="none",
        )
        way = trunks.Way(networks=[network], simulated=True)
        trunk = trunks.add_trunk(actor=STAFF, reference=reference, subprocessor=operator, way=way)
        trunks.enable_trunk(actor=STAFF, trunk=trunk, on=NOON.date())
        return trunk

    def terms(self, number: int = NUMBER, languages: tuple[Language, ...] = (Language.FRENCH,)) -> actions.Terms:
        return actions.Terms(number=number, languages=languages, opens_at=NOON - DAY, closes_at=NOON + 60 * DAY)

    def line(self, reference: str = "line", terms: actions.Terms | None = None) -> Line:
        return actions.add(
            actor=STAFF,
            reference=reference,
            mandate=self.mandate,
            trunk=self.trunk,
            terms=terms or self.terms(),
            at=NOON,
        )

    def record(
        self,
        line: Line,
        part: Part = Part.MESSAGE,
        language: Language = Language.FRENCH,
        seed: int = 1,
        said: str = "Bonjour, je suis candidate.",
    ) -> None:
        actions.record_prompt(
            actor=STAFF,
            line=line,
            part=part,
            language=language,
            file=file(voice(seed=seed)),
            text=said,
            at=NOON,
        )

    def approve(self, line: Line) -> None:
        actions.submit(actor=STAFF, line=line, at=NOON)
        actions.approve(actor=STAFF, line=line, content=line.content_sha256, signatory="A. Durand", at=NOON)
