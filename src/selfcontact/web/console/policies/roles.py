"""Who answers for what people are promised."""

from selfcontact.accounts.models import Role

WRITERS = frozenset({Role.DPO, Role.ADMINISTRATOR})
