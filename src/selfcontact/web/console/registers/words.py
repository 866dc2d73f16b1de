"""How the codes of the register are said on the screens of the staff."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.compliance.elections import load
from selfcontact.compliance.route import EU_COUNTRIES
from selfcontact.geo import finding
from selfcontact.geo.tables import column

Words = str | Promise
STATES: Mapping[str, Words] = {
    "live": _("en cours"),
    "ending": _("fin en cours"),
    "ended": _("fini"),
    "received": _("non examiné"),
    "vetted": _("examiné"),
    "expired": _("examen expiré"),
    "suspended": _("suspendu"),
    "enabled": _("ouverte"),
    "disabled": _("fermée"),
    "active": _("en vigueur"),
    "closed": _("terminé"),
    "waiting": _("à venir"),
    "signed": _("en vigueur"),
    "withdrawn": _("retirée"),
}
DELIVERIES: Mapping[str, Words] = {
    "received": _("reçue"),
    "loading": _("chargement"),
    "held": _("retenue, le délégué doit décider"),
    "published": _("publiée"),
    "cancelled": _("annulée"),
    "withdrawn": _("retirée"),
}
CAMPAIGNS: Mapping[str, Words] = {
    "draft": _("brouillon"),
    "submitted": _("attend le candidat"),
    "approved": _("approuvée"),
    "scheduled": _("programmée"),
    "running": _("en cours d’envoi"),
    "paused": _("suspendue"),
    "finished": _("terminée"),
    "stopped": _("arrêtée"),
}
CAMPAIGN_KINDS: Mapping[str, Words] = {
    "ordinary": _("message de campagne"),
    "invitation": _("invitation : elle ne fait que demander l’accord"),
}
INSTRUCTIONS: Mapping[str, Words] = {
    "processing": _("traitement des données"),
    "campaigns": _("campagnes"),
    "opposition": _("oppositions"),
    "assessment": _("analyse d’impact validée"),
}
FIRST_CONTACTS: Mapping[str, Words] = {
    "consent": _("le consentement recueilli par le fournisseur suffit"),
    "invite": _("inviter d’abord : seul qui a dit oui reçoit les campagnes"),
}
STANDINGS: Mapping[str, Words] = {
    "citizen": _("un citoyen de l’Union européenne"),
    "resident": _("un résident d’un pays tiers, qui vote à cette élection"),
    "company": _("une personne morale"),
    "other": _("quelqu’un d’autre"),
}
FUNDS: Mapping[str, Words] = {
    "private": _("privé"),
    "public": _("public"),
    "both": _("privé et public"),
}
PAYING: Mapping[str, Words] = {
    "agent": _("mandataire financier, ou son association"),
    "party": _("parti ou groupement politique"),
    "candidate": _("candidat, avant d’avoir un mandataire"),
    "other": _("à un autre titre"),
}
WHENCE: Mapping[str, Words] = {
    "inside": _("de l’Union européenne"),
    "outside": _("de l’extérieur de l’Union"),
    "both": _("de l’Union et de l’extérieur"),
}
KINDS: Mapping[str, Words] = {
    "carrier": _("opérateur de messages"),
    "host": _("hébergeur"),
    "voice": _("opérateur de lignes vocales"),
}
ROUTES: Mapping[str, Words] = {"smpp": _("SMPP"), "simulated": _("opérateur simulé")}
PURPOSES: Mapping[str, Words] = {
    "political": _("message politique"),
    "commercial": _("prospection commerciale"),
    "charity": _("association caritative"),
    "survey": _("enquête"),
}
BOXES: Mapping[str, Words] = {
    "unticked": _("une case non cochée d’avance, qu’elle a cochée"),
    "button": _("un bouton d’accord, à côté d’un bouton de refus"),
    "signature": _("sa signature"),
}
EVIDENCE: Mapping[str, Words] = {
    "collector": _("qui a recueilli"),
    "box": _("la manière de consentir"),
    "notice_version": _("la version de l’information"),
    "captured_on": _("le jour de l’image"),
    "image_sha256": _("l’image"),
}
CHANNELS: Mapping[str, Words] = {
    "sms": _("SMS"),
    "voice": _("téléphone"),
    "email": _("courriel"),
    "post": _("courrier"),
}
BALLOTS: Mapping[str, Words] = {
    "presidentielle": _("Présidentielle"),
    "legislatives": _("Législatives"),
    "legislative": _("Législative"),
    "senatoriales": _("Sénatoriales"),
    "europeennes": _("Européennes"),
    "municipales": _("Municipales"),
    "regionales": _("Régionales"),
    "departementales": _("Départementales"),
    "territoriales": _("Territoriales"),
    "provinciales": _("Provinciales"),
    "partielle": _("Partielle"),
    "serie": _("série"),
}
COUNTRIES: Mapping[str, Words] = {
    "AT": _("Autriche"),
    "BE": _("Belgique"),
    "BG": _("Bulgarie"),
    "CY": _("Chypre"),
    "CZ": _("Tchéquie"),
    "DE": _("Allemagne"),
    "DK": _("Danemark"),
    "EE": _("Estonie"),
    "ES": _("Espagne"),
    "FI": _("Finlande"),
    "FR": _("France"),
    "GR": _("Grèce"),
    "HR": _("Croatie"),
    "HU": _("Hongrie"),
    "IE": _("Irlande"),
    "IT": _("Italie"),
    "LT": _("Lituanie"),
    "LU": _("Luxembourg"),
    "LV": _("Lettonie"),
    "MT": _("Malte"),
    "NL": _("Pays-Bas"),
    "PL": _("Pologne"),
    "PT": _("Portugal"),
    "RO": _("Roumanie"),
    "SE": _("Suède"),
    "SI": _("Slovénie"),
    "SK": _("Slovaquie"),
}
METROPOLE = _("métropole")


def country(code: str) -> Words:
    """Return the name of a country of the Union, or the code of another one."""
    return COUNTRIES.get(code, code)


def countries() -> list[tuple[str, Words]]:
    """Return the choices of a country: France, then the rest of the Union in the order of its codes."""
    return [(code, country(code)) for code in sorted(EU_COUNTRIES, key=lambda code: (code != "FR", code))]


def election(code: str) -> str:
    """Return an election as it is said: provinciales-988-2026 gives « Provinciales 2026 (Nouvelle-Calédonie) »."""
    places = column("departments", "code", "name")
    parts = code.split("-")
    overseas = {part for part in parts if len(part) == 3 and part in places}
    said = [str(BALLOTS.get(part, part)) for part in parts if part not in overseas]
    where = ", ".join(places[part] for part in parts if part in overseas)
    name = " ".join([said[0], *(word.lower() for word in said[1:])])
    return f"{name} ({where})" if where else name


def elections(today: date) -> list[tuple[str, str]]:
    """Return the choices of an election that is not over, the next one first."""
    coming = sorted((one for one in load().values() if one.last_day >= today), key=lambda one: one.first_day)
    return [(one.code, f"{election(one.code)}, {date_format(one.first_day, 'j F Y')}") for one in coming]


def area(items: Iterable[str]) -> str:
    """Return the items of an area by their names."""
    return ", ".join(finding.name(item) for item in items)


def territory(code: str) -> Words:
    """Return the name of a territory."""
    return METROPOLE if code == "metropole" else column("departments", "code", "name").get(code, code)


def choices(words: Mapping[str, Words]) -> list[tuple[str, Words]]:
    """Return codes and words as a form's choices."""
    return list(words.items())
