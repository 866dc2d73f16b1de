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
    "notice": "notice",
}
#: The field that is the same for all recipients: see `fill_in`.
NOTICE = "notice"
#: Stand for a value of a known width: one unit in both alphabets, and one that only UCS-2 has.
NARROW, FORCING = "x", "ê"
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

    Fields: {first_name} or {prenom}, {surname} or {nom}, {commune}, {notice}. `{{` and `}}` are braces.
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


def fill_in(text: str, notice: str) -> str:
    """Return the text with the address of a notice in place of {notice}; braces and the other fields stay."""
    return _TOKEN.sub(
        lambda token: notice if FIELDS.get((token[1] or "").strip().lower()) == NOTICE else token[0], text
    )


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
            hint="Champs possibles : {prenom}, {nom}, {commune}, {notice}.",
        )
    return name


@dataclass(frozen=True, kw_only=True)
class Width:
    """How wide the values of a field can be: numbers only, so that no name has to be kept to know what it costs.

    The longest value of the GSM alphabet in septets, the longest of all in UTF-16 units, and the longest of those
    that force UCS-2, if any does.
    """

    septets: int = 0
    units: int = 0
    forcing: int | None = None

    @classmethod
    def of(cls, values: Iterable[str]) -> "Width":
        """Return the width of these values; of none, it is that of the empty text."""
        width = cls()
        for value in set(values):
            width = width.merged(_width(value))
        return width

    def merged(self, other: "Width") -> "Width":
        """Return the width of both sets of values."""
        forcing = [one for one in (self.forcing, other.forcing) if one is not None]
        return Width(
            septets=max(self.septets, other.septets),
            units=max(self.units, other.units),
            forcing=max(forcing, default=None),
        )


def _width(value: str) -> Width:
    size = measure(value)
    if size.encoding == "UCS-2":
        return Width(units=size.units, forcing=size.units)
    return Width(septets=size.units, units=len(value))


def worst(template: Template, widths: Mapping[str, Width]) -> Measure:
    """Return what the most expensive message can cost, given how wide each field may be.

    No combination of the values costs more segments; the worst may combine values of different people. `outside` names
    what forces UCS-2 in the text itself: see `forced_by` for the fields. Raises KeyError when a field has no width.
    """
    costs = [_rounded_up(measure(text)) for text in _worst_texts(template, widths)]
    dearest = max(costs, key=lambda cost: (cost.segments, cost.units))
    return Measure(dearest.encoding, dearest.units, dearest.segments, measure(template.literal).outside)


def forced_by(template: Template, widths: Mapping[str, Width]) -> tuple[str, ...]:
    """Return the fields of which a value forces UCS-2, in alphabetical order."""
    return tuple(sorted(name for name in template.fields if widths[name].forcing is not None))


def _worst_texts(template: Template, widths: Mapping[str, Width]) -> Iterator[str]:
    """Yield the dearest text in GSM-7, then, for each field that can force UCS-2, the dearest one it forces."""
    yield template.render({name: NARROW * widths[name].septets for name in template.fields})
    longest = {name: NARROW * widths[name].units for name in template.fields}
    if not set(template.literal) <= gsm.ALPHABET:
        yield template.render(longest)
    for name in template.fields:
        forcing = widths[name].forcing
        if forcing is not None:
            yield template.render({**longest, name: FORCING + NARROW * (forcing - 1)})


def _rounded_up(cost: Measure) -> Measure:
    """Count as if each part lost a unit to a pair it may not cut: another value may put a pair on the border."""
    single, part = (SINGLE_SEPTETS, PART_SEPTETS) if cost.encoding == "GSM-7" else (SINGLE_UNITS, PART_UNITS)
    if cost.units <= single:
        return cost
    return Measure(cost.encoding, cost.units, max(cost.segments, -(-cost.units // (part - 1))), cost.outside)
