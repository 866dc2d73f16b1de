"""Addresses of the desk beside those of requests; they come first, since a reference may stand where their words do."""

from selfcontact.web.console.requests.roles import OFFICERS, READERS
from selfcontact.web.console.rights import figures, matching
from selfcontact.web.routes import route

urlpatterns = [
    route("requests/figures/", figures.figures, name="request_figures", roles=READERS),
    route("requests/export/", figures.export, name="request_export", roles=READERS),
    route("requests/<str:reference>/match/", matching.match, name="request_match", roles=OFFICERS),
]
