"""The closed list of what the ledger can record."""

import re
from enum import StrEnum

#: `subject:verb`, or `source:subject:action` when something other than a person of the house acted.
GRAMMAR = re.compile(r"[a-z]+(-[a-z]+)*(:[a-z]+(-[a-z]+)*){1,2}")


class Action(StrEnum):
    """An action code is for ever: entries that carry it cannot be rewritten."""

    USER_ADDED = "user:added"
    USER_INVITED = "user:invited"
    USER_JOINED = "user:joined"
    USER_CHANGED = "user:changed"
    USER_SUSPENDED = "user:suspended"

    PROVIDER_ADDED = "provider:added"
    PROVIDER_VETTED = "provider:vetted"
    PROVIDER_SUSPENDED = "provider:suspended"
    AGREEMENT_ADDED = "agreement:added"
    AGREEMENT_ENDED = "agreement:ended"
    CONSENT_FORM_ADDED = "consent-form:added"
    CONSENT_FORM_WITHDRAWN = "consent-form:withdrawn"

    CANDIDATE_ADDED = "candidate:added"
    CANDIDATE_CHANGED = "candidate:changed"
    MANDATE_OPENED = "mandate:opened"
    MANDATE_CHANGED = "mandate:changed"
    MANDATE_ENDING = "mandate:ending"
    MANDATE_KEYS_DESTROYED = "mandate:keys-destroyed"
    MANDATE_DATA_DROPPED = "mandate:data-dropped"
    MANDATE_ENDED = "mandate:ended"
    MANDATE_CEILING_SET = "mandate:ceiling-set"
    INSTRUCTION_SIGNED = "instruction:signed"
    INSTRUCTION_WITHDRAWN = "instruction:withdrawn"

    SUBPROCESSOR_ADDED = "subprocessor:added"
    SUBPROCESSOR_VETTED = "subprocessor:vetted"
    SUBPROCESSOR_SUSPENDED = "subprocessor:suspended"
    ROUTE_ADDED = "route:added"
    ROUTE_CHANGED = "route:changed"
    ROUTE_ENABLED = "route:enabled"
    ROUTE_DISABLED = "route:disabled"

    MAPPING_SAVED = "mapping:saved"
    DELIVERY_RECEIVED = "delivery:received"
    DELIVERY_HELD = "delivery:held"
    DELIVERY_RELEASED = "delivery:released"
    DELIVERY_PUBLISHED = "delivery:published"
    DELIVERY_CANCELLED = "delivery:cancelled"
    DELIVERY_WITHDRAWN = "delivery:withdrawn"
    UPLOAD_OPENED = "upload:opened"
    UPLOAD_RECEIVED = "upload:received"
    UPLOAD_CONFIRMED = "upload:confirmed"
    UPLOAD_DISCARDED = "upload:discarded"

    CAMPAIGN_CREATED = "campaign:created"
    CAMPAIGN_EDITED = "campaign:edited"
    CAMPAIGN_CHECKED = "campaign:checked"
    CAMPAIGN_TESTED = "campaign:tested"
    CAMPAIGN_SUBMITTED = "campaign:submitted"
    CAMPAIGN_APPROVED = "campaign:approved"
    CAMPAIGN_REJECTED = "campaign:rejected"
    CAMPAIGN_SCHEDULED = "campaign:scheduled"
    CAMPAIGN_STARTED = "campaign:started"
    CAMPAIGN_PAUSED = "campaign:paused"
    CAMPAIGN_RESUMED = "campaign:resumed"
    CAMPAIGN_STOPPED = "campaign:stopped"
    CAMPAIGN_FINISHED = "campaign:finished"
    PROPOSAL_PUBLISHED = "proposal:published"
    PROPOSAL_WITHDRAWN = "proposal:withdrawn"
    PROPOSAL_DECIDED = "proposal:decided"
    FIGURES_OPENED = "figures:opened"
    FIGURES_RELEASED = "figures:released"
    CARRIER_ROUTE_STOPPED = "carrier:route:stopped"
    SENDER_RECOVERED = "sender:recovered"

    OPPOSITION_RECORDED = "opposition:recorded"
    OPPOSITION_HELD = "opposition:held"
    OPPOSITION_RELEASED = "opposition:released"
    OPPOSITION_CONFIRMED = "opposition:confirmed"
    OPPOSITION_EXPIRED = "opposition:expired"
    REPLY_DECIDED = "reply:decided"

    CONTACT_ERASED = "contact:erased"
    CONTACT_RESTRICTED = "contact:restricted"
    CONTACT_RELEASED = "contact:released"
    CONTACT_DISCLOSED = "contact:disclosed"

    API_TOKEN_ISSUED = "api-token:issued"  # noqa: S105 - an action
    API_TOKEN_REVOKED = "api-token:revoked"  # noqa: S105 - an action
    WEBHOOK_ADDED = "webhook:added"
    WEBHOOK_ROTATED = "webhook:rotated"
    WEBHOOK_TESTED = "webhook:tested"
    WEBHOOK_DISABLED = "webhook:disabled"
    WEBHOOK_ENABLED = "webhook:enabled"
    WEBHOOK_REMOVED = "webhook:removed"

    CERTIFICATE_ISSUED = "certificate:issued"
    LEDGER_CHECKPOINTED = "ledger:checkpointed"
    LEDGER_VERIFIED = "ledger:verified"
    KEY_CREATED = "key:created"
    KEY_ROTATED = "key:rotated"
    BACKUP_RESTORED = "backup:restored"
