"""The communes of an audience merged upwards until each part holds a crowd: the partition that is frozen at a start."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from selfcontact.geo import areas, communes
from selfcontact.geo.tables import column

#: From the widest; the whole audience is above them all.
LEVELS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("region", communes.region),
    ("department", communes.department),
    ("constituency", areas.seat_of),
    ("commune", lambda code: code),
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some communes under one name; `kind` "others" is what remains of the place named."""

    kind: str
    code: str
    communes: tuple[str, ...]
    children: tuple["Part", ...] = ()

    @property
    def name(self) -> str:
        """Return the official name of the place; empty for the whole audience."""
        return place_name(self.kind, self.code)

    @property
    def label(self) -> str:
        """Return what the rounding of this part's figures depends on."""
        return f"{self.kind}:{self.code}:{len(self.communes)}"

    def persons(self, counts: Mapping[str, int]) -> int:
        """Return how many persons live there."""
        return sum(counts.get(code, 0) for code in self.communes)

    def cut(self, fits: Callable[["Part"], bool]) -> Iterator["Part"]:
        """Yield the finest parts that cover this one and all fit, going down only where every child does."""
        if self.children and all(fits(child) for child in self.children):
            for child in self.children:
                yield from child.cut(fits)
        else:
            yield self

    def nodes(self) -> Iterator["Part"]:
        """Yield this part and every part under it."""
        yield self
        for child in self.children:
            yield from child.nodes()

    def pruned(self, depth: int) -> "Part":
        """Return this part with at most `depth` levels under it."""
        children = tuple(child.pruned(depth - 1) for child in self.children) if depth else ()
        return Part(kind=self.kind, code=self.code, communes=self.communes, children=children)

    def as_json(self) -> dict[str, object]:
        """Return what the database keeps; `from_json` reads it."""
        own = {"kind": self.kind, "code": self.code}
        children = [child.as_json() for child in self.children]
        return {**own, "children": children} if children else {**own, "communes": list(self.communes)}


def from_json(kept: Mapping[str, object]) -> Part:
    """Return the part that `as_json` wrote down."""
    children, codes = kept.get("children", []), kept.get("communes", [])
    if not isinstance(children, list) or not isinstance(codes, list):
        raise TypeError
    below = tuple(from_json(child) for child in children)
    inside = tuple(code for child in below for code in child.communes) or tuple(str(code) for code in codes)
    return Part(kind=str(kept["kind"]), code=str(kept["code"]), communes=inside, children=below)


def grow(inside: Iterable[str], counts: Mapping[str, int], threshold: int) -> Part:
    """Return the tree of an audience's communes; each part holds `threshold` persons, unless there is but one part.

    Communes without anyone are in it too: which ones those are is nobody's business.
    """
    codes = tuple(sorted(inside))
    return Part(kind="all", code="", communes=codes, children=_below(0, "all", "", codes, counts, threshold))


def _below(
    level: int, kind: str, code: str, inside: Sequence[str], counts: Mapping[str, int], threshold: int
) -> tuple[Part, ...]:
    if level == len(LEVELS):
        return ()
    name, of = LEVELS[level]
    groups: dict[str, list[str]] = {}
    for commune in inside:
        groups.setdefault(of(commune), []).append(commune)
    if len(groups) == 1:
        only = next(iter(groups))
        return _below(level + 1, name, only, inside, counts, threshold)
    large, rest = _sorted_out(groups, counts, threshold)
    if len(large) + bool(rest) < 2:
        # All who count live in one of them: what is inside may still be cut.
        return _below(level + 1, kind, code, inside, counts, threshold)
    parts = [
        Part(
            kind=name, code=key, communes=tuple(found), children=_below(level + 1, name, key, found, counts, threshold)
        )
        for key, found in sorted(large.items())
    ]
    if rest:
        parts.append(Part(kind="others", code=f"{kind}:{code}", communes=tuple(sorted(rest))))
    return tuple(parts)


def _sorted_out(
    groups: Mapping[str, list[str]], counts: Mapping[str, int], threshold: int
) -> tuple[dict[str, list[str]], list[str]]:
    """Return the groups that hold a crowd, and all the other communes together, which hold one too or are none."""
    persons = {key: sum(counts.get(code, 0) for code in found) for key, found in groups.items()}
    large = {key: found for key, found in groups.items() if persons[key] >= threshold}
    rest = [code for key, found in groups.items() if key not in large for code in found]
    if rest and sum(counts.get(code, 0) for code in rest) < threshold and large:
        smallest = min(large, key=lambda key: (persons[key], key))
        rest += large.pop(smallest)
    return large, rest


def place_name(kind: str, code: str) -> str:
    """Return the official name of a place, the code when it has none, or nothing for the whole audience."""
    if kind == "others":
        return place_name(*code.split(":", 1))
    if kind in ("region", "department"):
        return column("regions" if kind == "region" else "departments", "code", "name").get(code, code)
    return communes.name(code) if kind == "commune" else code
