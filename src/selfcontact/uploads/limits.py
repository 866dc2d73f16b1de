"""How much may be uploaded: by file, at a time, and what the disk has left."""

from django.conf import settings
from django.db.models import F, Sum

from selfcontact.lib.errors import UserError
from selfcontact.uploads import place
from selfcontact.uploads.models import Upload

#: Files that may be on their way at a time, those waiting for an operator included.
MOST_OPEN = 20


def largest() -> int:
    """Return the most bytes that one file may have."""
    return int(settings.UPLOAD_MOST_GB) << 30


def refuse_excess(length: int) -> None:
    """Raise UserError unless a file of that length may come now."""
    if length < 1:
        raise UserError("upload_empty", fr="Le fichier est vide.", en="The file is empty.")
    if length > largest():
        raise too_large()
    refuse_many()
    refuse_full(length + announced())


def refuse_many() -> None:
    """Raise UserError when too many files are on their way."""
    if Upload.objects.filter(state__in=Upload.OPEN).count() >= MOST_OPEN:
        raise UserError(
            "uploads_too_many",
            fr=f"{MOST_OPEN} dépôts sont déjà ouverts : terminez-en ou annulez-en un.",
            en=f"{MOST_OPEN} uploads are open already: finish or cancel one.",
        )


def too_large() -> UserError:
    """Return the refusal of a file over the limit."""
    most = settings.UPLOAD_MOST_GB
    return UserError(
        "upload_too_large",
        fr=f"Le fichier dépasse {most} Gio.",
        en=f"The file is larger than {most} GiB.",
        hint="SELFCONTACT_UPLOAD_MOST_GB",
    )


def announced() -> int:
    """Return how many bytes of uploads that are under way have still to come."""
    receiving = Upload.objects.filter(state=Upload.State.RECEIVING)
    return int(receiving.aggregate(left=Sum(F("length") - F("offset")))["left"] or 0)


def refuse_full(length: int) -> None:
    """Raise UserError when the disk has no room for that many bytes more."""
    if length > (free := place.free()):
        raise UserError(
            "disk_full",
            fr=f"Il reste {free >> 20} Mio pour les dépôts sur le disque ; il en faut {(length >> 20) + 1}.",
            en=f"The disk has {free >> 20} MiB left for uploads; {(length >> 20) + 1} are needed.",
        )
