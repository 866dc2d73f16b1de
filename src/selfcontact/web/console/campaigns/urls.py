"""Addresses of campaigns before they run: the list, the page of one, the composer, the team's test numbers."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.campaigns import clear, compose, team, views
from selfcontact.web.routes import EVERY_STAFF, route

AUTHORS = frozenset({Role.OPERATOR})
urlpatterns = [
    route("campaigns/", views.campaign_list, name="campaign_list", roles=EVERY_STAFF),
    route("campaigns/new/", compose.campaign_new, name="campaign_new", roles=AUTHORS),
    route("campaigns/<str:reference>/", views.campaign_show, name="campaign_show", roles=EVERY_STAFF),
    route("campaigns/<str:reference>/edit/", compose.campaign_edit, name="campaign_edit", roles=AUTHORS),
    route("campaigns/<str:reference>/submit/", views.campaign_submit, name="campaign_submit", roles=AUTHORS),
    route(
        "campaigns/<str:reference>/clear/<slug:rule>/",
        clear.campaign_clear,
        name="campaign_clear",
        roles=frozenset({Role.APPROVER, Role.DPO}),
    ),
    route("campaigns/<str:reference>/test/", views.campaign_test, name="campaign_test", roles=AUTHORS),
    route("mandates/<str:reference>/team/", team.team_numbers, name="team_numbers", roles=AUTHORS),
    route(
        "mandates/<str:reference>/team/<uuid:uid>/withdraw/", team.team_withdraw, name="team_withdraw", roles=AUTHORS
    ),
]
