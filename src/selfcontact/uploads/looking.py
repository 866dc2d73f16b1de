"""Opens what was received, for a look at its beginning or for its load."""

from collections.abc import Mapping
from datetime import date

from selfcontact.intake import preview as looking
from selfcontact.intake.admission import terms
from selfcontact.intake.models import Mapping as Known
from selfcontact.intake.preview import Preview
from selfcontact.uploads.choices import Choices
from selfcontact.uploads.models import Upload
from selfcontact.uploads.reading import Sealed, UploadDamagedError
from selfcontact.vault import open_vault

#: Name of the place that the key of an upload is bound to.
PLACE = "upload"


def key_of(upload: Upload) -> bytes:
    """Return the key of the file; raises KeysDestroyedError once the mandate's are, UploadDamagedError without one."""
    if not upload.sealed_key:
        raise UploadDamagedError
    keys = open_vault().keys.open(upload.mandate_id, upload.generation)
    return keys.open(PLACE, upload.pk, bytes(upload.sealed_key))


def sealed(upload: Upload) -> Sealed:
    """Return the received file as the intake reads it."""
    return Sealed(uid=upload.uid, key=key_of(upload), size=upload.length)


def look(upload: Upload, choices: Choices, *, on: date, source: Sealed | None = None) -> Preview:
    """Return the preview of a received file under the choices made so far, judged as its load would judge it."""
    judged_by = terms(
        upload.mandate,
        upload.agreement,
        on=on,
        received_on=choices.received_on or on,
        form=choices.form,
        synthetic=upload.synthetic,
        order=choices.told.order or "dmy",
    )
    return looking.preview(
        source or sealed(upload),
        on=on,
        told=choices.told,
        mapping=choices.columns,
        synthetic=upload.synthetic,
        terms=judged_by,
    )


def remembered(upload: Upload, header: tuple[str, ...]) -> Mapping[str, str] | None:
    """Return how this provider's columns were mapped the last time a file had these, None when none did."""
    found = Known.objects.filter(provider=upload.agreement.provider).order_by("-updated_at")
    fitting = [dict(known.columns) for known in found if set(known.columns) <= set(header)]
    # The one that says most; the newest of equals.
    return max(fitting, key=len, default=None)
