"""The rules: everyone reads them, the DPO decides."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.rules import views
from selfcontact.web.routes import EVERY_STAFF, route

urlpatterns = [
    route("rules/", views.index, name="rule_list", roles=EVERY_STAFF),
    route("rules/<slug:number>/", views.show, name="rule_show", roles=EVERY_STAFF),
    route("rules/<slug:number>/decide/", views.decide, name="rule_decide", roles=frozenset({Role.DPO})),
]
