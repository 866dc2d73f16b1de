"""Who deals with requests, and who may see that they are dealt with."""

from selfcontact.accounts.models import Role

OFFICERS = frozenset({Role.DPO})
READERS = OFFICERS | {Role.AUDITOR}
