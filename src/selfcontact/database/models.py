"""What every row of the register has: a random id for the ledger and the reference that people type."""

from uuid import uuid4

from django.core.validators import RegexValidator
from django.db import models

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
