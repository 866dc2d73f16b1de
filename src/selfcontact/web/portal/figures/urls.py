"""Figures of a campaign."""

from selfcontact.web.portal.figures import views
from selfcontact.web.routes import EVERY_SEAT, route

urlpatterns = [route("campaigns/<uuid:uid>/", views.show, name="figures_show", roles=EVERY_SEAT)]
