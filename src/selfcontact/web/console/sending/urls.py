"""Addresses of a campaign while it is sent."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.sending import orders, views
from selfcontact.web.routes import EVERY_STAFF, route

STARTERS = frozenset({Role.APPROVER})
HOLDERS = frozenset({Role.OPERATOR, Role.APPROVER, Role.DPO})
urlpatterns = [
    route("sending/<str:reference>/", views.sending_show, name="sending_show", roles=EVERY_STAFF),
    route("sending/<str:reference>/figures/", views.sending_figures, name="sending_figures", roles=EVERY_STAFF),
    route("sending/<str:reference>/course/", views.sending_course, name="sending_course", roles=EVERY_STAFF),
    route("sending/<str:reference>/balance/", views.sending_balance, name="sending_balance", roles=EVERY_STAFF),
    route("sending/<str:reference>/start/", orders.start, name="sending_start", roles=STARTERS),
    route("sending/<str:reference>/pause/", orders.pause, name="sending_pause", roles=HOLDERS),
    route("sending/<str:reference>/resume/", orders.resume, name="sending_resume", roles=STARTERS),
    route("sending/<str:reference>/stop/", orders.stop, name="sending_stop", roles=HOLDERS),
    route("sending/<str:reference>/guard/", orders.guard, name="sending_guard", roles=STARTERS),
]
