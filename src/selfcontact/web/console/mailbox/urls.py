"""Addresses of the mailbox. What stands in them is drawn at random, never a person."""

from selfcontact.web.console.mailbox import views
from selfcontact.web.console.requests.roles import OFFICERS, READERS
from selfcontact.web.routes import route

urlpatterns = [
    route("mailbox/", views.index, name="mailbox_list", roles=READERS),
    route("mailbox/settled/", views.settled, name="mailbox_settled", roles=READERS),
    route("mailbox/attachments/<uuid:uid>/", views.attachment, name="mailbox_attachment", roles=OFFICERS),
    route("mailbox/<uuid:uid>/", views.read, name="mailbox_read", roles=OFFICERS),
    route("mailbox/<uuid:uid>/<slug:deed>/", views.act, name="mailbox_act", roles=OFFICERS),
]
