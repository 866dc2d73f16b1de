"""Addresses of the programming interface; every one answers for itself, by token."""

from django.urls import URLPattern, path, re_path

from selfcontact.web.api import views
from selfcontact.web.api.reference import reference
from selfcontact.web.api.service import service
from selfcontact.web.routes import EVERY_STAFF, Everyone, adopt, route


def _operations() -> list[URLPattern]:
    """Return the operations' patterns, each answering a wrong method with a problem."""
    found = [one for one in service.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    return [
        URLPattern(one.pattern, views.problem_when_not_allowed(one.callback), one.default_args, one.name)
        for one in found
    ]


OPEN = [path("openapi.json", views.openapi, name="api_document")]
REST = [re_path(r"^(?P<rest>.*)$", views.unknown, name="api_unknown")]
urlpatterns = [
    route("docs", reference, name="api_reference", roles=EVERY_STAFF),
    *adopt(OPEN, Everyone.VISITOR),
    *adopt(_operations(), Everyone.TOKEN),
    *adopt(REST, Everyone.TOKEN),
]
