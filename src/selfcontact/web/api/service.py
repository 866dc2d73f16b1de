"""The interface itself: its routers and how it fails."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.operation import Operation

from selfcontact.web.api import campaigns, deliveries, figures, own, problems, registers, uploads

PREFIX = "/api/v1/"


class Service(NinjaAPI):
    """Operations are called in the document by the names of their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of the function."""
        return operation.view_func.__name__

    def on_exception(self, request: HttpRequest, exc: Exception | type[Exception]) -> HttpResponse:
        """Answer every failure as a problem."""
        return problems.of(exc if isinstance(exc, Exception) else exc()).response()


service = Service(
    title=_("Interface de programmation de la console"),
    version="1.0.0",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
for router in (own.router, registers.router, uploads.router, deliveries.router, campaigns.router, figures.router):
    service.add_router("", router)
