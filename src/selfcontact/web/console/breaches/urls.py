"""Addresses of breaches: the DPO writes, whoever checks reads."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.breaches import views
from selfcontact.web.routes import route

READERS = frozenset({Role.DPO, Role.AUDITOR})
WRITERS = frozenset({Role.DPO})

urlpatterns = [
    route("breaches/", views.index, name="breach_list", roles=READERS),
    route("breaches/new/", views.record, name="breach_record", roles=WRITERS),
    route("breaches/<str:reference>/", views.show, name="breach_show", roles=READERS),
    route("breaches/<str:reference>/measure/", views.measure, name="breach_measure", roles=WRITERS),
    route("breaches/<str:reference>/add/", views.add, name="breach_add", roles=WRITERS),
    route("breaches/<str:reference>/tell/", views.tell, name="breach_tell", roles=WRITERS),
    route("breaches/<str:reference>/told/", views.told, name="breach_told", roles=WRITERS),
    route("breaches/<str:reference>/close/", views.close, name="breach_close", roles=WRITERS),
]
