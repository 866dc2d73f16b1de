"""Who stands above us: the authority to which anyone may complain, and the judge."""

from dataclasses import dataclass


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
