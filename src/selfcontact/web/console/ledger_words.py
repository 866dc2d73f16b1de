"""How the ledger's codes are said on the screens of the staff."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfcontact.ledger.tags import Action

Words = str | Promise

ACTIONS: Mapping[str, Words] = {
    Action.USER_ADDED: _("Compte créé"),
    Action.USER_CHANGED: _("Compte modifié"),
    Action.USER_SUSPENDED: _("Compte suspendu"),
    Action.PROVIDER_ADDED: _("Fournisseur enregistré"),
    Action.PROVIDER_VETTED: _("Fournisseur examiné"),
    Action.PROVIDER_SUSPENDED: _("Fournisseur suspendu"),
    Action.AGREEMENT_ADDED: _("Accord enregistré"),
    Action.AGREEMENT_ENDED: _("Accord terminé"),
    Action.CONSENT_FORM_ADDED: _("Formulaire de consentement enregistré"),
    Action.CONSENT_FORM_WITHDRAWN: _("Formulaire de consentement retiré"),
    Action.CANDIDATE_ADDED: _("Candidat enregistré"),
    Action.CANDIDATE_CHANGED: _("Candidat corrigé"),
    Action.MANDATE_OPENED: _("Mandat ouvert"),
    Action.MANDATE_CHANGED: _("Fin prévue du mandat déplacée"),
    Action.MANDATE_ENDING: _("Fin du mandat commencée"),
    Action.MANDATE_KEYS_DESTROYED: _("Clés du mandat détruites"),
    Action.MANDATE_DATA_DROPPED: _("Données du mandat supprimées"),
    Action.MANDATE_ENDED: _("Mandat fini"),
    Action.INSTRUCTION_SIGNED: _("Instruction signée"),
    Action.INSTRUCTION_WITHDRAWN: _("Instruction retirée"),
    Action.SUBPROCESSOR_ADDED: _("Sous-traitant enregistré"),
    Action.SUBPROCESSOR_VETTED: _("Sous-traitant examiné"),
    Action.SUBPROCESSOR_SUSPENDED: _("Sous-traitant suspendu"),
    Action.ROUTE_ADDED: _("Route ajoutée"),
    Action.ROUTE_CHANGED: _("Route modifiée"),
    Action.ROUTE_ENABLED: _("Route ouverte"),
    Action.ROUTE_DISABLED: _("Route fermée"),
    Action.MAPPING_SAVED: _("Correspondance de colonnes retenue"),
    Action.DELIVERY_RECEIVED: _("Livraison reçue"),
    Action.DELIVERY_HELD: _("Livraison retenue"),
    Action.DELIVERY_RELEASED: _("Livraison libérée"),
    Action.DELIVERY_PUBLISHED: _("Livraison publiée"),
    Action.DELIVERY_CANCELLED: _("Livraison annulée"),
    Action.DELIVERY_WITHDRAWN: _("Livraison retirée"),
    Action.CAMPAIGN_CREATED: _("Campagne créée"),
    Action.CAMPAIGN_EDITED: _("Campagne modifiée"),
    Action.CAMPAIGN_CHECKED: _("Campagne vérifiée"),
    Action.CAMPAIGN_TESTED: _("Campagne essayée"),
    Action.CAMPAIGN_SUBMITTED: _("Campagne soumise au candidat"),
    Action.CAMPAIGN_APPROVED: _("Campagne approuvée"),
    Action.CAMPAIGN_REJECTED: _("Campagne refusée"),
    Action.CAMPAIGN_SCHEDULED: _("Campagne programmée"),
    Action.CAMPAIGN_STARTED: _("Campagne démarrée"),
    Action.CAMPAIGN_PAUSED: _("Campagne suspendue"),
    Action.CAMPAIGN_RESUMED: _("Campagne reprise"),
    Action.CAMPAIGN_STOPPED: _("Campagne arrêtée"),
    Action.CAMPAIGN_FINISHED: _("Campagne terminée"),
    Action.CARRIER_ROUTE_STOPPED: _("Route arrêtée par l’opérateur"),
    Action.SENDER_RECOVERED: _("Reprise après l’arrêt d’un émetteur"),
    Action.OPPOSITION_RECORDED: _("Opposition enregistrée"),
    Action.OPPOSITION_HELD: _("Opposition à confirmer"),
    Action.OPPOSITION_RELEASED: _("Opposition levée"),
    Action.OPPOSITION_CONFIRMED: _("Opposition confirmée"),
    Action.OPPOSITION_EXPIRED: _("Oppositions échues retirées"),
    Action.REPLY_DECIDED: _("Réponse lue et décidée"),
    Action.CONTACT_ERASED: _("Contact effacé"),
    Action.CONTACT_RESTRICTED: _("Contact mis de côté"),
    Action.CONTACT_RELEASED: _("Contact remis en service"),
    Action.CONTACT_DISCLOSED: _("Contact consulté"),
    Action.CERTIFICATE_ISSUED: _("Certificat délivré"),
    Action.LEDGER_CHECKPOINTED: _("Journal signé"),
    Action.LEDGER_VERIFIED: _("Journal vérifié"),
    Action.KEY_CREATED: _("Clé créée"),
    Action.KEY_ROTATED: _("Clé renouvelée"),
    Action.BACKUP_RESTORED: _("Sauvegarde restaurée"),
}
DETAILS: Mapping[str, Words] = {
    "accepted": _("acceptées"),
    "aliases": _("autres noms"),
    "approved_by": _("approuvée par"),
    "area": _("zone"),
    "at": _("à"),
    "campaign": _("campagne"),
    "channel": _("voie"),
    "code": _("code"),
    "contacts": _("contacts"),
    "content_sha256": _("empreinte du contenu"),
    "contract_sha256": _("empreinte du contrat"),
    "count": _("nombre"),
    "country": _("pays"),
    "document_sha256": _("empreinte du document"),
    "election": _("élection"),
    "ends_on": _("fin prévue"),
    "file_sha256": _("empreinte du fichier"),
    "grounds": _("motif"),
    "kind": _("nature"),
    "latest": _("au plus tard"),
    "lines": _("lignes"),
    "mandate": _("mandat"),
    "name": _("nom"),
    "on": _("le"),
    "party": _("parti"),
    "password_changed": _("mot de passe changé"),
    "price_millicents": _("prix, en millièmes de centime"),
    "provider": _("fournisseur"),
    "purposes": _("finalités"),
    "reason": _("motif"),
    "reference": _("référence"),
    "refused": _("refusées"),
    "repaired": _("réparées"),
    "route": _("route"),
    "segments_per_second": _("segments par seconde"),
    "sender_names": _("noms d’émetteur"),
    "signed_at": _("signée le"),
    "state": _("état"),
    "stop_code": _("numéro court du STOP"),
    "tls": _("TLS"),
    "until": _("jusqu’au"),
    "window": _("messages en vol"),
    "wording_sha256": _("empreinte du texte"),
}
KINDS: Mapping[str, Words] = {
    "staff": _("Équipe"),
    "candidate": _("Équipe du candidat"),
    "system": _("Le programme"),
    "public": _("Le public"),
}


def action(code: str) -> Words:
    """Return the sentence of an action, or its code when it is new."""
    return ACTIONS.get(code, code)


def detail(name: str) -> Words:
    """Return the word for a detail, or its name when it has none."""
    return DETAILS.get(name, name.replace("_", " "))
