"""The record as sections of rows, in one language: what every form of it shows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from selfcontact.answers.words import Said, of, say
from selfcontact.processing import words
from selfcontact.processing.controllers import Controller
from selfcontact.processing.gaps import gaps
from selfcontact.processing.parties import Recipient, Source
from selfcontact.processing.record import Record

Say = Callable[[str, str], str]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A titled table; the first value of a row names it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def sections(record: Record, language: str) -> list[Section]:
    """Return the record in French or English."""

    def said(fr: str, en: str) -> str:
        return say(Said(fr, en), language)

    return [
        _house(record, said),
        _controllers(record, said, language),
        _recipients(record, said, language),
        _transfers(record, said),
        _sources(record, said),
        Section(
            title=said("Mesures de sécurité", "Security measures"),
            head=(said("Mesure", "Measure"), said("État", "State"), said("Ce qu’il en est", "As it is")),
            rows=[
                (say(one.title, language), of(words.STATES, one.state, language), say(one.what, language))
                for one in record.measures
            ],
        ),
        Section(
            title=said("Durées de conservation", "Retention periods"),
            head=(said("Donnée", "Data"), said("Durée", "Period")),
            rows=[(say(one.what, language), say(one.until, language)) for one in record.periods],
        ),
        Section(
            title=said("À compléter", "To be completed"),
            head=(said("Manque", "Missing"), said("Remède", "Remedy")),
            rows=[(say(what, language), remedy) for what, remedy in gaps(record)],
        ),
    ]


def _house(record: Record, said: Say) -> Section:
    sealed = f"{record.ledger_size} – {record.ledger_root}" if record.ledger_size else "–"
    return Section(
        title=said("Sous-traitant", "Processor"),
        head=(said("Rubrique", "Item"), said("Valeur", "Value")),
        rows=[
            (said("Nom", "Name"), record.house.name or "–"),
            (said("Adresse", "Address"), record.house.address or "–"),
            (said("Délégué à la protection des données", "Data protection officer"), record.house.dpo),
            (said("Établi le", "Made on"), f"{record.made_at:%Y-%m-%d %H:%M} UTC"),
            (said("Journal : entrées et racine signée", "Ledger: entries and signed root"), sealed),
        ],
    )


def _controllers(record: Record, said: Say, language: str) -> Section:
    return Section(
        title=said("Responsables et traitements", "Controllers and processing"),
        head=(
            said("Mandat", "Mandate"), said("Responsable", "Controller"), said("Contact", "Contact"),
            said("Élection", "Election"), said("Du", "From"), said("Au", "To"), said("État", "State"),
            said("Catégories de traitements", "Categories of processing"), said("Instructions", "Instructions"),
        ),
        rows=[tuple(_controller(one, language)) for one in record.controllers],
    )  # fmt: skip


def _controller(one: Controller, language: str) -> Iterator[str]:
    yield one.mandate
    yield f"{one.name} ({one.party})" if one.party else one.name
    yield ", ".join(one.contacts) or "–"
    yield one.election
    yield one.opens_on.isoformat()
    yield one.ends_on.isoformat()
    yield of(words.MANDATES, one.state, language)
    yield "\n".join(of(words.ACTIVITIES, activity, language) for activity in one.activities)
    yield "\n".join(f"{reference} {sha256}" for reference, sha256 in one.instructions) or "–"


def _recipients(record: Record, said: Say, language: str) -> Section:
    return Section(
        title=said("Sous-traitants ultérieurs", "Subprocessors"),
        head=(
            said("Référence", "Reference"), said("Nom", "Name"), said("Nature", "Kind"), said("Pays", "Country"),
            said("Contrat (SHA-256)", "Contract (SHA-256)"), said("Examiné", "Reviewed"), said("État", "State"),
            said("Ce qui y passe", "What passes through it"),
        ),
        rows=[tuple(_recipient(one, language)) for one in record.recipients],
    )  # fmt: skip


def _recipient(one: Recipient, language: str) -> Iterator[str]:
    yield one.reference
    yield one.name
    yield of(words.KINDS, one.kind, language)
    yield one.country
    yield one.contract_sha256 or "–"
    yield f"{one.vetted_on} – {one.vetted_until}" if one.vetted_on else "–"
    yield of(words.STANDINGS, one.standing, language)
    yield ", ".join(one.ways) or "–"


def _transfers(record: Record, said: Say) -> Section:
    outside = [one for one in record.recipients if not one.within_union]
    none = said(
        "Aucun : chaque sous-traitant est dans l’Union européenne, et le programme en refuse d’autres.",
        "None: every subprocessor is in the European Union, and the program refuses others.",
    )
    return Section(
        title=said("Transferts hors de l’Union", "Transfers outside the Union"),
        head=(said("Vers", "To"), said("Pays", "Country"), said("Ce que l’examen a trouvé", "What the review found")),
        rows=[(none, "–", "–")] * (not outside)
        + [(one.name, one.country, one.transfers or "–") for one in outside or record.recipients],
    )


def _sources(record: Record, said: Say) -> Section:
    return Section(
        title=said("Fournisseurs de fichiers", "Providers of files"),
        head=(
            said("Référence", "Reference"), said("Nom", "Name"), said("Pays", "Country"), said("État", "State"),
            said("Accords en vigueur", "Agreements in force"),
        ),
        rows=[tuple(_source(one, said)) for one in record.sources],
    )  # fmt: skip


def _source(one: Source, said: Say) -> Iterator[str]:
    yield one.reference
    yield one.name
    yield one.country
    yield said("examiné", "vetted") if one.usable else said("rien n’en est chargé", "nothing is loaded from it")
    yield ", ".join(one.agreements) or "–"
