"""What a rule answers: allowed, refused, or held until a named human has decided."""

from collections.abc import Container, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """Nothing stands in the way."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Nothing leaves. `rule` is the number of the rule, `source` the article it rests on."""

    rule: str
    fr: str
    en: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """Nothing leaves until a named human has decided."""

    rule: str
    fr: str
    en: str
    source: str


Verdict = Allowed | Refused | Held
ALLOWED = Allowed()


def first(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the first refusal, else the first hold, else allowed; stops at the refusal."""
    held: Verdict = ALLOWED
    for verdict in verdicts:
        if isinstance(verdict, Refused):
            return verdict
        if isinstance(verdict, Held) and held is ALLOWED:
            held = verdict
    return held


def objections(verdicts: Iterable[Verdict]) -> tuple[Refused | Held, ...]:
    """Return every refusal and hold in the order given, for a screen that shows all there is to put right."""
    return tuple(verdict for verdict in verdicts if not isinstance(verdict, Allowed))


def lifted(verdict: Verdict, cleared: Container[str]) -> Verdict:
    """Return what is left of a verdict once a named human has cleared these rules; a refusal always stays."""
    return ALLOWED if isinstance(verdict, Held) and verdict.rule in cleared else verdict
