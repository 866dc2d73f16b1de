"""One choice in plain words, and for each what happens next, how long it takes and what is asked of you."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.requests.models import Kind

#: A sentence in the reader's language; names between braces are facts of the installation.
Words = Promise
Slug = Literal["stop", "know", "correct", "erase", "freeze", "take-away", "after-death", "complain"]

#: What a person states to be told apart from whoever holds their telephone.
FACTS = ("number", "surname", "first_name", "postcode")
MONTH = _(
    "Un mois au plus à partir du jour où nous recevons votre demande. Si elle est complexe, ce délai peut être "
    "prolongé de deux mois ; nous vous le disons alors, avec la raison, pendant le premier mois."
)
NUMBER = _("Votre numéro de téléphone, pour vous retrouver. Nous vérifions qu’il est bien à vous.")
THREE = _(
    "Votre numéro de téléphone, votre nom, votre prénom et votre code postal : nous les comparons à ce que nous avons."
)
NO_PAPER = _(
    "Aucune pièce d’identité. Nous n’en demandons une qu’en cas de doute sérieux, en disant par écrit pourquoi, et "
    "nous la détruisons une fois la décision prise."
)
REFUSAL = _("Si nous refusons, nous vous disons pourquoi, et comment saisir l’autorité de contrôle ou un juge.")
CONTROLLERS = _("Nous cherchons dans tous les mandats en cours. Un candidat n’apprend jamais qui a fait une demande.")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a person may want of us."""

    slug: Slug
    title: Words
    meaning: Words
    #: What the law calls it, so that the mail that one writes is recognised.
    law: Words
    next: tuple[Words, ...]
    delay: Words
    asked: tuple[Words, ...]
    #: What it is at the desk.
    kind: Kind
    #: What the form on this site takes in: no more than this right needs.
    fields: tuple[str, ...]
    #: What to write in the one field where one writes freely.
    text: Words | None = None
    #: Whether a code sent to the number has to be entered.
    code: bool = True
    #: Whether answering STOP to the message does it.
    by_stop: bool = False
    #: Whether one asks us for it, and not the authority.
    by_us: bool = True


