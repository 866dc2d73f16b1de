"""Voice lines, as their candidate sees them."""

from selfcontact.web.portal.lines import views
from selfcontact.web.routes import EVERY_SEAT, route

urlpatterns = [route("lines/<uuid:uid>/", views.show, name="line_figures", roles=EVERY_SEAT)]
