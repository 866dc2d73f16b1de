"""Who answers for what people are promised."""

from selfcontact.accounts.models import Role

#: Who decides how much a version weighs and tells those concerned, and who sees who was told.
TELLERS = frozenset({Role.DPO})
WATCHERS = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
WRITERS = frozenset({Role.DPO, Role.ADMINISTRATOR})
