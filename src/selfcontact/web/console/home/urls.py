"""The first page of the console."""

from selfcontact.web.console.home import views
from selfcontact.web.routes import EVERY_STAFF, route

urlpatterns = [route("", views.home, name="home", roles=EVERY_STAFF)]
