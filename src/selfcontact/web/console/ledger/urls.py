"""Addresses of the ledger. Nothing here changes anything: to verify is the one thing that an auditor may press."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.ledger import verification, views
from selfcontact.web.routes import EVERY_STAFF, route

CHECKERS = frozenset({Role.DPO, Role.ADMINISTRATOR, Role.AUDITOR})
urlpatterns = [
    route("ledger/", views.index, name="ledger", roles=EVERY_STAFF),
    route("ledger/checkpoint/", views.checkpoint, name="ledger_checkpoint", roles=EVERY_STAFF),
    route("ledger/verification/", verification.show, name="ledger_verification", roles=EVERY_STAFF),
    route("ledger/verification/run/", verification.run, name="ledger_verify", roles=CHECKERS),
    route("ledger/entries/<uuid:uid>/", views.entry, name="ledger_entry", roles=EVERY_STAFF),
    route("ledger/entries/<uuid:uid>/proof/", views.proof, name="ledger_proof", roles=EVERY_STAFF),
]
