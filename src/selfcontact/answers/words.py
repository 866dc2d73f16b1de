"""How the codes of an answer are said, in plain French and English. Pure: the public site says them too."""

from collections.abc import Mapping
from typing import NamedTuple

#: What the ledger says of a directive that handed the data to somebody.
HANDED = "carried-out-hand"


class Said(NamedTuple):
    """One sentence in both languages."""

    fr: str
    en: str


def say(said: Said, language: str) -> str:
    """Return a sentence in `language`, French by default."""
    return said.en if language.startswith("en") else said.fr


def of(table: Mapping[str, Said], code: object, language: str) -> str:
    """Return what a code means, or the code itself when it is new."""
    known = table.get(str(code))
    return say(known, language) if known else str(code)


RIGHTS: Mapping[str, Said] = {
    "access": Said("accès à vos données", "access to your data"),
    "portability": Said("emporter vos données", "taking your data away"),
    "rectification": Said("correction de vos données", "correction of your data"),
    "erasure": Said("effacement de vos données", "erasure of your data"),
    "restriction": Said("mise de côté de vos données", "setting your data aside"),
    "objection": Said("ne plus recevoir de messages", "no more messages"),
    "complaint": Said("réclamation", "complaint"),
    "directives": Said("décisions pour après votre mort", "directives for after your death"),
}
LAWS: Mapping[str, str] = {
    "access": "RGPD / GDPR, art. 15",
    "rectification": "RGPD / GDPR, art. 16",
    "erasure": "RGPD / GDPR, art. 17",
    "restriction": "RGPD / GDPR, art. 18",
    "portability": "RGPD / GDPR, art. 20",
    "objection": "RGPD / GDPR, art. 21",
    "complaint": "RGPD / GDPR, art. 77",
    "directives": "Loi n° 78-17 du 6 janvier 1978, art. 85",
}
#: Why we refuse, and the text that allows it.
GROUNDS: Mapping[str, Said] = {
    "unfounded": Said(
        "Votre demande est manifestement infondée (RGPD, article 12, paragraphe 5).",
        "Your request is manifestly unfounded (GDPR, article 12(5)).",
    ),
    "excessive": Said(
        "Vos demandes sont excessives, parce qu’elles se répètent (RGPD, article 12, paragraphe 5).",
        "Your requests are excessive, because they repeat themselves (GDPR, article 12(5)).",
    ),
    "unidentified": Said(
        "Nous n’avons pas pu vérifier que c’est bien vous qui demandez : nous ne montrons ni ne changeons rien, et ne "
        "disons pas si nous avons quelque chose (RGPD, article 12, paragraphes 2 et 6).",
        "We could not verify that it is you who asks: we show and change nothing, and do not say whether we hold "
        "anything (GDPR, article 12(2) and (6)).",
    ),
    "not-held": Said(
        "Nous n’avons aucune donnée sur vous à ce titre (RGPD, articles 11 et 15).",
        "We hold no data about you of that kind (GDPR, articles 11 and 15).",
    ),
    "legal-claims": Said(
        "Ces données sont nécessaires à la constatation, à l’exercice ou à la défense de droits en justice (RGPD, "
        "article 17, paragraphe 3, point e).",
        "These data are needed to establish, exercise or defend legal claims (GDPR, article 17(3)(e)).",
    ),
    "legal-obligation": Said(
        "La loi nous oblige à garder ces données (RGPD, article 17, paragraphe 3, point b).",
        "The law obliges us to keep these data (GDPR, article 17(3)(b)).",
    ),
    "others-rights": Said(
        "Donner ces données porterait atteinte aux droits d’autres personnes (RGPD, articles 15.4 et 20.4).",
        "Giving these data would harm the rights of other people (GDPR, articles 15(4) and 20(4)).",
    ),
}
OUTCOMES: Mapping[str, Said] = {
    "handed-over": Said("remis à l’opérateur", "handed over to the carrier"),
    "delivered": Said("reçu par votre téléphone", "received by your telephone"),
    "undelivered": Said("non distribué par l’opérateur", "not delivered by the carrier"),
    "refused": Said("non envoyé : une règle l’interdisait", "not sent: a rule forbade it"),
    "opposed": Said("non envoyé : votre numéro s’y opposait", "not sent: your number objected"),
    "expired": Said("non envoyé : il était trop tard", "not sent: it was too late"),
    "failed": Said("refusé par l’opérateur", "refused by the carrier"),
    "unknown": Said("peut-être envoyé : la liaison s’est rompue", "perhaps sent: the link broke"),
    "pending": Said("prévu, non envoyé à ce jour", "planned, not sent to this day"),
}
INVITED: Mapping[str, Said] = {
    "silent": Said("rien", "nothing"),
    "agreed": Said("oui", "yes"),
    "refused": Said("non", "no"),
}
TESTS: Mapping[str, Said] = {
    "declared": Said("déclaré pour des essais par l’équipe du candidat", "declared for tests by the candidate’s team"),
    "sent": Said("essai d’un texte", "test of a text"),
}
OPPOSITIONS: Mapping[str, Said] = {
    "opposition": Said("vous ne voulez plus de messages", "you want no more messages"),
    "erasure": Said("vos données ont été effacées à votre demande", "your data were erased at your request"),
    "hold": Said("votre réponse attend d’être lue ; rien ne part", "your reply waits to be read; nothing leaves"),
}
CHANNELS: Mapping[str, Said] = {
    "sms": Said("réponse par SMS", "reply by SMS"),
    "voice": Said("téléphone", "telephone"),
    "mail": Said("courriel", "e-mail"),
    "web": Said("site public", "public site"),
    "staff": Said("notre équipe", "our staff"),
    "carrier": Said("opérateur", "carrier"),
}
STATES: Mapping[str, Said] = {
    "received": Said("reçue", "received"),
    "acknowledged": Said("reçue", "received"),
    "identity-asked": Said("attend une preuve d’identité", "waits for a proof of identity"),
    "verified": Said("en cours", "in progress"),
    "in-review": Said("en cours", "in progress"),
    "granted": Said("acceptée", "granted"),
    "refused": Said("refusée", "refused"),
    "executed": Said("exécutée", "carried out"),
    "delivered": Said("répondue", "answered"),
    "closed": Said("close", "closed"),
    "withdrawn": Said("retirée", "withdrawn"),
}
PURPOSES: Mapping[str, Said] = {
    "political": Said("communication politique", "political communication"),
    "sms": Said("SMS", "SMS"),
    "voice": Said("téléphone", "telephone"),
}
ROLES: Mapping[str, Said] = {
    "carrier": Said("opérateur de téléphonie", "telephone carrier"),
    "host": Said("hébergeur", "host"),
    "voice": Said("opérateur de téléphonie vocale", "voice operator"),
}
FIELDS: Mapping[str, Said] = {
    "surname": Said("nom", "surname"),
    "first_name": Said("prénom", "first name"),
    "address": Said("adresse", "address"),
    "postcode": Said("code postal", "postcode"),
    "city": Said("ville", "town"),
    "number": Said("numéro", "number"),
    "age": Said("âge", "age"),
}
DIRECTIVES: Mapping[str, Said] = {
    "erase": Said("après votre mort, vos données seront effacées", "after your death your data will be erased"),
    "keep": Said("après votre mort, vos données seront gardées à part", "after your death your data will be set aside"),
    "hand": Said(
        "après votre mort, vos données iront à une personne nommée", "after your death your data go to someone"
    ),
    "revoke": Said("ce que vous aviez décidé est repris", "what you had decided is taken back"),
    "carried-out-erase": Said("les données du défunt sont effacées", "the data of who died are erased"),
    "carried-out-keep": Said("les données du défunt sont mises à part", "the data of who died are set aside"),
    HANDED: Said("les données du défunt vous sont remises", "the data of who died are handed to you"),
    "estate": Said("vous avez accès à ce qui sert à régler la succession", "you may see what settles the estate"),
    "death": Said("le décès est pris en compte : rien n’est plus envoyé", "the death counts: nothing is sent any more"),
}
SECTIONS: Mapping[str, Said] = {
    "contacts": Said("vos données", "your data"),
    "messages": Said("messages", "messages"),
    "replies": Said("vos réponses", "your replies"),
    "tests": Said("essais", "tests"),
    "oppositions": Said("oppositions", "oppositions"),
    "requests": Said("vos demandes", "your requests"),
    "directives": Said("directives après la mort", "directives after death"),
    "portable": Said("données à emporter", "data to take away"),
}
