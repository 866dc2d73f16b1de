"""Which deliveries lack their evidence of consent: read by whoever chooses an audience, and by whoever sends.

The same as `chain.missing` says of one delivery in words; in SQL, so that it is read with everything else that must be
true when a message leaves. Source: legal rules, section 6.
"""

from django.db import connection

# `{mandate}`: an expression for the mandate's key. A form of the agreement without its evidence counts for every file
# under it, for a file may hold consents given on any of them.
LACKING = """
ARRAY(SELECT delivery.id FROM intake_delivery AS delivery
      JOIN providers_agreement AS agreement ON agreement.id = delivery.agreement_id
      JOIN providers_provider AS provider ON provider.id = agreement.provider_id
      LEFT JOIN audits_attestation AS attested ON attested.delivery_id = delivery.id
      WHERE delivery.mandate_id = {mandate} AND delivery.state = 'published'
        AND (attested.id IS NULL
             OR (NOT attested.own_collection AND NOT EXISTS (
                 SELECT FROM audits_transfer WHERE delivery_id = delivery.id AND receiver = provider.name))
             OR EXISTS (
                 SELECT FROM providers_consentform AS form WHERE form.agreement_id = agreement.id
                 AND (form.collector = '' OR form.box = '' OR form.notice_version = '' OR form.captured_on IS NULL
                      OR form.image_sha256 = ''))))
"""


def lacking(mandate_id: int) -> frozenset[int]:
    """Return the published deliveries of a mandate that lack an attestation, their chain or a form's evidence."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {LACKING.format(mandate='%s')}", [mandate_id])
        row = cursor.fetchone()
    return frozenset(row[0]) if row else frozenset()
