"""Addresses of the opposition list. No number ever stands in one."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.opposition import replies, views
from selfcontact.web.routes import EVERY_STAFF, route

OFFICERS = frozenset({Role.DPO})
WRITERS = frozenset({Role.OPERATOR, Role.DPO})
urlpatterns = [
    route("oppositions/", views.index, name="opposition", roles=EVERY_STAFF),
    route("oppositions/new/", views.add, name="opposition_add", roles=WRITERS),
    route("oppositions/check/", views.check, name="opposition_check", roles=OFFICERS),
    route("oppositions/replies/", replies.index, name="reply_list", roles=EVERY_STAFF),
    route("oppositions/replies/<str:mandate>/<uuid:uid>/", replies.show, name="reply_show", roles=OFFICERS),
    route("oppositions/replies/<str:mandate>/<uuid:uid>/decide/", replies.decide, name="reply_decide", roles=OFFICERS),
]
