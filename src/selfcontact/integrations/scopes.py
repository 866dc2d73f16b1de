"""What a token may do, each word with what it opens and the roles of which its owner must hold one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from selfcontact.accounts.models import Role, User
from selfcontact.lib.errors import UserError

EVERY_STAFF = frozenset(Role)


class Scope(StrEnum):
    """Reading and writing are apart, and letting a campaign go is apart from preparing it."""

    REGISTERS_READ = "registers:read"
    DELIVERIES_READ = "deliveries:read"
    DELIVERIES_WRITE = "deliveries:write"
    CAMPAIGNS_READ = "campaigns:read"
    CAMPAIGNS_WRITE = "campaigns:write"
    CAMPAIGNS_START = "campaigns:start"
    FIGURES_READ = "figures:read"


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What a scope opens, in both languages, and the roles that may hold it."""

    fr: str
    en: str
    roles: frozenset[Role] = EVERY_STAFF


REACH = {
    Scope.REGISTERS_READ: Reach(
        fr="lire mandats, accords et routes ; compter une audience",
        en="read mandates, agreements and routes; count an audience",
    ),
    Scope.DELIVERIES_READ: Reach(
        fr="lire les livraisons et leurs lignes refusées", en="read deliveries and their refused lines"
    ),
    Scope.DELIVERIES_WRITE: Reach(
        fr="déposer un fichier, annuler un chargement",
        en="upload a file, cancel a load",
        roles=frozenset({Role.OPERATOR}),
    ),
    Scope.CAMPAIGNS_READ: Reach(
        fr="lire les campagnes, leurs contrôles et leur bilan", en="read campaigns, their checks and their balance"
    ),
    Scope.CAMPAIGNS_WRITE: Reach(
        fr="créer, modifier, soumettre, suspendre, arrêter",
        en="create, edit, submit, pause, stop",
        roles=frozenset({Role.OPERATOR}),
    ),
    Scope.CAMPAIGNS_START: Reach(
        fr="programmer, faire partir et reprendre", en="schedule, start and resume", roles=frozenset({Role.APPROVER})
    ),
    Scope.FIGURES_READ: Reach(fr="lire les chiffres des campagnes", en="read the figures of campaigns"),
}


def parse(words: Sequence[str]) -> list[Scope]:
    """Return the scopes of these words, each once; raises UserError for an unknown one or for none at all."""
    known = {str(scope) for scope in Scope}
    if not words or not known.issuperset(words):
        listed = ", ".join(sorted(known))
        raise UserError(
            "scope_unknown",
            fr=f"Portées attendues, une au moins : {listed}.",
            en=f"Scopes expected, at least one: {listed}.",
        )
    return [scope for scope in Scope if scope in words]


def held(owner: User, scopes: Collection[str]) -> frozenset[str]:
    """Return those of the scopes that the owner's present roles allow: a token is never above its owner."""
    roles = set(owner.roles)
    return frozenset(scope for scope in scopes if REACH[Scope(scope)].roles & roles)
