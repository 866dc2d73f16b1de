"""Mandates, as their candidate sees them."""

from selfcontact.web.portal.mandates import views
from selfcontact.web.routes import EVERY_SEAT, route

urlpatterns = [route("mandates/<uuid:uid>/", views.show, name="mandate_show", roles=EVERY_SEAT)]
