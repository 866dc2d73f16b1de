"""Proofs that go through somebody's hands: a letter to the address on file, its code read out, an identity document."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from selfcontact.identity import documents, papers
from selfcontact.identity.models import IdentityDocument
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.reception import letters
from selfcontact.requests import states
from selfcontact.requests.models import Request, Rung
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.registers import pages
from selfcontact.web.console.requests.deed import Deed
from selfcontact.web.console.requests.forms import DeedForm


class CodeForm(DeedForm):
    """What the person reads out."""

    code = forms.CharField(
        label=_("Le code de la lettre"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def _read_out(actor: Actor, found: Request, given: Mapping[str, Any]) -> None:
    if not letters.prove(actor=actor, request=found, typed=given["code"], at=now()):
        raise UserError(
            "letter_code",
            fr="Ce code n’est pas celui de la dernière lettre, ou il ne vaut plus.",
            en="This code is not that of the last letter, or it is no longer good.",
        )


def _waits(found: Request) -> bool:
    return found.phone_index is not None and states.needed(found.kinds) > Rung.NONE


DEEDS: dict[str, Deed] = {
    "letter": Deed(
        verbs=("verify", "identity_answered"),
        words=_("Écrire une lettre avec un code"),
        text=_(
            "À l’adresse du fichier, jamais à une adresse donnée. Le code vaut trente jours et annule le précédent."
        ),
        done=_("La lettre attend d’être imprimée."),
        when=_waits,
        act=lambda actor, found, _given: letters.write_on_file(actor=actor, request=found, at=now()),
    ),
    "letter-code": Deed(
        verbs=("verify", "identity_answered"),
        words=_("Prendre le code d’une lettre"),
        text=_("La personne le lit au téléphone. Cinq essais en tout, ici et sur le site public."),
        done=_("L’identité est vérifiée."),
        form=CodeForm,
        when=_waits,
        act=_read_out,
    ),
}


@sensitive_post_parameters()
@require_POST
def document(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Hand an identity document over to one more pair of eyes, as a file; who has seen it is recorded first."""
    found = pages.find(Request, reference)
    get_object_or_404(documents.live(found.uid), pk=uid)
    clear = documents.disclose(actor=actor_of(request), uid=uid)
    kind = papers.kind(clear) or "application/octet-stream"
    response = HttpResponse(clear, content_type=kind)
    # Saved, never shown here: whatever a file holds, it does not run in this page.
    response.headers["Content-Disposition"] = f'attachment; filename="{reference}.{kind.rpartition("/")[2]}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def held(found: Request) -> list[IdentityDocument]:
    """Return the documents of a request that still exist."""
    return list(documents.live(found.uid))
