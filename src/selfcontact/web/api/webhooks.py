"""The webhooks as the document describes them: one operation per event, signed as Standard Webhooks says."""

from typing import Any

from django.utils.translation import gettext_noop as _

from selfcontact.campaigns.balance import TERMS
from selfcontact.integrations.events import EVENTS

Node = dict[str, Any]
NUMBER = {"type": "integer", "minimum": 0}
NAMED = {
    "type": "object",
    "required": ["id", "reference"],
    "properties": {"id": {"type": "string", "format": "uuid"}, "reference": {"type": "string"}},
}
ENTRY = {
    "type": "object",
    "description": _("L’écriture du journal dont vient l’événement ; « index » donne l’ordre."),
    "required": ["id", "index"],
    "properties": {"id": {"type": "string", "format": "uuid"}, "index": NUMBER},
}
HEADERS = {
    "webhook-id": _("Le même à chaque tentative : c’est sur lui que le destinataire dédoublonne."),
    "webhook-timestamp": _("Secondes depuis 1970, à comparer à sa propre horloge."),
    "webhook-signature": _("« v1, » suivi du HMAC-SHA256 en base64 ; deux signatures après une rotation du secret."),
}
SAID = _(
    "Envoyé à l’adresse enregistrée, signé selon Standard Webhooks 1.0. Des identifiants, des références et des "
    "comptes : jamais une personne, ni un texte écrit par quelqu’un. Sans réponse 2xx, neuf autres tentatives sur "
    "trois jours ; 410 désactive le webhook. L’essai demandé depuis la console a le type « webhook.test »."
)
SUMMARIES = {
    "campaign.submitted": _("Campagne soumise au candidat"),
    "campaign.approved": _("Campagne approuvée"),
    "campaign.started": _("Campagne démarrée"),
    "campaign.paused": _("Campagne suspendue"),
    "campaign.halted": _("Campagne interrompue par sa surveillance, avec tous ses comptes"),
    "campaign.resumed": _("Campagne reprise"),
    "campaign.stopped": _("Campagne arrêtée, avec tous ses comptes"),
    "campaign.finished": _("Campagne terminée, avec tous ses comptes"),
    "delivery.published": _("Livraison publiée"),
    "delivery.held": _("Livraison retenue"),
}


def schemas() -> Node:
    """Return the schemas of what is sent."""
    return {
        "CampaignEvent": _event("campaign", ["selected", *TERMS.values(), "pending"], ["selected"]),
        "DeliveryEvent": _event("delivery", ["lines", "accepted", "repaired", "refused"], ["lines", "accepted"]),
    }


def described() -> Node:
    """Return the document's section of webhooks."""
    return {name: {"post": _operation(name)} for name in EVENTS}


def _event(subject: str, counts: list[str], always: list[str]) -> Node:
    counted = {"type": "object", "required": always, "properties": dict.fromkeys(counts, NUMBER)}
    data = {subject: NAMED, "mandate": NAMED, "counts": counted, "entry": ENTRY}
    return {
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"type": "string", "enum": [name for name in EVENTS if name.startswith(subject)]},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": {"type": "object", "required": list(data), "properties": data},
        },
    }


def _operation(name: str) -> Node:
    subject = "CampaignEvent" if name.startswith("campaign") else "DeliveryEvent"
    schema = {"$ref": f"#/components/schemas/{subject}"}
    return {
        "operationId": name.replace(".", "_"),
        "summary": SUMMARIES[name],
        "description": SAID,
        "parameters": [
            {"name": header, "in": "header", "required": True, "description": said, "schema": {"type": "string"}}
            for header, said in HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {
            "2XX": {"description": _("Reçu. Le corps de la réponse n’est pas lu.")},
            "410": {"description": _("Plus rien à envoyer ici : le webhook est désactivé.")},
        },
    }
