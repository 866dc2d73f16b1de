"""The end of a mandate: the confirmation, the wait, and the certificate that anyone may verify."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selfcontact.certificates import document
from selfcontact.certificates.actions import request_end
from selfcontact.certificates.document import Certified
from selfcontact.certificates.models import Certificate
from selfcontact.ledger import heads
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.tags import Action
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.requests.outstanding import Outstanding, of_mandate
from selfcontact.web.access import actor_of
from selfcontact.web.console.registers.forms.mandates import EndForm
from selfcontact.web.console.registers.pages import Step, act, find


def mandate_end(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask three times, then begin the end; asked again while it lasts, it goes on where it stopped."""
    found = find(Mandate, reference, "candidate")
    if found.state == Mandate.State.ENDED:
        raise Http404
    outstanding = of_mandate(found) if found.state == Mandate.State.LIVE else Outstanding()
    form = EndForm(request.POST or None, reference=reference, outstanding=bool(outstanding))
    step = Step(
        title=_("Mettre fin au mandat %(reference)s") % {"reference": reference},
        text=_("C’est définitif."),
        submit=_("Détruire les clés et supprimer les données"),
        back=reverse("mandate_show", args=[reference]),
        forward=lambda _made: reverse("mandate_ending", args=[reference]),
        done=_("La fin du mandat est commencée."),
        danger=True,
        template="console/registers/mandate_end.html",
        context={"mandate": found, "outstanding": outstanding},
    )
    actor = actor_of(request)
    return act(
        request,
        form,
        lambda: request_end(
            actor=actor,
            mandate=found,
            grounds=form.cleaned_data["grounds"],
            despite=form.cleaned_data.get("despite", ""),
        ),
        step,
    )


def mandate_ending(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how far the end is; the page asks again by itself until the certificate is there."""
    found = find(Mandate, reference)
    certificate = found.certificates.first()
    done = _done(found)
    steps = [
        (_("Fin commencée, campagnes arrêtées"), Action.MANDATE_ENDING in done),
        (_("Clés détruites"), Action.MANDATE_KEYS_DESTROYED in done),
        (_("Données supprimées"), Action.MANDATE_DATA_DROPPED in done),
        (_("Certificat délivré"), certificate is not None),
    ]
    part = "console/registers/ending_steps.html" if request.headers.get("HX-Request") else ""
    template = part or "console/registers/mandate_ending.html"
    return render(request, template, {"mandate": found, "steps": steps, "certificate": certificate})


def _done(mandate: Mandate) -> set[str]:
    """Return what the ledger says was done to the mandate lately."""
    return {line.leaf.action for line in read(Question(objects=(mandate.uid,))).lines if line.leaf}


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What verifying said: either what is certified, or the sentence of the refusal."""

    certified: Certified | None
    refusal: str = ""

    @property
    def destroyed_at(self) -> datetime | None:
        """Return when the keys were destroyed, as certified."""
        return datetime.fromisoformat(self.certified.destroyed_at) if self.certified else None


def certificate_show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the certificate of a mandate, verified anew as a stranger would."""
    found = find(Mandate, reference, "candidate")
    certificate = _certificate(found)
    context = {
        "mandate": found,
        "certificate": certificate,
        "verified": _verify(certificate, reference),
        "key": str(heads.verifier()),
    }
    return render(request, "console/registers/certificate.html", context)


def certificate_download(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer with the certificate as the file that `selfcontact certificate verify` takes."""
    certificate = _certificate(find(Mandate, reference))
    answer = HttpResponse(certificate.document, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="certificate-{reference}.json"'
    return answer


def _certificate(mandate: Mandate) -> Certificate:
    found = mandate.certificates.first()
    if found is None:
        raise Http404
    return found


def _verify(certificate: Certificate, reference: str) -> Verified:
    try:
        certified = document.verify(certificate.document, trusted=heads.verifier(), mandate=reference)
    except UserError as error:
        return Verified(certified=None, refusal=error.text(get_language() or "fr"))
    return Verified(certified=certified)
