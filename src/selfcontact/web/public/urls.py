"""Addresses of the public site. Whoever reads needs no account, no cookie and no script."""

from django.urls import path

from selfcontact.web import views as shared
from selfcontact.web.public import policy, views
from selfcontact.web.routes import Everyone, adopt

urlpatterns = adopt(
    [
        path("", views.home, name="home"),
        path("why/", views.why, name="why"),
        path("rights/<slug:slug>/", views.right, name="right"),
        path("form/", views.paper_form, name="paper_form"),
        path("policy/", policy.policy, name="policy"),
        path("policy/versions/", policy.versions, name="policy_versions"),
        path("policy/feed/", policy.feed, name="policy_feed"),
        path("policy/<int:number>/", policy.version, name="policy_version"),
        path("policy/<int:number>/<slug:language>.txt", policy.text, name="policy_text"),
        path("policy/<int:older>/<int:newer>/", policy.differences, name="policy_differences"),
        path("health/", shared.health, name="health"),
    ],
    Everyone.VISITOR,
)
handler404 = "selfcontact.web.views.not_found"
handler500 = "selfcontact.web.views.failed"
