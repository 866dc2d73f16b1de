"""Who stands behind the public site, and who stands above."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class Authority:
    """Where to complain."""

    name: str
    address: tuple[str, ...]
    url: str
    telephone: str


CNIL = Authority(
    name="Commission nationale de l’informatique et des libertés (CNIL)",
    address=("3 place de Fontenoy", "TSA 80715", "75334 Paris Cedex 07"),
    url="https://www.cnil.fr/fr/plaintes",
    telephone="01 53 73 22 22",
)


def facts() -> dict[str, object]:
    """Return whom to write to, as settings say."""
    lines = [line.strip() for line in settings.COMPANY_ADDRESS.split(",") if line.strip()]
    return {"dpo": settings.DPO_EMAIL, "address": lines, "authority": CNIL, "years": settings.OPPOSITION_YEARS}
