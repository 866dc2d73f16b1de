"""A text with named fields from a fixed list, and nothing more: no condition, no filter, no expression."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from selfcontact.lib import gsm
from selfcontact.lib.errors import UserError
from selfcontact.lib.text import PART_SEPTETS, PART_UNITS, SINGLE_SEPTETS, SINGLE_UNITS, Measure, measure

FIELDS = {
    "first_name": "first_name",
    "surname": "surname",
    "commune": "commune",
    "prenom": "first_name",
    "prénom": "first_name",
    "nom": "surname",
}
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, kw_only=True)
class Template:
    """A checked text. `pattern` has English field names only, so that `str.format_map` can do nothing unforeseen."""

    source: str
    pattern: str
    fields: frozenset[str]

    def render(self, values: Mapping[str, str]) -> str:
        """Return the text with `values` (English field names) in place; raise KeyError when one is missing."""
        return self.pattern.format_map(values)

    @property
    def literal(self) -> str:
        """Return the text with every field empty: what all the recipients read alike."""
        return self.render(dict.fromkeys(self.fields, ""))


def parse(text: str) -> Template:
    """Return the template; raise UserError with the position of an unknown field or a lonely brace.

    Fields: {first_name} or {prenom}, {surname} or {nom}, {commune}. `{{` and `}}` are braces.
    """
    pattern, fields, end = [], set(), 0
    for token in _TOKEN.finditer(text):
        pattern.append(text[end : token.start()])
        end = token.end()
        if token[0] in ("{{", "}}"):
            pattern.append(token[0])
            continue
        name = _field(token)
        fields.add(name)
        pattern.append(f"{{{name}}}")
    pattern.append(text[end:])
    return Template(source=text, pattern="".join(pattern), fields=frozenset(fields))


def _field(token: re.Match[str]) -> str:
    position = token.start() + 1
    if token[1] is None:
        raise UserError(
            "text_brace",
            fr=f"Accolade seule au caractère {position} du texte.",
            en=f"Lonely brace at character {position} of the text.",
            hint="{{ ou }} pour écrire une accolade.",
        )
    name = FIELDS.get(token[1].strip().lower())
    if name is None:
        raise UserError(
            "text_field",
            fr=f"Champ inconnu au caractère {position} du texte.",
            en=f"Unknown field at character {position} of the text.",
            hint="Champs possibles : {prenom}, {nom}, {commune}.",
        )
    return name


def worst(template: Template, values: Mapping[str, Iterable[str]]) -> Measure:
    """Return what the most expensive message can cost, given every value that each field may take.

    No combination of the values costs more segments; the worst may combine values of different people.
    Raises KeyError when the values of a field are missing.
    """
    extents = {name: _Extent(values[name]) for name in template.fields}
    texts = _worst_texts(template, extents)
    return max((_rounded_up(measure(text)) for text in texts), key=lambda cost: (cost.segments, cost.units))


class _Extent:
    """The longest values of one field: in septets, in UTF-16 units, and among those that force UCS-2."""

    def __init__(self, values: Iterable[str]) -> None:
        self.septets = self.units = ""
        self.forcing: str | None = None
        costs = [-1, -1, -1]
        for value in set(values):
            size = measure(value)
            units = len(value.encode("utf-16-be", "replace"))
            if size.encoding == "GSM-7" and size.units > costs[0]:
                costs[0], self.septets = size.units, value
            if units > costs[1]:
                costs[1], self.units = units, value
            if size.outside and units > costs[2]:
                costs[2], self.forcing = units, value


def _worst_texts(template: Template, extents: Mapping[str, _Extent]) -> Iterator[str]:
    """Yield the dearest text in GSM-7, then, for each field that can force UCS-2, the dearest one it forces."""
    yield template.render({name: extent.septets for name, extent in extents.items()})
    longest = {name: extent.units for name, extent in extents.items()}
    if not set(template.literal) <= gsm.ALPHABET:
        yield template.render(longest)
    for name, extent in extents.items():
        if extent.forcing is not None:
            yield template.render({**longest, name: extent.forcing})


def _rounded_up(cost: Measure) -> Measure:
    """Count as if each part lost a unit to a pair it may not cut: another value may put a pair on the border."""
    single, part = (SINGLE_SEPTETS, PART_SEPTETS) if cost.encoding == "GSM-7" else (SINGLE_UNITS, PART_UNITS)
    if cost.units <= single:
        return cost
    return Measure(cost.encoding, cost.units, max(cost.segments, -(-cost.units // (part - 1))), cost.outside)
