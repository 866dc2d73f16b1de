"""Signing in, the same on both faces: allauth's pages, each with its mark in the matrix."""

from allauth.account import views as account
from allauth.mfa.urls import urlpatterns as factor_patterns
from allauth.usersessions import views as sessions
from django.urls import URLPattern, URLResolver, include, path, re_path

from selfcontact.web import views
from selfcontact.web.routes import Everyone, adopt

VISITORS: list[URLPattern | URLResolver] = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/password/reset/", account.password_reset, name="account_reset_password"),
    path("account/password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("invitation/<str:secret>/", views.invitation, name="invitation"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("health/", views.health, name="health"),
]
SIGNED_IN: list[URLPattern | URLResolver] = [
    path("account/second-factor/required/", views.second_factor, name="second_factor"),
    path("account/second-factor/", include(factor_patterns)),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/sessions/", sessions.list_usersessions, name="usersessions_list"),
]
urlpatterns = [*adopt(VISITORS, Everyone.VISITOR), *adopt(SIGNED_IN, Everyone.SIGNED_IN)]
