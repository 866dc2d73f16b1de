"""Reports of messages: the DPO decides, the auditor reads."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.reports import views
from selfcontact.web.routes import route

urlpatterns = [
    route("reports/", views.index, name="report_list", roles=frozenset({Role.DPO, Role.AUDITOR})),
    route("reports/<uuid:uid>/", views.decide, name="report_decide", roles=frozenset({Role.DPO})),
]