STOP = Choice(
    slug="stop",
    kind=Kind.OBJECTION,
    fields=("number", "candidate"),
    code=False,
    title=_("Ne plus recevoir de messages"),
    meaning=_("Vous dites stop, une fois pour toutes."),
    law=_("droit d’opposition"),
    next=(
        _("Votre numéro entre sur la liste d’opposition. Elle est relue juste avant chaque envoi."),
        _("Un message déjà remis à l’opérateur peut encore arriver ; aucun autre ne part."),
        _("Si votre numéro revient un jour dans un autre fichier, il est refusé à l’entrée."),
        _(
            "La liste ne contient ni votre nom ni votre numéro, mais une empreinte qui ne se relit pas sans une clé. "
            "Elle est gardée {years} ans, même quand tout le reste est effacé : "
            "c’est ainsi que votre choix est respecté."
        ),
    ),
    delay=_("Tout de suite par STOP ou sur ce site. Par courriel ou par la poste : dès que votre demande est lue."),
    asked=(_("Rien d’autre que le numéro. Jamais votre identité."),),
    by_stop=True,
)
KNOW = Choice(
    slug="know",
    kind=Kind.ACCESS,
    fields=FACTS,
    title=_("Savoir ce que vous avez sur moi, et d’où vient mon numéro"),
    meaning=_("Vous recevez une copie de vos données et leur histoire."),
    law=_("droit d’accès"),
    next=(
        CONTROLLERS,
        _("Nous vous disons si nous avons des données sur vous, et nous vous en donnons une copie."),
        _(
            "Nous vous disons d’où elles viennent (le fournisseur, le formulaire, la date de votre accord), à quoi et "
            "pour quel candidat elles servent, à qui elles sont passées, combien de temps elles restent, et quels "
            "messages vous ont été envoyés."
        ),
        _("Une seconde personne relit la réponse avant qu’elle parte."),
    ),
    delay=MONTH,
    asked=(THREE, NO_PAPER),
)
CORRECT = Choice(
    slug="correct",
    kind=Kind.RECTIFICATION,
    fields=(*FACTS, "text"),
    text=_("Ce qui est faux, et ce qu’il faut écrire à la place"),
    title=_("Corriger une erreur"),
    meaning=_("Un nom mal écrit, une adresse ancienne, un âge faux."),
    law=_("droit de rectification"),
    next=(
        CONTROLLERS,
        _("Nous corrigeons ce qui est faux et complétons ce qui manque."),
        _("Nous prévenons le fournisseur du fichier, et ceux à qui la donnée fausse est passée."),
        REFUSAL,
    ),
    delay=MONTH,
    asked=(_("Ce qui est faux, et ce qu’il faut écrire à la place."), THREE, NO_PAPER),
)
ERASE = Choice(
    slug="erase",
    kind=Kind.ERASURE,
    fields=("number",),
    title=_("Effacer mes données"),
    meaning=_("Nous détruisons ce qui vous désigne."),
    law=_("droit d’effacement"),
    next=(
        CONTROLLERS,
        _("Vos données sont effacées. Vous ne recevez plus de message de ces mandats."),
        _("Dites aussi stop si vous ne voulez pas qu’un autre fichier vous ramène : l’effacement seul n’y suffit pas."),
        REFUSAL,
    ),
    delay=MONTH,
    asked=(NUMBER, NO_PAPER),
)
FREEZE = Choice(
    slug="freeze",
    kind=Kind.RESTRICTION,
    fields=("number",),
    title=_("Mettre mes données de côté"),
    meaning=_("Vos données sont gardées, mais plus rien n’est fait avec elles."),
    law=_("droit à la limitation"),
    next=(
        CONTROLLERS,
        _("Vos données restent là, par exemple le temps d’une contestation, et aucune campagne ne les lit."),
        _("Nous vous prévenons avant de les remettre en service."),
        REFUSAL,
    ),
    delay=MONTH,
    asked=(NUMBER, NO_PAPER),
)
TAKE_AWAY = Choice(
    slug="take-away",
    kind=Kind.PORTABILITY,
    fields=FACTS,
    title=_("Emporter mes données"),
    meaning=_("Vous recevez vos données dans un fichier qu’une machine sait lire."),
    law=_("droit à la portabilité"),
    next=(
        CONTROLLERS,
        _("Nous préparons un fichier que les ordinateurs lisent (JSON ou CSV), pour vous ou pour qui vous voulez."),
        _("Vos données restent chez nous, sauf si vous demandez aussi de les effacer."),
    ),
    delay=MONTH,
    asked=(THREE, NO_PAPER),
)
AFTER_DEATH = Choice(
    slug="after-death",
    kind=Kind.DIRECTIVES,
    fields=(*FACTS, "text"),
    text=_(
        "Ce que vous voulez : effacer, garder, ou remettre vos données à quelqu’un (son nom, et comment le joindre)"
    ),
    title=_("Décider de ce qui se passera après ma mort"),
    meaning=_("Effacer, garder ou confier vos données à quelqu’un."),
    law=_("directives après le décès"),
    next=(
        _("Vous nous dites ce que deviennent vos données : effacées, gardées, ou remises à une personne nommée."),
        _("Nous l’inscrivons. Vous pouvez changer d’avis à tout moment."),
        _(
            "Après le décès, la personne que vous avez nommée, ou à défaut vos héritiers, nous écrit avec la preuve du "
            "décès et de sa qualité ; nous faisons alors ce que vous avez demandé."
        ),
        _("Nos données disparaissent de toute façon à la fin du mandat pour lequel nous les avons."),
    ),
    delay=MONTH,
    asked=(_("Ce que vous voulez, et le nom de la personne s’il y en a une."), THREE, NO_PAPER),
)
COMPLAIN = Choice(
    slug="complain",
    kind=Kind.COMPLAINT,
    fields=("text", "where"),
    text=_("Ce qui s’est passé"),
    code=False,
    title=_("Me plaindre"),
    meaning=_("À nous, à l’autorité de contrôle, ou à un juge."),
    law=_("réclamation"),
    next=(
        _("Vous pouvez nous écrire d’abord : c’est souvent le plus rapide. Ce n’est pas une obligation."),
        _("L’autorité de contrôle reçoit votre réclamation en ligne ou par la poste, sans frais."),
        _("Vous pouvez aussi saisir un juge. Saisir l’un n’empêche pas de saisir l’autre."),
    ),
    delay=_("Nous vous répondons dans le mois. L’autorité et les juges ont leurs propres délais."),
    asked=(_("Ce qui s’est passé, et si vous les avez : le message, sa date, le nom de l’émetteur."),),
    by_us=False,
)
CHOICES: Mapping[str, Choice] = {
    one.slug: one for one in (STOP, KNOW, CORRECT, ERASE, FREEZE, TAKE_AWAY, AFTER_DEATH, COMPLAIN)
}
