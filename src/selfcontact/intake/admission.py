"""What must stand before one row of a provider's file is read into a mandate."""

from datetime import date

from dateutil.relativedelta import relativedelta

from selfcontact.geo import areas
from selfcontact.intake.consent import FormTerms
from selfcontact.intake.dates import Order
from selfcontact.intake.models import Delivery
from selfcontact.intake.verdicts import Terms
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Instruction, Mandate
from selfcontact.policies.standing import counts_from
from selfcontact.providers.models import Agreement, ConsentForm


def admit(mandate: Mandate, agreement: Agreement, on: date) -> None:
    """Raise UserError unless the mandate is live and instructed, the provider vetted and the agreement in force."""
    if mandate.state != Mandate.State.LIVE or not mandate.opens_on <= on <= mandate.ends_on:
        raise UserError("mandate_not_live", fr="Le mandat n’est pas en cours.", en="The mandate is not live.")
    signed = mandate.instructions.filter(
        kind=Instruction.Kind.PROCESSING, withdrawn_at__isnull=True, signed_at__date__lte=on
    )
    if not signed.exists():
        raise UserError(
            "no_instruction",
            fr="Aucune instruction signée du candidat ne couvre ce traitement (RGPD, article 28).",
            en="No signed instruction of the candidate covers this processing (GDPR, article 28).",
            hint="selfcontact instruction add",
        )
    if not agreement.provider.usable:
        raise UserError(
            "provider_not_usable",
            fr="Le fournisseur n’est pas vérifié, ou il est suspendu.",
            en="The provider is not vetted, or is suspended.",
            hint="selfcontact provider vet",
        )
    if not agreement.starts_on <= on <= agreement.ends_on:
        raise UserError(
            "agreement_not_in_force",
            fr="L’accord avec le fournisseur n’est pas en vigueur ce jour-là.",
            en="The agreement with the provider is not in force that day.",
        )


def refuse_same(mandate: Mandate, file_sha256: str) -> None:
    """Raise UserError when the mandate already holds this very file."""
    states = (Delivery.State.LOADING, Delivery.State.HELD, Delivery.State.PUBLISHED)
    known = Delivery.objects.filter(mandate=mandate, file_sha256=file_sha256, state__in=states).first()
    if known is not None:
        raise UserError(
            "same_file",
            fr=f"Ce fichier est déjà chargé dans ce mandat : livraison {known.reference}.",
            en=f"This file is already loaded in this mandate: delivery {known.reference}.",
        )


def terms(
    mandate: Mandate, agreement: Agreement, *, on: date, received_on: date, form: str, synthetic: bool, order: Order
) -> Terms:
    """Return what the verdicts of a load depend on. Raises UserError when `form` is not one of the agreement's."""
    forms = tuple(_form_terms(known, on) for known in agreement.forms.order_by("code"))
    if form and form not in {known.code for known in forms}:
        raise UserError(
            "unknown_form",
            fr=f"L’accord n’a pas de formulaire « {form} ».",
            en=f"The agreement has no form “{form}”.",
            hint="selfcontact form list",
        )
    return Terms(
        on=on,
        received_on=received_on,
        forms=forms,
        form=form,
        area=areas.parse(mandate.area),
        synthetic=synthetic,
        order=order,
    )


def _form_terms(form: ConsentForm, on: date) -> FormTerms:
    return FormTerms(
        id=form.pk,
        code=form.code,
        used_from=form.used_from,
        used_until=form.used_until,
        oldest=max(on - relativedelta(months=form.lifetime_months), counts_from(on) or date.min),
        purposes=tuple(form.purposes),
        channels=tuple(form.channels),
    )
