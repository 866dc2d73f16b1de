"""Where letters lie when no mail server is set: they hold links that open accounts, for this account alone to read."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    """Django's, in a directory closed to the machine's other accounts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        place = Path(settings.EMAIL_FILE_PATH)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.chmod(0o700)
        super().__init__(*args, **kwargs)
