"""An operator who uploads files of invented people, and what lies on disk meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from tests.intake.world import TODAY, Register

from selfcontact.intake.models import Delivery
from selfcontact.lib.actor import Actor
from selfcontact.uploads import actions, loading, place
from selfcontact.uploads.choices import Choices
from selfcontact.uploads.models import Upload

STAFF = Actor(kind="staff", uid=uuid4())
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Depot:
    """Uploads into the register's mandate."""

    register: Register

    def open(self, length: int) -> Upload:
        return actions.open_upload(
            actor=STAFF,
            mandate=self.register.mandate,
            agreement=self.register.agreement,
            length=length,
            synthetic=True,
            at=NOON,
        )

    def send(self, upload: Upload, pieces: Iterable[bytes], offset: int = 0) -> int:
        return actions.receive(actor=STAFF, upload=upload, offset=offset, pieces=pieces, at=NOON)

    def received(self, content: str | bytes) -> Upload:
        data = content.encode() if isinstance(content, str) else content
        upload = self.open(len(data))
        self.send(upload, [data])
        return upload

    def confirmed(self, content: str | bytes, choices: Choices | None = None) -> Upload:
        upload = self.received(content)
        actions.confirm(actor=STAFF, upload=upload, choices=choices or Choices(), on=TODAY, at=NOON)
        return upload

    def loaded(self, content: str | bytes, choices: Choices | None = None) -> Upload:
        upload = self.confirmed(content, choices)
        loading.load(upload, self.register.clock)
        return upload

    def delivery(self, upload: Upload) -> Delivery:
        return Delivery.objects.get(reference=upload.delivery_reference)


def on_disk() -> list[str]:
    return sorted(path.name for path in place.directory().glob("*.sealed"))
