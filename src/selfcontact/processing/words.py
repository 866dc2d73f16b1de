"""How the codes of the record are said, in French and English."""

from collections.abc import Mapping

from selfcontact.answers.words import Said
from selfcontact.processing.controllers import Activity
from selfcontact.processing.measures import State

TITLE = Said("Registre des traitements du sous-traitant", "Record of processing of the processor")
ARTICLE = Said("RGPD, article 30, paragraphe 2", "GDPR, article 30(2)")
ACTIVITIES: Mapping[str, Said] = {
    Activity.HOLDING: Said("conservation des contacts et preuve du consentement", "holding contacts, proof of consent"),
    Activity.SENDING: Said("envoi de SMS et réponses", "sending text messages, replies"),
    Activity.ANSWERING: Said("ligne vocale appelée par les personnes", "voice line that people call"),
    Activity.RIGHTS: Said("droits des personnes et oppositions", "rights of people and objections"),
}
STATES: Mapping[str, Said] = {
    State.ON: Said("en place", "on"),
    State.OFF: Said("pas en place", "off"),
    State.NONE: Said("sans objet", "not applicable"),
}
MANDATES: Mapping[str, Said] = {
    "live": Said("en cours", "live"),
    "ending": Said("fin en cours", "ending"),
    "ended": Said("fini, données détruites", "ended, data destroyed"),
}
KINDS: Mapping[str, Said] = {
    "carrier": Said("opérateur de messages", "message carrier"),
    "host": Said("hébergeur", "host"),
    "voice": Said("opérateur de lignes vocales", "voice operator"),
}
STANDINGS: Mapping[str, Said] = {
    "valid": Said("examen en cours de validité", "review valid"),
    "missing": Said("pas encore examiné", "not reviewed yet"),
    "expired": Said("examen expiré : rien n’y passe", "review expired: nothing passes"),
    "suspended": Said("suspendu : rien n’y passe", "suspended: nothing passes"),
}
