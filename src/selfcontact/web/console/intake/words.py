"""What codes of the intake mean, in the words of the operator."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.intake.models import FAILED_AUDIT, WITHDRAWAL, Delivery
from selfcontact.uploads.models import Upload

Words = str | Promise


class Refused(NamedTuple):
    """Why rows were refused: in a few words, then in a sentence."""

    short: Words
    because: Words


REFUSED: Mapping[str, Refused] = {
    "malformed_row": Refused(_("Ligne illisible"), _("Nombre de colonnes, guillemets ou caractères.")),
    "field_too_long": Refused(_("Champ trop long"), _("Un champ dépasse la longueur admise.")),
    "no_consent": Refused(_("Sans consentement daté"), _("La date du consentement manque ou ne se lit pas.")),
    "unknown_form": Refused(_("Formulaire inconnu"), _("La ligne nomme un formulaire que l’accord ne connaît pas.")),
    "consent_other_purpose": Refused(
        _("Consentement pour autre chose"), _("Il a été donné pour une autre finalité, ou pour un autre canal.")
    ),
    "consent_after_delivery": Refused(_("Consentement postérieur"), _("Il est daté d’après la réception du fichier.")),
    "consent_expired": Refused(
        _("Consentement périmé"), _("Il est trop ancien, ou d’un jour où le formulaire ne servait pas.")
    ),
    "phone_invalid": Refused(_("Numéro faux"), _("Ce n’est pas un numéro de téléphone.")),
    "phone_foreign": Refused(_("Numéro étranger"), _("Le numéro n’est pas français.")),
    "phone_not_mobile": Refused(_("Pas un mobile"), _("Un SMS n’atteint pas une ligne fixe.")),
    "age_missing": Refused(_("Âge manquant"), _("Ni l’âge ni la date de naissance ne se lisent.")),
    "minor": Refused(_("Mineur"), _("La personne a moins de 18 ans.")),
    "address_unknown": Refused(_("Lieu inconnu"), _("Le code postal et la commune ne désignent aucun lieu de France.")),
    "outside_area": Refused(_("Hors du territoire"), _("La commune est hors du territoire du mandat.")),
    "erased": Refused(_("Effacé"), _("La personne a été effacée à sa demande : aucun fichier ne la ramène.")),
    "opposed": Refused(_("Opposé"), _("La personne s’est opposée à recevoir des messages.")),
    "duplicate_in_mandate": Refused(_("Déjà dans le mandat"), _("Une autre livraison a déjà apporté ce numéro.")),
    "duplicate_in_file": Refused(_("En double dans le fichier"), _("Le numéro est déjà plus haut dans le fichier.")),
}
FIELDS: Mapping[str, Words] = {
    "surname": _("Nom"),
    "first_name": _("Prénom"),
    "address": _("Adresse"),
    "postcode": _("Code postal"),
    "city": _("Commune"),
    "insee": _("Code INSEE de la commune"),
    "phone": _("Téléphone"),
    "mobile": _("Téléphone mobile"),
    "landline": _("Téléphone fixe"),
    "age": _("Âge"),
    "birth_year": _("Année de naissance"),
    "birth_date": _("Date de naissance"),
    "consent": _("Consentement (oui ou non)"),
    "form": _("Formulaire de consentement"),
    "consent_date": _("Date du consentement"),
    "channel": _("Canal du consentement"),
    "purpose": _("Finalité du consentement"),
}
CATEGORIES: Mapping[str, Words] = {
    "religion": _("religion"),
    "party": _("opinion politique"),
    "union": _("appartenance syndicale"),
    "health": _("santé"),
    "origin": _("origine"),
    "sexual_life": _("vie sexuelle"),
}
REMARKS: Mapping[str, Words] = {
    "other_sheets_ignored": _("feuilles du classeur ignorées : seule la première est lue"),
    "month_first_dates": _("dates écrites avec le mois d’abord"),
    "mixed_dates": _("dates qui ne se lisent qu’avec le mois d’abord, parmi d’autres avec le jour d’abord"),
    "nul_lines": _("lignes avec des caractères nuls, ôtés"),
    "other_encoding_lines": _("lignes écrites dans un autre encodage que les autres"),
    "stray_quote_rows": _("lignes avec des guillemets égarés"),
}
UPLOADS: Mapping[str, Words] = {
    Upload.State.RECEIVING: _("dépôt en cours"),
    Upload.State.RECEIVED: _("à confirmer"),
    Upload.State.QUEUED: _("en attente de chargement"),
    Upload.State.LOADING: _("chargement en cours"),
    Upload.State.DONE: _("chargé"),
    Upload.State.FAILED: _("échoué"),
    Upload.State.CANCELLED: _("annulé"),
    Upload.State.EXPIRED: _("expiré"),
}
DELIVERIES: Mapping[str, Words] = {
    Delivery.State.LOADING: _("chargement en cours"),
    Delivery.State.HELD: _("retenue"),
    Delivery.State.PUBLISHED: _("publiée"),
    Delivery.State.CANCELLED: _("annulée"),
    Delivery.State.WITHDRAWN: _("retirée"),
}
HOLDS: Mapping[str, Words] = {
    "special_category": _("une colonne semble contenir une donnée sensible"),
    FAILED_AUDIT: _("le fournisseur n’a pas prouvé les consentements tirés au sort"),
    WITHDRAWAL: _("son retrait n’est pas terminé"),
}
KINDS: Mapping[str, Words] = {
    "csv": _("texte (CSV)"),
    "xlsx": _("classeur Excel"),
    "parquet": _("Parquet"),
    "plain": _("tel quel"),
    "gzip": _("compressé (gzip)"),
    "zip": _("archive zip"),
}
DELIMITERS: Mapping[str, Words] = {
    ";": _("point-virgule"),
    ",": _("virgule"),
    "\t": _("tabulation"),
    "|": _("barre verticale"),
}
ORDERS: Mapping[str, Words] = {"dmy": _("jour, mois, année"), "mdy": _("mois, jour, année")}


def refused(counts: Mapping[str, int]) -> list[tuple[str, Refused, int]]:
    """Return code, words and count of what was refused, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return [(code, REFUSED[code], count) for code, count in ordered]


def listed(words: Mapping[str, Words], codes: Mapping[str, int]) -> list[tuple[Words, int]]:
    """Return the words and the count of each code."""
    return [(words.get(code, code), count) for code, count in codes.items()]
