"""Which state of a line may follow which, and by which verb. One table; nobody else decides."""

from selfcontact.lib.errors import UserError
from selfcontact.lines.models import Line

S = Line.State
OPEN = frozenset({S.DRAFT, S.SUBMITTED, S.APPROVED, S.STOPPED})
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    # A line that is on the air is stopped before anything of it changes: nobody hears what nobody signed.
    "edit": (OPEN, S.DRAFT),
    "submit": (frozenset({S.DRAFT}), S.SUBMITTED),
    "send_back": (frozenset({S.SUBMITTED}), S.DRAFT),
    "approve": (frozenset({S.SUBMITTED}), S.APPROVED),
    "publish": (frozenset({S.APPROVED, S.STOPPED}), S.PUBLISHED),
    "stop": (frozenset({S.PUBLISHED}), S.STOPPED),
    "retire": (OPEN, S.RETIRED),
}
FRENCH = {
    S.DRAFT: "en préparation", S.SUBMITTED: "soumise", S.APPROVED: "approuvée", S.PUBLISHED: "publiée",
    S.STOPPED: "arrêtée", S.RETIRED: "retirée",
}  # fmt: skip


def after(verb: str, state: str) -> Line.State:
    """Return the state that `verb` leads to from `state`; raises UserError when it does not apply there."""
    sources, target = TRANSITIONS[verb]
    if state not in sources:
        raise UserError(
            "line_state",
            fr=f"La ligne est {FRENCH[S(state)]} : « {verb} » ne s’applique pas.",
            en=f"The line is {state}: “{verb}” does not apply.",
        )
    return S(target)


def possible(verb: str, state: str) -> bool:
    """Tell whether `verb` applies to a line in this state."""
    return state in TRANSITIONS[verb][0]


def move(line: Line, verb: str, **changes: object) -> None:
    """Apply `verb` if nobody changed the line since it was read (compare and set); raises UserError otherwise."""
    target = after(verb, line.state)
    found = Line.objects.filter(pk=line.pk, state=line.state, version=line.version)
    if found.update(state=target, version=line.version + 1, **changes) != 1:
        raise UserError(
            "line_changed",
            fr="La ligne a changé entre-temps : relisez-la et recommencez.",
            en="The line has changed meanwhile: read it again and retry.",
        )
    line.refresh_from_db()
