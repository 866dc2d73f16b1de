"""What every row of the register has: a random id for the ledger and the reference that people type."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from selfcontact.lib.errors import UserError

REFERENCE = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")


class Record(models.Model):
    """`uid` is what the ledger names; `reference` is what an operator types."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=63, unique=True, validators=[REFERENCE])
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    def validate(self) -> None:
        """Raise UserError with the first field that does not fit; what may stay empty is not asked for."""
        optional = [f.name for f in self._meta.fields if f.null or f.has_default() or not f.editable]
        try:
            self.full_clean(exclude=[name for name in optional if not getattr(self, name)])
        except ValidationError as error:
            field, reasons = next(iter(error.message_dict.items()))
            said = " ".join(reasons)
            raise UserError("field_invalid", fr=f"{field} : {said}", en=f"{field}: {said}") from error
