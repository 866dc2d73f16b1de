"""The first page of the portal."""

from selfcontact.web.portal.home import views
from selfcontact.web.routes import EVERY_SEAT, route

urlpatterns = [route("", views.home, name="home", roles=EVERY_SEAT)]
