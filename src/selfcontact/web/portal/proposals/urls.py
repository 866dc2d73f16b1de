"""Texts to sign."""

from selfcontact.web.portal.proposals import views
from selfcontact.web.portal.reach import SIGNATORIES
from selfcontact.web.routes import EVERY_SEAT, route

urlpatterns = [
    route("proposals/<uuid:uid>/", views.show, name="proposal_show", roles=EVERY_SEAT),
    route("proposals/<uuid:uid>/decide/", views.decide, name="proposal_decide", roles=SIGNATORIES),
]
