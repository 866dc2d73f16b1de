"""Addresses of audits: everyone reads how they stand; whoever reads a proof or judges it is named."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.audits import chain, rows, views
from selfcontact.web.console.registers.pages import KEEPERS
from selfcontact.web.routes import EVERY_STAFF, route

JUDGES = frozenset({Role.OPERATOR, Role.DPO})
OFFICERS = frozenset({Role.DPO})
urlpatterns = [
    route("audits/", views.index, name="audit_list", roles=EVERY_STAFF),
    route("audits/<str:reference>/", views.show, name="audit_show", roles=EVERY_STAFF),
    route("audits/<str:reference>/ask/", views.ask, name="audit_ask", roles=JUDGES),
    route("audits/<str:reference>/lift/", views.lift, name="audit_lift", roles=OFFICERS),
    route("audits/<str:reference>/rows/<int:line>/", rows.row, name="audit_row", roles=JUDGES),
    route("audits/<str:reference>/rows/<int:line>/proof/", rows.proof, name="audit_proof", roles=JUDGES),
    route("deliveries/<str:reference>/audit/", views.draw, name="audit_draw", roles=JUDGES),
    route("deliveries/<str:reference>/origin/", chain.origin, name="delivery_origin", roles=EVERY_STAFF),
    route("deliveries/<str:reference>/attest/", chain.attest, name="delivery_attest", roles=KEEPERS),
    route("deliveries/<str:reference>/transfer/", chain.transfer, name="delivery_transfer", roles=KEEPERS),
]
