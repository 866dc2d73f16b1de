"""Resumable uploads for programs: tus 1.0 (https://tus.io/protocols/resumable-upload).

Extensions: creation, checksum, expiration, termination. Names of files are not read: they may name people.
"""

import base64
import binascii
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.providers.models import Agreement
from selfcontact.uploads import actions, limits
from selfcontact.uploads.models import Upload
from selfcontact.uploads.receiving import ALGORITHMS, Checksum
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
STREAM = "application/offset+octet-stream"
PIECE = 1 << 16
#: Statuses of the protocol; what is not here is 400.
STATUSES = {
    "upload_offset": 409,
    "upload_state": 409,
    "upload_gone": 410,
    "upload_too_large": 413,
    "upload_too_long": 413,
    "upload_busy": 423,
    "upload_checksum": 460,
    "disk_full": 507,
}
GONE = frozenset(Upload.State) - frozenset(Upload.OPEN) - {Upload.State.DONE}
P = ParamSpec("P")
N = TypeVar("N", Mandate, Agreement)
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def spoken(view: View[P]) -> View[P]:
    """Return a view that speaks the protocol: its version on every answer, its statuses for what is refused."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = _versioned(request) or view(request, *args, **kwargs)
        except UserError as error:
            said = {"code": error.code, "detail": error.text(get_language() or "fr")}
            response = JsonResponse(said, status=STATUSES.get(error.code, 400))
        response.headers["Tus-Resumable"] = VERSION
        return response

    return answer


def _versioned(request: HttpRequest) -> HttpResponse | None:
    if request.method == "OPTIONS" or request.headers.get("Tus-Resumable") == VERSION:
        return None
    return HttpResponse(status=412, headers={"Tus-Version": VERSION})


@require_http_methods(["OPTIONS", "POST"])
@spoken
def creation(request: HttpRequest) -> HttpResponse:
    """Say what is spoken here, or begin an upload: `Upload-Metadata` names `mandate` and `agreement`."""
    if request.method == "OPTIONS":
        return _abilities()
    given = _metadata(request.headers.get("Upload-Metadata", ""))
    upload = actions.open_upload(
        actor=actor_of(request),
        mandate=_named(Mandate.objects.all(), given, "mandate"),
        agreement=_named(Agreement.objects.select_related("provider"), given, "agreement"),
        length=_number(request, "Upload-Length"),
        synthetic=given.get("synthetic", "") == "1",
        at=now(),
    )
    page = reverse("upload_show", args=[upload.uid])
    response = JsonResponse({"reference": upload.reference, "page": page}, status=201)
    response.headers["Location"] = reverse("upload_content", args=[upload.uid])
    return _expiring(response, upload)


@require_http_methods(["OPTIONS", "HEAD", "PATCH", "DELETE"])
@spoken
def content(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say how far an upload is, take more of it, or give it up."""
    if request.method == "OPTIONS":
        return _abilities()
    upload = get_object_or_404(Upload.objects.select_related("mandate", "agreement"), uid=uid)
    if upload.state in GONE:
        return HttpResponse(status=410)
    if request.method == "DELETE":
        actions.cancel(actor=actor_of(request), upload=upload)
        return HttpResponse(status=204)
    if request.method == "PATCH" and request.content_type != STREAM:
        return HttpResponse(status=415)
    offset = _receive(request, upload) if request.method == "PATCH" else upload.offset
    response = HttpResponse(status=204 if request.method == "PATCH" else 200)
    response.headers["Upload-Offset"] = str(offset)
    response.headers["Upload-Length"] = str(upload.length)
    return _expiring(response, upload)


def _receive(request: HttpRequest, upload: Upload) -> int:
    checksum = request.headers.get("Upload-Checksum")
    return actions.receive(
        actor=actor_of(request),
        upload=upload,
        offset=_number(request, "Upload-Offset"),
        pieces=_pieces(request),
        checksum=Checksum.parse(checksum) if checksum else None,
        at=now(),
    )


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    """Yield the body as it comes; it ends where the line breaks, and what came until then is kept."""
    try:
        while piece := request.read(PIECE):
            yield piece
    except UnreadablePostError:
        return


def _abilities() -> HttpResponse:
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(limits.largest()),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }
    return HttpResponse(status=204, headers=headers)


def _expiring(response: HttpResponse, upload: Upload) -> HttpResponse:
    if upload.state == Upload.State.RECEIVING:
        until = upload.touched_at + timedelta(hours=settings.UPLOAD_HOURS)
        response.headers["Upload-Expires"] = http_date(until.timestamp())
    return response


def _number(request: HttpRequest, header: str) -> int:
    given = request.headers.get(header, "")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise UserError(
            "header_missing",
            fr=f"L’en-tête {header} manque ou n’est pas un nombre.",
            en=f"The header {header} is missing or is not a number.",
        )
    return int(given)


def _metadata(header: str) -> dict[str, str]:
    """Return the pairs of `Upload-Metadata`; one that does not read as such is left out."""
    pairs: dict[str, str] = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            pairs[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return pairs


def _named(found: QuerySet[N], given: dict[str, str], what: str) -> N:
    one = found.filter(reference=given.get(what, "")).first()
    if one is None:
        raise UserError(
            f"{what}_unknown",
            fr=f"« {what} » manque dans Upload-Metadata, ou ne désigne rien.",
            en=f"“{what}” is missing in Upload-Metadata, or names nothing.",
        )
    return one
