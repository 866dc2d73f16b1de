"""The impact assessment (GDPR art. 35), filled in from the record: a program states, and never estimates."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from django.db.models import Sum

from selfcontact.answers.words import Said, of, say
from selfcontact.figures.rules import RULES
from selfcontact.intake.models import Delivery
from selfcontact.processing import words
from selfcontact.processing.measures import Measure, State
from selfcontact.processing.record import Record


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is said to one question; its number is that of the CNIL's tool."""

    question: int
    text: str = ""
    items: Sequence[str] = ()
    gauge: bool = False


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The whole of it; only measures that are on may be counted on against a risk."""

    name: str
    language: str
    made_at: datetime
    answers: Sequence[Answer]
    measures: Sequence[Measure]


def fill(record: Record, language: str) -> Assessment:
    """Return the assessment of what a record describes, in French or English."""
    facts = _facts(record, language)
    known, chosen = _texts(), "en" if language.startswith("en") else "fr"
    answers = [Answer(question=one["question"], text=one[chosen].format(**facts)) for one in known["answer"]]
    for risk in known["risk"]:
        answers += _risk(risk, record.measures, chosen, known["estimate"][chosen].format(**facts))
    title = say(Said("Analyse d’impact", "Impact assessment"), language)
    return Assessment(
        name=f"{title} – {facts['mandates']}"[:200],
        language=chosen,
        made_at=record.made_at,
        answers=answers,
        measures=[one for one in record.measures if one.state != State.NONE],
    )


def _risk(risk: Mapping[str, Any], measures: Sequence[Measure], chosen: str, estimate: str) -> list[Answer]:
    """Return the six answers of a risk: impacts, threats, sources, measures, then two estimates left to people."""
    first = risk["question"] * 10
    on = [say(m.title, chosen) for m in measures if m.code in risk["measures"] and m.state == State.ON]
    lists = [*(risk[f"{name}_{chosen}"] for name in ("impacts", "threats", "sources")), on]
    answers = [Answer(question=first + place, items=items) for place, items in enumerate(lists, 1)]
    return [*answers, *(Answer(question=first + place, text=estimate, gauge=True) for place in (5, 6))]


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads(files("selfcontact.processing").joinpath("data", "assessment.toml").read_text("utf-8"))


def _facts(record: Record, language: str) -> Mapping[str, str]:
    used = [one for one in record.recipients if one.standing == "valid" or one.ways]
    off = [say(one.title, language) for one in record.measures if one.state == State.OFF]
    return {
        "house": record.house.name,
        "dpo": record.house.dpo,
        "mandates": _list(one.mandate for one in record.controllers),
        "controllers": _list(dict.fromkeys(one.name for one in record.controllers)),
        "elections": _list(dict.fromkeys(one.election for one in record.controllers)),
        "instructions": _lines(f"{ref} {sha256}" for one in record.controllers for ref, sha256 in one.instructions),
        "people": _people(record, language),
        "recipients": _list(one.name for one in used),
        "recipients_list": _lines(
            f"{one.name} ({one.country}) : {of(words.STANDINGS, one.standing, language)}" for one in used
        ),
        "countries": _list(sorted({one.country for one in used})),
        "ways": _lines(f"{one.name} : {_list(one.ways)}" for one in used),
        "sources": _list(one.name for one in record.sources),
        "sources_list": _lines(f"{one.name} ({one.country}) : {_list(one.agreements)}" for one in record.sources),
        "periods": _lines(f"{say(one.what, language)} : {say(one.until, language)}" for one in record.periods),
        "off": _list(off),
    }


def _people(record: Record, language: str) -> str:
    """Return how many contacts were loaded, rounded, or that it is too few to say (the rules of small counts)."""
    loaded = Delivery.objects.filter(
        mandate__reference__in=[one.mandate for one in record.controllers], state=Delivery.State.PUBLISHED
    )
    count = loaded.aggregate(whole=Sum("accepted"))["whole"] or 0
    if count < RULES.volume:
        return say(Said(f"moins de {RULES.volume}", f"fewer than {RULES.volume}"), language)
    return str(count // RULES.base * RULES.base)


def _list(values: Any) -> str:
    return ", ".join(values) or "–"


def _lines(values: Any) -> str:
    return "\n".join(f"- {value}" for value in values) or "–"
