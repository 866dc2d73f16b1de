"""What can be done next with a request: when it applies, what its page says, and which action it is."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from selfcontact.answers import actions as answers
from selfcontact.requests import actions, execution, states
from selfcontact.requests.models import Ground, Kind, Means, Request, Rung
from selfcontact.web.access import actor_of
from selfcontact.web.clock import clock, now
from selfcontact.web.console.requests import forms, proofs, rights
from selfcontact.web.console.requests.deed import Deed

DEEDS: dict[str, Deed] = {
    "acknowledge": Deed(
        verbs=("acknowledge",),
        words=_("Accuser réception"),
        text=_("La personne sait que sa demande est arrivée, et jusqu’à quand elle aura une réponse."),
        done=_("L’accusé de réception est consigné."),
        act=lambda actor, found, _given: actions.acknowledge(actor=actor, request=found, at=now()),
    ),
    "verify": Deed(
        verbs=("verify",),
        words=_("Consigner l’identité"),
        text=_("La preuve la plus légère qui suffit à ce qui est demandé."),
        done=_("L’identité est vérifiée."),
        form=forms.RungForm,
        act=lambda actor, found, given: actions.verify(actor=actor, request=found, rung=Rung(given["rung"]), at=now()),
    ),
    "ask": Deed(
        verbs=("ask_identity",),
        words=_("Demander une preuve d’identité"),
        text=_("Sur un doute raisonnable, et qui s’écrit (RGPD, 12.6). Le délai s’arrête jusqu’à la réponse."),
        done=_("La question est posée : le délai est arrêté."),
        form=forms.ReasonedForm,
        act=lambda actor, found, given: actions.ask_identity(
            actor=actor, request=found, reason=given["reason"], at=now()
        ),
    ),
    "answered": Deed(
        verbs=("identity_answered",),
        words=_("La personne a répondu"),
        text=_("L’horloge repart ; seuls les jours entiers entre la question et la réponse s’ajoutent au délai."),
        done=_("L’horloge est repartie."),
        form=forms.AnsweredForm,
        act=lambda actor, found, given: actions.identity_answered(
            actor=actor, request=found, at=now(), came=given["came"] == "yes"
        ),
    ),
    "decide": Deed(
        verbs=("grant", "propose", "propose_unidentified"),
        words=_("Décider"),
        text=_("Un refus, et ce qui montre des données, attendent ensuite une seconde personne."),
        done=_("La décision est consignée."),
        form=forms.DecisionForm,
        act=lambda actor, found, given: actions.decide(
            actor=actor,
            request=found,
            ground=Ground(given["ground"]) if given["ground"] and not given["but"] else None,
            refused={Kind(kind): Ground(given["ground"]) for kind in given["but"]},
            at=now(),
        ),
    ),
    "confirm": Deed(
        verbs=("confirm_grant", "confirm_refusal"),
        words=_("Confirmer la décision"),
        text=_("Vous avez lu la réponse préparée, et ce n’est pas vous qui l’avez proposée."),
        done=_("La décision est confirmée."),
        act=lambda actor, found, _given: answers.confirm(actor=actor, request=found, at=now()),
    ),
    "send-back": Deed(
        verbs=("send_back",),
        words=_("Renvoyer à qui l’a proposée"),
        text=_("La proposition tombe ; la demande reprend où elle en était."),
        done=_("La proposition est renvoyée."),
        form=forms.ReasonedForm,
        act=lambda actor, found, given: actions.send_back(actor=actor, request=found, reason=given["reason"]),
    ),
    "execute": Deed(
        verbs=("execute",),
        words=_("Exécuter dans tous les mandats"),
        text=_("Opposer, effacer, mettre de côté, comme accepté. On ne revient pas sur un effacement."),
        done=_("La demande est exécutée."),
        danger=True,
        act=lambda actor, found, _given: execution.execute(actor=actor, request=found, clock=clock()),
    ),
    "deliver": Deed(
        verbs=("deliver",),
        words=_("La réponse est partie"),
        text=_("Jamais de données personnelles dans un courriel en clair."),
        done=_("La remise est consignée."),
        form=forms.MeansForm,
        act=lambda actor, found, given: actions.deliver(
            actor=actor, request=found, means=Means(given["means"]), at=now()
        ),
    ),
    "close": Deed(
        verbs=("close",),
        words=_("Clore"),
        text=_("La personne a sa réponse. Son nom et ses mots seront oubliés dans quatre-vingt-dix jours."),
        done=_("La demande est close."),
        act=lambda actor, found, _given: actions.close(actor=actor, request=found, at=now()),
    ),
    "extend": Deed(
        verbs=("extend",),
        words=_("Prolonger de deux mois"),
        text=_("Une fois, pendant le premier mois, et la personne en est avertie dans ce mois, avec le motif."),
        done=_("Le délai est prolongé : avertissez la personne."),
        form=forms.ReasonedForm,
        act=lambda actor, found, given: actions.extend(actor=actor, request=found, reason=given["reason"], at=now()),
    ),
    "link": Deed(
        verbs=("link_duplicate",),
        words=_("C’est un doublon"),
        text=_("Le lien ne dispense de rien : ni de l’identité, ni du délai."),
        done=_("Les deux demandes sont liées."),
        form=forms.OriginalForm,
        act=lambda actor, found, given: actions.link_duplicate(actor=actor, request=found, original=given["original"]),
    ),
    "hold": Deed(
        verbs=("hold",),
        words=_("Conserver dans un mandat"),
        text=_("Un effacement n’y touche pas tant que la conservation n’est pas levée (RGPD, 17.3)."),
        done=_("La conservation est consignée."),
        form=forms.HoldForm,
        act=lambda actor, found, given: execution.hold(
            actor=actor, request=found, mandate=given["mandate"], reason=given["reason"], at=now()
        ),
    ),
    "withdraw": Deed(
        verbs=("withdraw",),
        words=_("La personne retire sa demande"),
        text=_("Une demande vérifiée se retire avec la même preuve : un tiers ne doit pas pouvoir l’éteindre."),
        done=_("La demande est retirée."),
        form=forms.RungForm,
        danger=True,
        act=lambda actor, found, given: actions.withdraw(
            actor=actor, request=found, rung=Rung(given["rung"]), at=now()
        ),
    ),
    "purge": Deed(
        verbs=("purge",),
        words=_("Oublier la personne maintenant"),
        text=_("Son nom, son numéro et ses mots sont détruits ; les dates et les décisions restent."),
        done=_("La personne est oubliée."),
        danger=True,
        act=lambda actor, found, _given: actions.purge(actor=actor, request=found),
    ),
}
#: Applies to a hold, whatever the state of its request.
LIFT = Deed(
    verbs=(),
    words=_("Lever une conservation"),
    text=_("L’effacement qu’elle retenait se fait aussitôt."),
    done=_("La conservation est levée."),
    form=forms.LiftForm,
    danger=True,
    act=lambda actor, _found, given: execution.lift(
        actor=actor, hold=given["hold"], reason=given["reason"], clock=clock()
    ),
)
USUAL = {**DEEDS, **proofs.DEEDS, **rights.DEEDS}
EVERY = {**USUAL, "lift": LIFT}


def possible(found: Request, *, held: bool) -> Iterator[tuple[str, Deed]]:
    """Yield what may be done with a request as it stands, the usual way first."""
    for name, deed in USUAL.items():
        if any(states.possible(verb, found.state) for verb in deed.verbs) and deed.when(found):
            yield name, deed
    if held:
        yield "lift", LIFT


def do(request: HttpRequest, found: Request, deed: Deed, form: forms.DeedForm) -> object:
    """Carry it out in the user's name."""
    return deed.act(actor_of(request), found, form.cleaned_data)
