"""Addresses of the console, one line per area."""

from django.urls import include, path

urlpatterns = [
    path("", include("selfcontact.web.account_urls")),
    path("", include("selfcontact.web.console.home.urls")),
    path("", include("selfcontact.web.console.ledger.urls")),
    path("", include("selfcontact.web.console.opposition.urls")),
    path("", include("selfcontact.web.console.people.urls")),
    path("", include("selfcontact.web.console.rights.urls")),
    path("", include("selfcontact.web.console.notices.urls")),
    path("", include("selfcontact.web.console.requests.urls")),
    path("", include("selfcontact.web.console.answers.urls")),
    path("", include("selfcontact.web.console.mailbox.urls")),
    path("", include("selfcontact.web.console.users.urls")),
    path("", include("selfcontact.web.console.intake.urls")),
    path("", include("selfcontact.web.console.audits.urls")),
    path("", include("selfcontact.web.console.integrations.urls")),
    path("api/v1/", include("selfcontact.web.api.urls")),
    path("", include("selfcontact.web.console.campaigns.urls")),
    path("", include("selfcontact.web.console.lines.urls")),
    path("", include("selfcontact.web.console.registers.urls")),
    path("", include("selfcontact.web.console.sending.urls")),
    path("", include("selfcontact.web.console.policies.urls")),
    path("", include("selfcontact.web.console.processing.urls")),
    path("", include("selfcontact.web.console.breaches.urls")),
    path("", include("selfcontact.web.console.rules.urls")),
    path("", include("selfcontact.web.console.reports.urls")),
]
handler404 = "selfcontact.web.views.not_found"
handler500 = "selfcontact.web.views.failed"
