"""Addresses of persons: the DPO's alone. What stands in them is a mandate and a line of a file, never a person."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.people import views
from selfcontact.web.routes import route

OFFICERS = frozenset({Role.DPO})
urlpatterns = [
    route("persons/", views.find, name="person_find", roles=OFFICERS),
    route("persons/<str:mandate>/<int:contact>/erase/", views.erase, name="person_erase", roles=OFFICERS),
    route("persons/<str:mandate>/<int:contact>/restrict/", views.restrict, name="person_restrict", roles=OFFICERS),
    route("persons/<str:mandate>/<int:contact>/release/", views.release, name="person_release", roles=OFFICERS),
]
