"""Files of invented people, and what the intake makes of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from selfcontact.intake import actions, columns, verdicts
from selfcontact.intake.consent import FormTerms
from selfcontact.intake.models import Delivery
from selfcontact.intake.reader import inspect, parse, stream
from selfcontact.intake.report import Report
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import ShiftedClock
from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Candidate, Instruction, Mandate
from selfcontact.providers import actions as providers
from selfcontact.providers.models import Agreement

TODAY = date(2026, 11, 24)
GOOD = {
    "NOM": "Durand",
    "PRENOM": "Zoé",
    "ADRESSE": "1 rue de la Paix",
    "CP": "35000",
    "VILLE": "Rennes",
    "MOBILE": "0639980001",
    "AGE": "40",
    "OPTIN": "oui",
    "FORMULAIRE": "F1",
    "DATE_OPTIN": "2026-05-04",
    "CANAL": "sms",
    "FINALITE": "politique",
}
FORM = FormTerms(
    id=1,
    code="F1",
    used_from=date(2024, 1, 1),
    used_until=None,
    oldest=date(2023, 11, 24),
    purposes=("political",),
    channels=("sms",),
)
TERMS = verdicts.Terms(on=TODAY, received_on=TODAY, forms=(FORM,), synthetic=True)


@dataclass(frozen=True, kw_only=True)
class People:
    """Writes files: a row is the good one with some fields changed."""

    def row(self, separator: str = ";", **changes: str) -> str:
        return separator.join((GOOD | changes).values())

    def header(self, separator: str = ";") -> str:
        return separator.join(GOOD)

    def text(self, rows: Sequence[str], header: str | None = None) -> str:
        return "\r\n".join([header or self.header(), *rows]) + "\r\n"

    def many(self, count: int, first: int = 0) -> list[str]:
        """Return rows that are accepted, each with its own number of the fiction block."""
        return [self.row(MOBILE=f"063998{number:04}") for number in range(first, first + count)]


Judged = Callable[..., list[str | None]]


def judge(path: Path, terms: verdicts.Terms = TERMS, size: int = 1 << 20) -> list[str | None]:
    """Return the code of each record of a file, None for accepted; duplicates are not looked for."""
    shape = inspect(path).shape
    matched = columns.match(shape.header)
    codes: list[str | None] = []
    for chunk in stream(path, shape, size=size):
        parsed = parse(chunk, shape, matched.wanted)
        found = verdicts.judge(parsed, matched, shape.header, terms)
        of_record = dict(zip(parsed.record.tolist(), found.rows["code"].to_list(), strict=True))
        codes += [of_record.get(number, "malformed_row") for number in range(parsed.records)]
    return codes


@dataclass(frozen=True, kw_only=True)
class Register:
    """A mandate, an agreement, and the way to load a file into the one under the other."""

    place: Path
    candidate: Candidate
    mandate: Mandate
    agreement: Agreement

    clock = ShiftedClock(datetime(2026, 11, 24, 12, tzinfo=UTC))

    def write(self, content: str | bytes, name: str = "file.csv") -> Path:
        path = self.place / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(
        self, content: str | bytes, *, mandate: Mandate | None = None, synthetic: bool = True, form: str = ""
    ) -> Report:
        seen = actions.preview(self.write(content), on=TODAY, synthetic=synthetic)
        return actions.load_file(
            actor=SYSTEM,
            mandate=mandate or self.mandate,
            agreement=self.agreement,
            seen=seen,
            form=form,
            synthetic=synthetic,
            clock=self.clock,
        )

    def open_mandate(self, reference: str, area: Sequence[str] = ("FR",)) -> Mandate:
        made = mandates.open_mandate(
            actor=SYSTEM,
            reference=reference,
            candidate=self.candidate,
            election="presidentielle-2027",
            area=area,
            opens_on=TODAY,
            ends_on=date(2027, 12, 1),
        )
        mandates.sign_instruction(
            actor=SYSTEM,
            reference=f"I-{reference}",
            mandate=made,
            kind=Instruction.Kind.PROCESSING,
            document_sha256="0" * 64,
            signatory="Camille Fiction",
            signed_at=datetime(2026, 11, 1, tzinfo=UTC),
        )
        return made

    def delivery(self, report: Report) -> Delivery:
        return Delivery.objects.get(reference=report.delivery)


def make_register(place: Path) -> Register:
    """Put a vetted provider, its agreement and form, a candidate and a mandate on record."""
    provider = providers.add_provider(actor=SYSTEM, reference="P", name="Fichiers Fiction", country="FR")
    providers.vet_provider(actor=SYSTEM, provider=provider, on=TODAY, grounds="audit")
    agreement = providers.add_agreement(
        actor=SYSTEM,
        reference="A",
        provider=provider,
        signed_on=date(2024, 1, 1),
        starts_on=date(2024, 1, 1),
        ends_on=date(2027, 12, 31),
        guarantees="article 28",
        document_sha256="0" * 64,
    )
    providers.add_form(
        actor=SYSTEM,
        agreement=agreement,
        code="F1",
        wording="J’accepte",
        purposes=["political"],
        channels=["sms"],
        recipients="candidats",
        used_from=date(2024, 1, 1),
    )
    candidate = mandates.add_candidate(actor=SYSTEM, reference="C", name="Camille Fiction")

    made = Register(place=place, candidate=candidate, mandate=Mandate(), agreement=agreement)
    opened = made.open_mandate("M")
    return Register(place=place, candidate=candidate, mandate=opened, agreement=agreement)
