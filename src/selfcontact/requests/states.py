"""Which state of a request may follow which, and by which verb. One table; nobody else decides."""

from collections.abc import Collection

from selfcontact.lib.errors import UserError
from selfcontact.requests.models import Kind, Request, Rung, State

S = State
#: From these a request waits for somebody of the house, or for the person; it stands in the queue.
OPEN = frozenset({
    S.RECEIVED, S.ACKNOWLEDGED, S.IDENTITY_ASKED, S.VERIFIED, S.REVIEWED, S.GRANTED, S.REFUSED, S.EXECUTED,
    S.DELIVERED,
})  # fmt: skip
UNANSWERED = OPEN - {S.DELIVERED}
TRANSITIONS: dict[str, tuple[frozenset[State], State]] = {
    "acknowledge": (frozenset({S.RECEIVED}), S.ACKNOWLEDGED),
    "ask_identity": (frozenset({S.RECEIVED, S.ACKNOWLEDGED}), S.IDENTITY_ASKED),
    "identity_answered": (frozenset({S.IDENTITY_ASKED}), S.ACKNOWLEDGED),
    "verify": (frozenset({S.RECEIVED, S.ACKNOWLEDGED}), S.VERIFIED),
    "grant": (frozenset({S.VERIFIED}), S.GRANTED),
    "propose": (frozenset({S.VERIFIED}), S.REVIEWED),
    # Refused because nobody knows who asks: the only decision on an unverified request.
    "propose_unidentified": (frozenset({S.ACKNOWLEDGED}), S.REVIEWED),
    "confirm_grant": (frozenset({S.REVIEWED}), S.GRANTED),
    "confirm_refusal": (frozenset({S.REVIEWED}), S.REFUSED),
    "send_back": (frozenset({S.REVIEWED}), S.VERIFIED),
    "send_back_unidentified": (frozenset({S.REVIEWED}), S.ACKNOWLEDGED),
    "execute": (frozenset({S.GRANTED}), S.EXECUTED),
    "deliver": (frozenset({S.GRANTED, S.REFUSED, S.EXECUTED}), S.DELIVERED),
    "close": (frozenset({S.DELIVERED}), S.CLOSED),
    "withdraw": (UNANSWERED, S.WITHDRAWN),
    "purge": (frozenset({S.CLOSED, S.WITHDRAWN}), S.PURGED),
}
#: What is possible without a change of state.
WITHIN: dict[str, frozenset[State]] = {
    "extend": UNANSWERED - {S.REFUSED, S.EXECUTED},
    "link_duplicate": UNANSWERED,
    "hold": UNANSWERED,
    # Not while a second person reads: what they confirm must be what they read.
    "sort": frozenset({S.RECEIVED, S.ACKNOWLEDGED, S.VERIFIED}),
    "state": frozenset({S.RECEIVED, S.ACKNOWLEDGED, S.VERIFIED, S.GRANTED}),
    "announce_release": frozenset({S.EXECUTED, S.DELIVERED, S.CLOSED}),
    "release": frozenset({S.EXECUTED, S.DELIVERED, S.CLOSED}),
    # What ended stays ended: new facts make a new request, with a clock and a verification of its own.
    "reopen": frozenset({S.CLOSED, S.WITHDRAWN}),
}
#: The lowest rung that opens each right (privacy note 4.8). Nobody who objects or complains is asked who they are.
RUNGS: dict[Kind, Rung] = {
    Kind.OBJECTION: Rung.NONE,
    Kind.COMPLAINT: Rung.NONE,
    Kind.ERASURE: Rung.CODE,
    Kind.RESTRICTION: Rung.CODE,
    Kind.ACCESS: Rung.CODE_AND_FACTS,
    Kind.PORTABILITY: Rung.CODE_AND_FACTS,
    Kind.RECTIFICATION: Rung.CODE_AND_FACTS,
    Kind.DIRECTIVES: Rung.CODE_AND_FACTS,
}
#: Rights whose answer holds a person's data: two people look at it before it leaves.
READ_BY_TWO = frozenset({Kind.ACCESS, Kind.PORTABILITY})
#: Rights that the program carries out by itself, in every live mandate.
CARRIED_OUT = frozenset({
    Kind.OBJECTION, Kind.ERASURE, Kind.RESTRICTION, Kind.RECTIFICATION, Kind.DIRECTIVES,
})  # fmt: skip
FRENCH = {
    S.RECEIVED: "reçue", S.ACKNOWLEDGED: "accusée", S.IDENTITY_ASKED: "en attente de l’identité",
    S.VERIFIED: "vérifiée", S.REVIEWED: "en relecture", S.GRANTED: "acceptée", S.REFUSED: "refusée",
    S.EXECUTED: "exécutée", S.DELIVERED: "remise", S.CLOSED: "close", S.WITHDRAWN: "retirée", S.PURGED: "purgée",
}  # fmt: skip


def needed(kinds: Collection[str]) -> Rung:
    """Return the lowest rung that opens all that is asked."""
    return max(RUNGS[Kind(kind)] for kind in kinds)


def by_two(request: Request) -> bool:
    """Tell whether granting it lays somebody's data open, or rests on papers: two people then decide."""
    return bool(READ_BY_TWO & set(request.kinds)) or request.rung == Rung.MANDATE


def possible(verb: str, state: str) -> bool:
    """Tell whether a verb applies in a state."""
    return state in (WITHIN[verb] if verb in WITHIN else TRANSITIONS[verb][0])


def demand(verb: str, request: Request) -> None:
    """Raise UserError when a verb does not apply to the request as it stands."""
    if not possible(verb, request.state):
        word = FRENCH[S(request.state)]
        raise UserError(
            "request_state",
            fr=f"La demande est {word} : « {verb} » ne s’applique pas.",
            en=f"The request is {request.state}: “{verb}” does not apply.",
        )


def move(request: Request, verb: str, **changes: object) -> None:
    """Apply `verb` if nobody changed the request since it was read (compare and set); raises UserError otherwise."""
    demand(verb, request)
    target = request.state if verb in WITHIN else TRANSITIONS[verb][1]
    found = Request.objects.filter(pk=request.pk, state=request.state, version=request.version)
    if found.update(state=target, version=request.version + 1, **changes) != 1:
        raise UserError(
            "request_changed",
            fr="La demande a changé entre-temps : relisez-la et recommencez.",
            en="The request has changed meanwhile: read it again and retry.",
        )
    request.refresh_from_db()
