"""Every rule that this trade is under: which the program checks, which it keeps a proof of, and which people see to."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, Literal

from selfcontact.compliance import calendar, dated
from selfcontact.lib.errors import UserError


class How(StrEnum):
    """Who sees to a rule."""

    CHECKED = "checked"
    EVIDENCE = "evidence"
    MANUAL = "manual"
    NOT_APPLICABLE = "na"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule. `by` names the modules that check it or keep its proof; `status` is V, I or U (not verified)."""

    id: str
    how: How
    status: Literal["V", "I", "U"]
    confidence: Literal["H", "M", "L"]
    source: str
    fr: str
    en: str
    why_fr: str
    why_en: str
    by: tuple[str, ...]

    @property
    def precaution(self) -> bool:
        """Tell whether the program applies it although no source was found that settles it."""
        return self.status == "U" and self.how == How.CHECKED


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of its file."""
    text = files("selfcontact.compliance").joinpath("data", "rules.toml").read_text("utf-8")
    return tuple(_rule(one) for one in tomllib.loads(text)["rule"])


def rule(number: str) -> Rule:
    """Return the rule of that number; raises UserError when there is none."""
    for one in rules():
        if one.id == number.strip().upper():
            return one
    raise UserError(
        "unknown_rule",
        fr=f"Aucune règle ne porte le numéro « {number} ».",
        en=f"No rule has the number “{number}”.",
        hint="selfcontact rules list",
    )


def faults() -> Iterator[str]:
    """Yield what is wrong with the data files of the rules: a number twice, a place that is none, overlapping dates."""
    known = [one.id for one in rules()]
    yield from (f"rules.toml: {number}: twice" for number in sorted({n for n in known if known.count(n) > 1}))
    for one in rules():
        if not all((one.fr, one.en, one.why_fr, one.why_en, one.source)):
            yield f"rules.toml: {one.id}: incomplete"
        if (one.how in {How.CHECKED, How.EVIDENCE}) != bool(one.by):
            yield f"rules.toml: {one.id}: {one.how} by {one.by or 'nothing'}"
        yield from (f"rules.toml: {one.id}: no {place}" for place in one.by if not _exists(place))
    yield from file_faults()


def demand() -> None:
    """Raise UserError unless the data files of the rules are whole; asked before anything long starts."""
    for fault in faults():
        raise UserError(
            "rules_faulty",
            fr=f"Les fichiers de règles se contredisent : {fault}",
            en=f"The data files of the rules disagree: {fault}",
            hint="selfcontact rules check",
        )


def file_faults() -> Iterator[str]:
    """Yield what is wrong with the dated values and with the calendar."""
    yield from dated.faults()
    yield from calendar.faults()


def _rule(given: dict[str, Any]) -> Rule:
    return Rule(**{**given, "how": How(given["how"]), "by": tuple(given["by"])})


def _exists(place: str) -> bool:
    try:
        return find_spec(f"selfcontact.{place}") is not None
    except ModuleNotFoundError:
        return False
