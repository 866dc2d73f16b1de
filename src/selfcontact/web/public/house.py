"""Who stands behind the public site, and who stands above."""

from django.conf import settings

from selfcontact.compliance.remedies import CNIL


def facts() -> dict[str, object]:
    """Return whom to write to, as settings say."""
    lines = [line.strip() for line in settings.COMPANY_ADDRESS.split(",") if line.strip()]
    return {"dpo": settings.DPO_EMAIL, "address": lines, "authority": CNIL, "years": settings.OPPOSITION_YEARS}
