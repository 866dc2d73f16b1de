"""What a new installation does first, in order, until it has all been done once. One query."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.accounts.models import Role, User
from selfcontact.campaigns.models import Campaign
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Candidate, Instruction, Mandate
from selfcontact.providers.models import Agreement, Provider
from selfcontact.subprocessors.models import Route, Subprocessor
from selfcontact.web.console.registers.pages import GUARDS, KEEPERS, address

Words = str | Promise
OPERATORS = frozenset({Role.OPERATOR})


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One thing to do once: where it is done, by whom, and what shows that it was done."""

    words: Words
    page: str
    roles: frozenset[Role]
    done: QuerySet[Model]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A rung as it stands; `url` is empty where this user cannot do it, or when it has been done."""

    words: Words
    done: bool
    url: str
    first: bool


def _rungs() -> Sequence[Rung]:
    vetted = Provider.objects.filter(vetted_on__isnull=False)
    carrier = Subprocessor.objects.filter(kind=Subprocessor.Kind.CARRIER, vetted_on__isnull=False)
    rows: Sequence[tuple[Words, str, frozenset[Role], QuerySet[Model]]] = (
        (_("Enregistrer un candidat"), "candidate_add", KEEPERS, Candidate.objects.all()),
        (_("Enregistrer un fournisseur de fichiers et l’examiner"), "provider_list", GUARDS, vetted),
        (_("Enregistrer l’accord signé avec lui"), "provider_list", KEEPERS, Agreement.objects.all()),
        (_("Enregistrer l’opérateur de messages et l’examiner"), "subprocessor_list", GUARDS, carrier),
        (_("Ajouter une route vers lui et l’ouvrir"), "route_list", KEEPERS, Route.objects.filter(enabled=True)),
        (_("Ouvrir un mandat"), "mandate_add", KEEPERS, Mandate.objects.all()),
        (_("Enregistrer l’instruction signée du candidat"), "mandate_list", KEEPERS, Instruction.objects.all()),
        (_("Déposer un premier fichier"), "upload_new", OPERATORS, Delivery.objects.all()),
        (_("Composer une première campagne"), "campaign_list", OPERATORS, Campaign.objects.all()),
    )
    return [Rung(words=words, page=page, roles=roles, done=done) for words, page, roles, done in rows]


def first_steps(user: User, held: set[str]) -> list[Step]:
    """Return every step, done or not; nothing once all of them are done."""
    rungs = _rungs()
    asked = {f"done_{at}": Exists(rung.done) for at, rung in enumerate(rungs)}
    found = User.objects.filter(pk=user.pk).annotate(**asked).values_list(*asked).get()
    done = [bool(one) for one in found]
    if all(done):
        return []
    return [
        Step(
            words=rung.words,
            done=done[at],
            url="" if done[at] or not held & rung.roles else address(rung.page),
            first=at == done.index(False),
        )
        for at, rung in enumerate(rungs)
    ]
