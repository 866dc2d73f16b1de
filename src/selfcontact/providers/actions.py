"""What one can do with those who deliver files: add, vet, suspend; sign an agreement; register a consent form."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.db import transaction

from selfcontact.database import fence
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.digest import text_sha256
from selfcontact.lib.errors import UserError
from selfcontact.providers.models import EVIDENCE, Agreement, ConsentForm, Provider

PURPOSES = frozenset({"political", "commercial", "charity", "survey"})
#: What an audit changes of a provider, and all that a worker may change.
STANDING = ("suspended_on", "failed_on", "suspended_by_audit")
CHANNELS = frozenset({"sms", "voice", "email", "post"})


@transaction.atomic
def add_provider(*, actor: Actor, reference: str, name: str, country: str, privacy_email: str = "") -> Provider:
    """Put a provider on record; nothing can be loaded from it before `vet_provider`."""
    provider = Provider(reference=reference, name=name, country=country.upper(), privacy_email=privacy_email)
    provider.validate()
    provider.save()
    details = {"reference": reference, "country": provider.country}
    record(actor=actor, action=Action.PROVIDER_ADDED, mandate_id=None, object_id=provider.uid, details=details)
    return provider


@transaction.atomic
def vet_provider(*, actor: Actor, provider: Provider, on: date, grounds: str, privacy_email: str | None = None) -> None:
    """Record that a provider's measures were reviewed that day, and on what grounds; lifts a suspension.

    `privacy_email` is where it is told of the rights that people exercise; None keeps what is known. Raises UserError
    after a failed audit (PR-03): that is lifted by the DPO, audit by audit.
    """
    _hold(provider)
    if provider.failed_on is not None:
        raise UserError(
            "provider_failed_audit",
            fr="Ce fournisseur a échoué à un sondage : seul le délégué lève cette suspension, sur le sondage.",
            en="This provider failed an audit: only the DPO lifts that suspension, on the audit.",
            hint="selfcontact audit lift",
        )
    if privacy_email is not None:
        provider.privacy_email = privacy_email
    provider.vetted_on, provider.suspended_on = on, None
    provider.validate()
    provider.save(update_fields=["privacy_email", "vetted_on", "suspended_on"])
    details = {"on": on.isoformat(), "grounds": grounds}
    record(actor=actor, action=Action.PROVIDER_VETTED, mandate_id=None, object_id=provider.uid, details=details)


@transaction.atomic
def suspend_provider(*, actor: Actor, provider: Provider, on: date, grounds: str) -> None:
    """Suspend a provider and, in the same step, everything it delivered: once this commits, nothing to them leaves.

    Alone behind the fence: a slice of messages is on the wire before, or sees this. Source: legal rule PR-03.
    """
    fence.close()
    _hold(provider)
    provider.suspended_on, provider.suspended_by_audit = on, False
    provider.save(update_fields=["suspended_on", "suspended_by_audit"])
    details = {"on": on.isoformat(), "grounds": grounds}
    record(actor=actor, action=Action.PROVIDER_SUSPENDED, mandate_id=None, object_id=provider.uid, details=details)


@transaction.atomic
def fail_provider(*, actor: Actor, provider: Provider, on: date, audit: str) -> None:
    """Suspend a provider because it did not prove the consents of that audit; a suspension before it stays as it was.

    Source: legal rules PR-01 and PR-03 (CNIL, Solocal): it stops at once, with everything it has delivered.
    """
    provider.failed_on = provider.failed_on or on
    if provider.suspended_on is None:
        provider.suspended_on, provider.suspended_by_audit = on, True
    provider.save(update_fields=STANDING)
    details = {"on": on.isoformat(), "audit": audit}
    record(actor=actor, action=Action.PROVIDER_SUSPENDED, mandate_id=None, object_id=provider.uid, details=details)


@transaction.atomic
def reinstate_provider(*, actor: Actor, provider: Provider, audit: str, grounds: str) -> None:
    """Take back what `fail_provider` did, once no failed audit of the provider is left."""
    if provider.suspended_by_audit:
        provider.suspended_on, provider.suspended_by_audit = None, False
    provider.failed_on = None
    provider.save(update_fields=STANDING)
    details = {"audit": audit, "grounds": grounds}
    record(actor=actor, action=Action.PROVIDER_REINSTATED, mandate_id=None, object_id=provider.uid, details=details)


@transaction.atomic
def add_agreement(
    *,
    actor: Actor,
    reference: str,
    provider: Provider,
    signed_on: date,
    starts_on: date,
    ends_on: date,
    guarantees: str,
    document_sha256: str,
) -> Agreement:
    """Put the contract with a provider on record; raises UserError when its dates go backwards."""
    if ends_on < starts_on:
        raise UserError(
            "dates_backwards", fr="L’accord finit avant de commencer.", en="The agreement ends before it starts."
        )
    agreement = Agreement(
        reference=reference,
        provider=provider,
        signed_on=signed_on,
        starts_on=starts_on,
        ends_on=ends_on,
        guarantees=guarantees,
        document_sha256=document_sha256,
    )
    agreement.validate()
    agreement.save()
    details = {"reference": reference, "provider": str(provider.uid), "document_sha256": document_sha256}
    record(actor=actor, action=Action.AGREEMENT_ADDED, mandate_id=None, object_id=agreement.uid, details=details)
    return agreement


@transaction.atomic
def end_agreement(*, actor: Actor, agreement: Agreement, on: date, grounds: str) -> None:
    """End a contract on that day: no file is loaded under it afterwards, what it has delivered stays."""
    if on < agreement.starts_on:
        raise UserError(
            "dates_backwards", fr="L’accord finit avant de commencer.", en="The agreement ends before it starts."
        )
    agreement.ends_on = on
    agreement.save(update_fields=["ends_on"])
    details = {"on": on.isoformat(), "grounds": grounds}
    record(actor=actor, action=Action.AGREEMENT_ENDED, mandate_id=None, object_id=agreement.uid, details=details)


@transaction.atomic
def add_form(
    *,
    actor: Actor,
    agreement: Agreement,
    code: str,
    wording: str,
    purposes: Sequence[str],
    channels: Sequence[str],
    recipients: str,
    used_from: date,
    used_until: date | None = None,
    lifetime_months: int = 36,
) -> ConsentForm:
    """Register one version of a consent form under the code that the provider's files use for it."""
    _refuse_unknown("purpose", purposes, PURPOSES)
    _refuse_unknown("channel", channels, CHANNELS)
    if agreement.forms.filter(code=code).exists():
        raise UserError(
            "form_exists",
            fr=f"Cet accord a déjà un formulaire de code {code}.",
            en=f"This agreement already has a form with the code {code}.",
        )
    form = ConsentForm.objects.create(
        uid=uuid4(),
        agreement=agreement,
        code=code,
        wording=wording,
        wording_sha256=text_sha256(wording),
        purposes=list(purposes),
        channels=list(channels),
        recipients=recipients,
        used_from=used_from,
        used_until=used_until,
        lifetime_months=lifetime_months,
    )
    details = {"code": code, "wording_sha256": form.wording_sha256, "purposes": list(purposes)}
    record(actor=actor, action=Action.CONSENT_FORM_ADDED, mandate_id=None, object_id=form.uid, details=details)
    return form


