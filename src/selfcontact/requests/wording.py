"""How what we write to people and to companies calls rights, grounds, fields and effects, in French and in English."""

from collections.abc import Iterable, Mapping

from selfcontact.requests.models import Directive, Ground, Kind

RIGHTS: Mapping[str, tuple[str, str]] = {
    Kind.ACCESS: ("savoir ce que nous avons sur vous", "to know what we hold about you"),
    Kind.PORTABILITY: ("emporter vos données", "to take your data away"),
    Kind.RECTIFICATION: ("corriger vos données", "to correct your data"),
    Kind.ERASURE: ("effacer vos données", "to erase your data"),
    Kind.RESTRICTION: ("mettre vos données de côté", "to set your data aside"),
    Kind.OBJECTION: ("ne plus recevoir de messages", "to get no more messages"),
    Kind.COMPLAINT: ("une réclamation", "a complaint"),
    Kind.DIRECTIVES: ("dire ce que deviennent vos données après votre mort", "to say what becomes of your data"),
}
GROUNDS: Mapping[str, tuple[str, str]] = {
    Ground.UNFOUNDED: (
        "la demande est manifestement infondée (RGPD, article 12.5)",
        "the request is manifestly unfounded (GDPR, article 12(5))",
    ),
    Ground.EXCESSIVE: (
        "la demande est excessive, parce qu’elle se répète (RGPD, article 12.5)",
        "the request is excessive, because it repeats itself (GDPR, article 12(5))",
    ),
    Ground.UNIDENTIFIED: (
        "nous n’avons pas pu savoir que ces données sont les vôtres (RGPD, articles 12.2 et 12.6)",
        "we could not make sure that these data are yours (GDPR, articles 12(2) and 12(6))",
    ),
    Ground.NOT_HELD: (
        "nous n’avons aucune donnée à ce titre (RGPD, articles 11 et 15)",
        "we hold no such data (GDPR, articles 11 and 15)",
    ),
    Ground.LEGAL_CLAIMS: (
        "ces données sont nécessaires à la défense d’un droit en justice (RGPD, article 17.3 e)",
        "these data are needed for the defence of legal claims (GDPR, article 17(3)(e))",
    ),
    Ground.LEGAL_OBLIGATION: (
        "une obligation légale nous impose de les conserver (RGPD, article 17.3 b)",
        "a legal obligation makes us keep them (GDPR, article 17(3)(b))",
    ),
    Ground.OTHERS_RIGHTS: (
        "les droits d’autres personnes s’y opposent (RGPD, articles 15.4 et 20.4)",
        "the rights of other people stand against it (GDPR, articles 15(4) and 20(4))",
    ),
}
FIELDS: Mapping[str, tuple[str, str]] = {
    "surname": ("nom", "surname"),
    "first_name": ("prénom", "first name"),
    "address": ("adresse", "address"),
    "postcode": ("code postal", "postcode"),
    "city": ("commune", "commune"),
    "number": ("numéro de téléphone", "telephone number"),
    "age": ("âge", "age"),
}
EFFECTS: Mapping[str, tuple[str, str]] = {
    Kind.OBJECTION: (
        "Nous ne vous enverrons plus de message, et aucun fichier n’y changera rien.",
        "We will send you no more messages, and no file will change that.",
    ),
    "objection-candidate": (
        "Nous ne vous enverrons plus de message de ce candidat.",
        "We will send you no more messages of this candidate.",
    ),
    Kind.ERASURE: (
        "Vos données sont effacées de tous les mandats en cours, sauf ce que la loi nous fait conserver.",
        "Your data are erased from every live mandate, but for what the law makes us keep.",
    ),
    Kind.RESTRICTION: (
        "Vos données sont mises de côté : elles ne servent plus, et ne sont pas effacées.",
        "Your data are set aside: they are used no more, and not erased.",
    ),
    Kind.RECTIFICATION: (
        "Vos données sont corrigées, et ceux qui les avaient reçues en sont avertis.",
        "Your data are corrected, and those who had received them are told.",
    ),
    Kind.DIRECTIVES: ("La directive que vous nous avez présentée est exécutée.", "The directive is carried out."),
}
WISHES: Mapping[str, tuple[str, str]] = {
    Directive.Wish.ERASE: (
        "que nous effacions toutes les données que nous aurons alors",
        "that we erase all the data that we then hold",
    ),
    Directive.Wish.KEEP: (
        "que nous gardions les données de côté, sans nous en servir",
        "that we keep the data aside, without using them",
    ),
    Directive.Wish.HAND: (
        "que nous remettions les données à la personne que vous avez nommée",
        "that we hand the data over to the person you named",
    ),
    Directive.Wish.REVOKE: (
        "rien : vous avez repris vos directives",
        "nothing: you have taken your directives back",
    ),
}


def said(table: Mapping[str, tuple[str, str]], codes: Iterable[str], language: str, *, join: str = ", ") -> str:
    """Return what the codes of a table are called in a language, one after the other."""
    return join.join(table[code][language == "en"] for code in codes)
