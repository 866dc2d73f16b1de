"""Texts to sign."""

from selfcontact.web.portal.proposals import recordings, views
from selfcontact.web.portal.reach import SIGNATORIES
from selfcontact.web.routes import EVERY_SEAT, route

urlpatterns = [
    route("proposals/<uuid:uid>/", views.show, name="proposal_show", roles=EVERY_SEAT),
    route("recordings/<uuid:uid>/", recordings.show, name="recording_show", roles=EVERY_SEAT),
    route(
        "recordings/<uuid:uid>/<slug:part>/<slug:language>/",
        recordings.listen,
        name="recording_listen",
        roles=EVERY_SEAT,
    ),
    route("recordings/<uuid:uid>/decide/", recordings.decide, name="recording_decide", roles=SIGNATORIES),
    route("proposals/<uuid:uid>/decide/", views.decide, name="proposal_decide", roles=SIGNATORIES),
]
