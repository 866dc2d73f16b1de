"""What a token can learn of itself."""

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from selfcontact.web.api import shapes
from selfcontact.web.api.gate import caller_of
from selfcontact.web.api.words import said

router = Router(tags=["token"])


@router.get(
    "/token",
    response=shapes.Token,
    **said(_("Montrer ce jeton"), _("Ses portées et son expiration ; aucune portée n’est demandée."), None),
)
def show_token(request: HttpRequest) -> shapes.Token:
    caller = caller_of(request)
    token = caller.token
    return shapes.Token(prefix=token.prefix, name=token.name, scopes=sorted(caller.scopes), expires_at=token.expires_at)
