"""Addresses of the portal, one line per area."""

from django.urls import include, path

urlpatterns = [
    path("", include("selfcontact.web.account_urls")),
    path("", include("selfcontact.web.portal.home.urls")),
    path("", include("selfcontact.web.portal.mandates.urls")),
    path("", include("selfcontact.web.portal.proposals.urls")),
    path("", include("selfcontact.web.portal.lines.urls")),
    path("", include("selfcontact.web.portal.figures.urls")),
    path("", include("selfcontact.web.portal.spend.urls")),
]
handler404 = "selfcontact.web.views.not_found"
handler500 = "selfcontact.web.views.failed"