@transaction.atomic
def document_form(
    *,
    actor: Actor,
    form: ConsentForm,
    collector: str,
    box: str,
    notice_version: str,
    captured_on: date,
    image_sha256: str,
) -> ConsentForm:
    """Put on record what proves a form besides its wording, once: a form that was shown otherwise is another version.

    Raises UserError for a box ticked beforehand, which is no consent, for a second time, and for a day before its use.
    Source: legal rule PR-02 (CNIL); GDPR recital 32.
    """
    if box not in ConsentForm.Box.values:
        raise UserError(
            "box_unknown",
            fr="Une case précochée n’est pas un consentement ; attendu : unticked, button ou signature.",
            en="A box ticked beforehand is no consent; expected: unticked, button or signature.",
        )
    if form.image_sha256 or captured_on < form.used_from:
        raise UserError(
            "form_documented",
            fr="Ce formulaire est déjà documenté, ou l’image est d’avant son premier jour.",
            en="This form is documented already, or the picture is from before its first day.",
        )
    if not collector.strip() or not notice_version.strip():
        raise UserError(
            "form_evidence",
            fr="Dites qui a recueilli le consentement, et quelle version de l’information était donnée.",
            en="Say who collected the consent, and which version of the information was given.",
        )
    form.collector, form.box, form.notice_version = collector.strip()[:200], box, notice_version.strip()[:63]
    form.captured_on, form.image_sha256 = captured_on, image_sha256
    form.save(update_fields=list(EVIDENCE))
    details = {"code": form.code, "box": box, "image_sha256": image_sha256, "on": captured_on.isoformat()}
    record(actor=actor, action=Action.CONSENT_FORM_DOCUMENTED, mandate_id=None, object_id=form.uid, details=details)
    return form


@transaction.atomic
def withdraw_form(*, actor: Actor, form: ConsentForm, on: date, grounds: str) -> None:
    """Give a form its last day: a consent dated after it is refused at the next delivery."""
    if on < form.used_from:
        raise UserError(
            "dates_backwards",
            fr="Le formulaire finit avant d’avoir servi.",
            en="The form ends before it was first used.",
        )
    form.used_until = on
    form.save(update_fields=["used_until"])
    details = {"on": on.isoformat(), "grounds": grounds}
    record(actor=actor, action=Action.CONSENT_FORM_WITHDRAWN, mandate_id=None, object_id=form.uid, details=details)


def _hold(provider: Provider) -> None:
    """Lock a provider's row until the end of the transaction and read it anew: an audit may have failed meanwhile."""
    Provider.objects.select_for_update().get(pk=provider.pk)
    provider.refresh_from_db()


def _refuse_unknown(what: str, given: Sequence[str], known: frozenset[str]) -> None:
    unknown = sorted(set(given) - known)
    if unknown or not given:
        listed = ", ".join(sorted(known))
        raise UserError(
            f"unknown_{what}",
            fr=f"Valeur inconnue {unknown} : attendu parmi {listed}.",
            en=f"Unknown value {unknown}: expected among {listed}.",
        )
