"""Addresses of requests. What stands in them is a reference drawn at random, never a person."""

from selfcontact.web.console.requests import proofs, views
from selfcontact.web.console.requests.roles import OFFICERS, READERS
from selfcontact.web.console.rights import waiting
from selfcontact.web.routes import route

urlpatterns = [
    route("requests/", waiting.index, name="request_list", roles=READERS),
    route("requests/ended/", views.ended, name="request_ended", roles=READERS),
    route("requests/new/", views.open_request, name="request_open", roles=OFFICERS),
    route("requests/<str:reference>/", views.show, name="request_show", roles=READERS),
    route("requests/<str:reference>/read/", views.read, name="request_read", roles=OFFICERS),
    route("requests/<str:reference>/document/<uuid:uid>/", proofs.document, name="request_document", roles=OFFICERS),
    route("requests/<str:reference>/<slug:deed>/", views.act, name="request_act", roles=OFFICERS),
]
