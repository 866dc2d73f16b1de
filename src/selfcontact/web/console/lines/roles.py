"""Who prepares a line, who puts it on the air, who may take it off."""

from selfcontact.accounts.models import Role

MAKERS = frozenset({Role.OPERATOR})
PUBLISHERS = frozenset({Role.APPROVER})
STOPPERS = frozenset({Role.OPERATOR, Role.APPROVER, Role.DPO, Role.ADMINISTRATOR})
KEEPERS = frozenset({Role.ADMINISTRATOR})
SPEAKERS = MAKERS | KEEPERS
