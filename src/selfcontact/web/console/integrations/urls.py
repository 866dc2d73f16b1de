"""Programmed access: tokens of the API, and webhooks."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.integrations import tokens, webhooks
from selfcontact.web.routes import route

WRITERS = frozenset({Role.ADMINISTRATOR})
READERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
urlpatterns = [
    route("integrations/", tokens.index, name="integrations", roles=READERS),
    route("integrations/tokens/add/", tokens.add, name="token_add", roles=WRITERS),
    route("integrations/tokens/<uuid:uid>/revoke/", tokens.revoke, name="token_revoke", roles=WRITERS),
    route("integrations/webhooks/add/", webhooks.add, name="webhook_add", roles=WRITERS),
    route("integrations/webhooks/<uuid:uid>/", webhooks.show, name="webhook_show", roles=READERS),
    route("integrations/webhooks/<uuid:uid>/rotate/", webhooks.rotate, name="webhook_rotate", roles=WRITERS),
    route("integrations/webhooks/<uuid:uid>/test/", webhooks.test, name="webhook_test", roles=WRITERS),
    route("integrations/webhooks/<uuid:uid>/disable/", webhooks.disable, name="webhook_disable", roles=WRITERS),
    route("integrations/webhooks/<uuid:uid>/enable/", webhooks.enable, name="webhook_enable", roles=WRITERS),
    route("integrations/webhooks/<uuid:uid>/remove/", webhooks.remove, name="webhook_remove", roles=WRITERS),
]
