"""The fields that a text may name, what each stands for, and which of them a text of each kind must hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from selfcontact.notices.models import Kind


@dataclass(frozen=True, kw_only=True)
class Field:
    """What a field stands for, and a value to try a text with."""

    fr: str
    en: str
    sample_fr: str
    sample_en: str


@dataclass(frozen=True, kw_only=True)
class Needs:
    """`facts`: what whoever writes must give, no more and no less; `required`: what every text must show."""

    facts: tuple[str, ...]
    required: tuple[str, ...]


def _same(fr: str, en: str, sample: str) -> Field:
    return Field(fr=fr, en=en, sample_fr=sample, sample_en=sample)


#: Known without being told: who we are, and whom a person may turn to.
HOUSE: Mapping[str, Field] = MappingProxyType({
    "company": _same("le nom de la société", "the company’s name", "SAU SELFCONTACT"),
    "dpo_email": _same("l’adresse du délégué", "the DPO’s address", "dpo@selfcontact.example"),
    "site": _same("l’adresse du site public", "the public site’s address", "https://selfcontact.example"),
    "authority": Field(
        fr="l’autorité de contrôle et son adresse", en="the supervisory authority and its address",
        sample_fr="la CNIL", sample_en="the CNIL",
    ),
    "court": Field(fr="le juge que l’on peut saisir", en="the court one may turn to",
                   sample_fr="le tribunal judiciaire", sample_en="the judicial court"),
    "written_on": Field(fr="le jour où l’on écrit", en="the day of writing",
                        sample_fr="15 mars 2027", sample_en="15 March 2027"),
})  # fmt: skip
FACTS: Mapping[str, Field] = MappingProxyType({
    "reference": _same("la référence de la demande", "the request’s reference", "d-0123456789"),
    "rights": Field(fr="ce qui est demandé", en="what is asked", sample_fr="accès, effacement",
                    sample_en="access, erasure"),
    "received_on": Field(fr="le jour de réception", en="the day of reception",
                         sample_fr="15 mars 2027", sample_en="15 March 2027"),
    "due_on": Field(fr="le jour où la réponse est due", en="the day on which the answer is due",
                    sample_fr="15 avril 2027", sample_en="15 April 2027"),
    "reason": Field(fr="le motif, en une phrase", en="the reason, in a sentence",
                    sample_fr="votre demande porte sur plusieurs candidats",
                    sample_en="your request covers several candidates"),
    "question": Field(fr="ce que nous demandons de préciser", en="what we ask to make clear",
                      sample_fr="voulez-vous ne plus recevoir de messages, ou être effacé ?",
                      sample_en="do you want no more messages, or to be erased?"),
    "code": _same("le code de la lettre", "the code of the letter", "0123 4567"),
    "until": Field(fr="jusqu’à quand cela vaut", en="until when it is good",
                   sample_fr="30 avril 2027", sample_en="30 April 2027"),
    "ground": Field(fr="le fondement du refus", en="the ground of the refusal",
                    sample_fr="défense d’un droit en justice (RGPD, 17.3 e)",
                    sample_en="defence of legal claims (GDPR, 17(3)(e))"),
    "granted": Field(fr="ce qui est accepté", en="what is granted", sample_fr="accès", sample_en="access"),
    "refused": Field(fr="ce qui est refusé", en="what is refused", sample_fr="effacement", sample_en="erasure"),
    "effects": Field(fr="ce qui a été fait", en="what was done",
                     sample_fr="vos données ont été effacées de tous les mandats en cours",
                     sample_en="your data was erased from every live mandate"),
    "directives": Field(fr="ce que la personne a choisi", en="what the person chose",
                        sample_fr="effacer", sample_en="erase"),
    "on": Field(fr="le jour où cela se fera", en="the day on which it will be done",
                sample_fr="30 avril 2027", sample_en="30 April 2027"),
    "candidate": Field(fr="le candidat", en="the candidate", sample_fr="Camille Exemple", sample_en="Camille Exemple"),
    "records": Field(fr="les lignes livrées dont il s’agit", en="the delivered rows in question",
                     sample_fr="livraison L-2027-1, ligne 12", sample_en="delivery L-2027-1, row 12"),
    "learnt": _same("quand nous l’avons appris", "when we learnt of it", "15/03/2027 09:30"),
    "nature": Field(fr="ce qui s’est passé", en="what happened", sample_fr="un poste a été volé",
                    sample_en="a computer was stolen"),
    "extent": Field(fr="les personnes et les clés en cause", en="the people and keys in question",
                    sample_fr="environ 12 000 contacts", sample_en="about 12,000 contacts"),
    "consequences": Field(fr="les suites probables", en="the likely consequences",
                          sample_fr="hameçonnage", sample_en="phishing"),
    "measures": Field(fr="ce qui a été fait", en="what was done", sample_fr="les accès ont été fermés",
                      sample_en="the accesses were closed"),
    "due": _same("jusqu’à quand l’autorité doit être avertie", "by when the authority is to be told",
                 "18/03/2027 10:00"),
    "news": Field(fr="ce qui change dans la politique", en="what changes in the policy",
                  sample_fr="les données sont gardées moins longtemps", sample_en="data is kept for a shorter time"),
    "page": _same("l’adresse de la page en question", "the address of the page in question",
                  "https://selfcontact.example/policy/3/"),
    "changes": Field(fr="ce qui a été corrigé", en="what was corrected",
                     sample_fr="adresse", sample_en="address"),
})  # fmt: skip
FIELDS: Mapping[str, Field] = MappingProxyType({**HOUSE, **FACTS})
#: Where a refusal must lead (GDPR art. 12(4)).
REMEDIES = ("authority", "court")


def _needs(*facts: str, also: tuple[str, ...] = ()) -> Needs:
    return Needs(facts=("reference", *facts), required=("reference", *facts, *also))


NEEDS: Mapping[str, Needs] = MappingProxyType({
    Kind.ACKNOWLEDGED: _needs("rights", "received_on", "due_on"),
    Kind.CLARIFY: _needs("question"),
    Kind.IDENTITY_ASKED: _needs("reason"),
    Kind.IDENTITY_LETTER: _needs("code", "until"),
    Kind.EXTENDED: _needs("reason", "due_on", also=("authority",)),
    Kind.ANSWER_READY: _needs("until", also=("site",)),
    Kind.REFUSED: _needs("rights", "ground", also=REMEDIES),
    Kind.PARTLY_REFUSED: _needs("granted", "refused", "ground", also=REMEDIES),
    Kind.DONE: _needs("rights", "effects"),
    Kind.WITHDRAWN: _needs(),
    Kind.REOPENED: _needs("reason", "due_on"),
    Kind.COMPLAINT_RECORDED: _needs(also=("authority",)),
    Kind.DIRECTIVES_RECORDED: _needs("directives"),
    Kind.RELEASE_ANNOUNCED: _needs("on"),
    Kind.MANDATE_ENDING: _needs("candidate", "on"),
    Kind.RECTIFIED_RECIPIENT: _needs("records", "changes"),
    Kind.ERASED_RECIPIENT: _needs("records"),
    Kind.RESTRICTED_RECIPIENT: _needs("records"),
    Kind.RELEASED_RECIPIENT: _needs("records"),
    Kind.BREACH_CONTROLLER: _needs("candidate", "learnt", "nature", "extent", "consequences", "measures", "due",
                                   also=("dpo_email",)),
    Kind.POLICY_CHANGED: _needs("on", "news", "page"),
    Kind.CONSENT_AGAIN: _needs("on", "news", "page", "records"),
})  # fmt: skip
#: Facts that stand in the sealed text and on paper alone: no screen shows them.
SECRETS = frozenset({"code"})


def admitted(kind: str) -> frozenset[str]:
    """Return the fields that a text of that kind may name."""
    return frozenset(HOUSE) | frozenset(NEEDS[kind].facts)


def samples(kind: str, language: str) -> dict[str, str]:
    """Return a value for every field of a kind, to try a text with."""
    return {name: getattr(FIELDS[name], f"sample_{language}") for name in sorted(admitted(kind))}
