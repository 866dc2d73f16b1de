"""What is stated of each right before it is decided; how a request is sorted or comes back; how a restriction ends."""

from django.utils.translation import gettext_lazy as _

from selfcontact.requests import refusals, restriction, sorting, statements
from selfcontact.requests.models import Complaint, DeathProof, Directive, Kind, Request
from selfcontact.web.clock import clock, now
from selfcontact.web.console.requests import rights_forms
from selfcontact.web.console.requests.deed import Deed


def _proven_alone(found: Request) -> bool:
    return DeathProof.objects.filter(request=found, confirmed_at=None).exists()


def _aside(found: Request) -> bool:
    return refusals.live_restrictions().filter(request=found).exists()


DEEDS: dict[str, Deed] = {
    "correct": Deed(
        verbs=("state",),
        words=_("Consigner ce qui est exact"),
        text=_("Ce que vous laissez vide reste comme il est. Tout est scellé, et corrigé à l’exécution seulement."),
        done=_("Ce qui est exact est consigné."),
        form=rights_forms.CorrectionForm,
        when=lambda found: Kind.RECTIFICATION in found.kinds,
        act=lambda actor, found, given: statements.state_correction(
            actor=actor, request=found, values=rights_forms.values(given), at=now()
        ),
    ),
    "complaint": Deed(
        verbs=("state",),
        words=_("Consigner la réclamation"),
        text=_("La personne reçoit l’adresse de l’autorité aussitôt, sans attendre notre réponse."),
        done=_("La réclamation est consignée."),
        form=rights_forms.ComplaintForm,
        when=lambda found: Kind.COMPLAINT in found.kinds,
        act=lambda actor, found, given: statements.note_complaint(
            actor=actor,
            request=found,
            category=Complaint.Category(given["category"]),
            upheld=given["upheld"] == "yes",
            reason=given["reason"],
            at=now(),
        ),
    ),
    "directive": Deed(
        verbs=("state",),
        words=_("Consigner ses directives"),
        text=_("Ce que la personne veut après sa mort. Une directive survit à la fin de chaque mandat."),
        done=_("La directive est consignée : elle vaut à l’exécution."),
        form=rights_forms.DirectiveForm,
        when=lambda found: Kind.DIRECTIVES in found.kinds,
        act=lambda actor, found, given: statements.state_directive(
            actor=actor,
            request=found,
            wish=Directive.Wish(given["wish"]),
            named=rights_forms.named(given),
            at=now(),
        ),
    ),
    "death": Deed(
        verbs=("state",),
        words=_("Consigner la preuve d’un décès"),
        text=_("Le papier se regarde et se rend. Une seconde personne doit le voir aussi."),
        done=_("La preuve est consignée : une seconde personne doit la confirmer."),
        form=rights_forms.DeathForm,
        when=lambda found: Kind.DIRECTIVES in found.kinds,
        act=lambda actor, found, given: statements.show_death(
            actor=actor, request=found, shown=rights_forms.shown(given), at=now()
        ),
    ),
    "confirm-death": Deed(
        verbs=("state",),
        words=_("Confirmer la preuve d’un décès"),
        text=_("Vous avez vu le papier, et ce n’est pas vous qui l’avez consigné."),
        done=_("La preuve est confirmée."),
        when=_proven_alone,
        act=lambda actor, found, _given: statements.confirm_death(actor=actor, request=found, at=now()),
    ),
    "sort": Deed(
        verbs=("sort",),
        words=_("Trier : d’autres droits"),
        text=_("Ce que la lettre demande vraiment. Le délai reste celui de la lettre."),
        done=_("La demande est triée ; son délai n’a pas bougé."),
        form=rights_forms.SortForm,
        act=lambda actor, found, given: sorting.sort(
            actor=actor, request=found, kinds=[Kind(kind) for kind in given["kinds"]], reason=given["reason"]
        ),
    ),
    "announce-release": Deed(
        verbs=("announce_release",),
        words=_("Annoncer la fin de la limitation"),
        text=_("La personne est avertie du jour où ses données servent de nouveau ; rien avant (RGPD, 18.3)."),
        done=_("L’annonce est écrite : elle doit partir avant la levée."),
        form=rights_forms.AnnounceForm,
        when=_aside,
        act=lambda actor, found, given: restriction.announce(
            actor=actor, request=found, on=given["on"], reason=given["reason"], at=now()
        ),
    ),
    "release": Deed(
        verbs=("release",),
        words=_("Lever la limitation"),
        text=_("Les données servent de nouveau, une fois la personne avertie et le jour venu."),
        done=_("La limitation est levée."),
        danger=True,
        when=_aside,
        act=lambda actor, found, _given: restriction.release(actor=actor, request=found, clock=clock()),
    ),
    "reopen": Deed(
        verbs=("reopen",),
        words=_("Rouvrir sur des faits nouveaux"),
        text=_("Une autre demande, liée à celle-ci, avec son délai et sa vérification d’identité."),
        done=_("Une nouvelle demande est ouverte, son délai court."),
        form=rights_forms.ReopenForm,
        act=lambda actor, found, given: sorting.reopen(
            actor=actor, request=found, reason=given["reason"], received_at=given["received_at"], at=now()
        ),
    ),
}
