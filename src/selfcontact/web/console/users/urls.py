"""Accounts: who may sign in, and as what."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.users import views
from selfcontact.web.routes import EVERY_STAFF, route

WRITERS = frozenset({Role.ADMINISTRATOR})
READERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
urlpatterns = [
    route("users/", views.index, name="user_list", roles=READERS),
    route("users/roles/", views.roles, name="role_matrix", roles=EVERY_STAFF),
    route("users/invite/", views.invite, name="user_invite", roles=WRITERS),
    route("users/<uuid:uid>/", views.show, name="user_show", roles=READERS),
    route("users/<uuid:uid>/roles/", views.change_roles, name="user_roles", roles=WRITERS),
    route("users/<uuid:uid>/close/", views.close, name="user_close", roles=WRITERS),
    route("users/<uuid:uid>/renew/", views.renew, name="user_renew", roles=WRITERS),
]
