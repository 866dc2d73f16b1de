"""Addresses of the public site."""

from django.urls import path

from selfcontact.web import views
from selfcontact.web.routes import Everyone, adopt

urlpatterns = adopt(
    [
        path("", views.public_home, name="home"),
        path("language/", views.language, name="language"),
        path("theme/", views.theme, name="theme"),
        path("health/", views.health, name="health"),
    ],
    Everyone.VISITOR,
)
handler404 = "selfcontact.web.views.not_found"
handler500 = "selfcontact.web.views.failed"
