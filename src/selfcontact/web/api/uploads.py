"""Files of providers: announced, sent by pieces that are sealed as they come, looked at, then loaded by a worker."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from selfcontact.intake.loading.load import today
from selfcontact.intake.preview import Preview
from selfcontact.intake.reader.detect import Told
from selfcontact.integrations.scopes import Scope
from selfcontact.mandates.models import Mandate
from selfcontact.providers.models import Agreement
from selfcontact.uploads import actions
from selfcontact.uploads.choices import Choices
from selfcontact.uploads.looking import look, remembered
from selfcontact.uploads.models import Upload
from selfcontact.uploads.pace import pace
from selfcontact.uploads.receiving import Checksum
from selfcontact.web.api import problems, shapes
from selfcontact.web.api.fields import REFERENCE, Reference
from selfcontact.web.api.finding import mentioned, named
from selfcontact.web.api.gate import actor_of, writes
from selfcontact.web.api.paging import Page, page
from selfcontact.web.api.words import STREAM, said
from selfcontact.web.clock import clock, now

router = Router(tags=["uploads"])
READ, WRITE = Scope.DELIVERIES_READ, Scope.DELIVERIES_WRITE
PIECE = 1 << 16
LARGEST = 2**53 - 1


class UploadsAsked(Page):
    """A page, of one mandate if wanted."""

    mandate: Annotated[str | None, Field(pattern=REFERENCE, description=_("Ceux de ce mandat seulement."))] = None


class ContentAsked(BaseModel):
    """Where a piece belongs, and its hash if the sender wants it checked."""

    offset: Annotated[int, Field(ge=0, le=LARGEST, description=_("Où le dépôt en est : la valeur de « offset »."))]
    sha256: Annotated[
        str | None,
        Field(pattern="^[0-9a-f]{64}$", description=_("Empreinte du morceau : il est pris entier ou pas du tout.")),
    ] = None


def uploads() -> QuerySet[Upload]:
    """Return every upload with what is named beside it."""
    return Upload.objects.select_related("mandate", "agreement__provider")


def _shape(found: Upload) -> shapes.Upload:
    expires = found.touched_at + timedelta(hours=settings.UPLOAD_HOURS)
    waiting = found.state in {Upload.State.RECEIVING, Upload.State.RECEIVED}
    return shapes.Upload(
        id=found.uid,
        reference=found.reference,
        mandate=found.mandate.reference,
        agreement=found.agreement.reference,
        state=Upload.State(found.state),
        synthetic=found.synthetic,
        length=found.length,
        offset=found.offset,
        percent=pace(found).percent,
        lines=found.lines,
        expires_at=expires if waiting else None,
        failure=_failure(found),
        delivery=found.delivery_reference if found.state == Upload.State.DONE else None,
    )


def _failure(found: Upload) -> shapes.Failure | None:
    if not found.failure:
        return None
    language = "en" if (get_language() or "fr").startswith("en") else "fr"
    return shapes.Failure(code=found.failure["code"], title=found.failure[language])


@router.get(
    "/uploads",
    response=shapes.Uploads,
    **said(_("Lister les dépôts"), _("Les fichiers en route et ceux d’hier, dans l’ordre de leur annonce."), READ),
)
def list_uploads(request: HttpRequest, asked: Query[UploadsAsked]) -> shapes.Uploads:
    found = uploads().filter(mandate__reference=asked.mandate) if asked.mandate else uploads()
    kept, after = page(found, asked)
    return shapes.Uploads(items=[_shape(one) for one in kept], next=after)


@router.post(
    "/uploads",
    response={201: shapes.Upload},
    **said(_("Annoncer un fichier"), _("Sa longueur, son mandat et l’accord sous lequel il vient."), WRITE),
)
@writes(status=201, location="/api/v1/uploads/{}".format)
def open_upload(request: HttpRequest, asked: shapes.NewUpload) -> shapes.Upload:
    made = actions.open_upload(
        actor=actor_of(request),
        mandate=mentioned(Mandate.objects.all(), asked.mandate, "mandate"),
        agreement=mentioned(Agreement.objects.select_related("provider"), asked.agreement, "agreement"),
        length=asked.length,
        synthetic=asked.synthetic,
        at=now(),
    )
    return _shape(made)


@router.get(
    "/uploads/{reference}",
    response=shapes.Upload,
    **said(_("Montrer un dépôt"), _("Jusqu’où il est reçu, puis chargé ; pourquoi, s’il a échoué."), READ),
)
def show_upload(request: HttpRequest, reference: Reference) -> shapes.Upload:
    return _shape(named(uploads(), reference))


@router.patch(
    "/uploads/{reference}/content",
    response=shapes.Upload,
    **said(
        _("Envoyer un morceau"),
        _(
            "Le corps est chiffré à mesure qu’il arrive. Après une coupure, demandez où en est le dépôt et continuez "
            "de là : ce qui était arrivé est gardé. Le dernier octet le rend « received »."
        ),
        WRITE,
        body=True,
    ),
)
def send_content(request: HttpRequest, reference: Reference, asked: Query[ContentAsked]) -> shapes.Upload:
    upload = named(uploads(), reference)
    if request.content_type != STREAM:
        raise problems.Problem(
            422, "not_octets", fr=f"Le corps attendu est en {STREAM}.", en=f"A body in {STREAM} is expected."
        )
    digest = bytes.fromhex(asked.sha256) if asked.sha256 else None
    actions.receive(
        actor=actor_of(request),
        upload=upload,
        offset=asked.offset,
        pieces=_pieces(request),
        checksum=Checksum(algorithm="sha256", digest=digest) if digest else None,
        at=now(),
    )
    return _shape(named(uploads(), reference))


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    """Yield the body as it comes; it ends where the line breaks, and what came until then is kept."""
    try:
        while piece := request.read(PIECE):
            yield piece
    except UnreadablePostError:
        return


@router.post(
    "/uploads/{reference}/preview",
    response=shapes.Preview,
    **said(
        _("Regarder un fichier reçu"),
        _(
            "Comment il est lu sous ces choix, et les verdicts de son début. Ne change rien. Les colonnes ignorées "
            "sont comptées sans être nommées : une première ligne prise pour un en-tête nommerait une personne."
        ),
        WRITE,
    ),
)
@writes()
def preview_upload(request: HttpRequest, reference: Reference, asked: shapes.Choices) -> shapes.Preview:
    upload = _received(reference)
    seen = look(upload, _choices(upload, asked), on=today(clock()))
    return _seen(seen)


def _seen(seen: Preview) -> shapes.Preview:
    shape = seen.inspection.shape
    return shapes.Preview(
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        header=shape.skip > 0,
        order=seen.order,
        fields=sorted(seen.columns.fields),
        missing=list(seen.columns.missing()),
        dropped=len(seen.columns.dropped),
        special=sorted(set(seen.special.values())),
        remarks=dict(seen.remarks),
        sampled=seen.inspection.sampled_records,
        verdicts=dict(seen.verdicts),
    )


@router.post(
    "/uploads/{reference}/confirm",
    response=shapes.Upload,
    **said(
        _("Confirmer un fichier reçu"), _("Un travailleur le charge sous ces choix, en entier ou pas du tout."), WRITE
    ),
)
@writes()
def confirm_upload(request: HttpRequest, reference: Reference, asked: shapes.Confirmation) -> shapes.Upload:
    upload = _received(reference)
    actions.confirm(
        actor=actor_of(request),
        upload=upload,
        choices=_choices(upload, asked),
        remember=asked.remember,
        on=today(clock()),
        at=now(),
    )
    return _shape(upload)


@router.post(
    "/uploads/{reference}/cancel",
    response=shapes.Upload,
    **said(_("Annuler un dépôt"), _("Le dépôt ou son chargement s’arrête ; rien de ce fichier n’est gardé."), WRITE),
)
@writes()
def cancel_upload(request: HttpRequest, reference: Reference) -> shapes.Upload:
    upload = named(uploads(), reference)
    actions.cancel(actor=actor_of(request), upload=upload)
    return _shape(upload)


def _received(reference: str) -> Upload:
    """Return an upload that waits to be confirmed; raises Problem 409 in any other state."""
    upload = named(uploads(), reference)
    if upload.state != Upload.State.RECEIVED:
        raise problems.Problem(
            409,
            "upload_state",
            fr=f"Le dépôt {upload.reference} est « {upload.state} » ; attendu : received.",
            en=f"Upload {upload.reference} is {upload.state}; expected: received.",
        )
    return upload


def _choices(upload: Upload, asked: shapes.Choices) -> Choices:
    """Return the choices; without columns, those that were kept for this provider, as on the page."""
    told = Told(encoding=asked.encoding or "", delimiter=asked.delimiter or "", header=asked.header, order=asked.order)
    choices = Choices(told=told, columns=asked.columns, form=asked.form, received_on=asked.received_on)
    if choices.columns is not None:
        return choices
    header = look(upload, choices, on=today(clock())).inspection.shape.header
    return replace(choices, columns=remembered(upload, header))
