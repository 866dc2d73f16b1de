"""The texts of the package, of which the first versions are made; `data/README.md` says how they are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from selfcontact.notices.models import Kind, Language


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """A text as it came."""

    kind: Kind
    language: Language
    subject: str
    text: str


def every() -> Iterator[Shipped]:
    """Yield the text of every kind in every language."""
    for kind in Kind:
        for language in Language:
            whole = files("selfcontact.notices").joinpath("data", f"{kind}.{language}.txt").read_text("utf-8")
            subject, _, text = whole.partition("\n\n")
            yield Shipped(kind=kind, language=language, subject=subject, text=text)
