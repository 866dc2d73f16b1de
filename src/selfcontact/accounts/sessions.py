"""The session store: the database's, in the table of this process's face."""

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession


class SessionStore(db.SessionStore):
    """Django's store over `ConsoleSession`, `PortalSession` or `PublicSession`."""

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        """Return the model of the face."""
        from selfcontact.accounts.models import ConsoleSession, PortalSession, PublicSession

        return {"portal": PortalSession, "public": PublicSession}.get(settings.FACE, ConsoleSession)
