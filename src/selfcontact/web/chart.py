"""Charts made on the server: an SVG without style or script, always with the same figures in a table behind it."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

import pygal
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

# It hooks itself into every import of the process, for plugins that we do not have, in a way Python has given up.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

Value = int | float | None
Series = Mapping[str, Sequence[Value]]
WIDTH, HEIGHT = 720, 260
#: Labels under the axis; the table has them all.
LABELS = 8
_ROLE = {"role": "img", "focusable": "false"}
# What pygal adds for its own script: without it they are noise, or an inline style that the policy refuses.
_UNWANTED = {"defs", "desc", "title"}
_OVERLAYS = {"plot tooltip-overlay", "plot text-overlay"}


def lines(title: str, labels: Sequence[str], series: Series, *, axis: str = "") -> SafeString:
    """Return a chart of curves, one for each name of `series`; None is a gap. `axis` heads the labels' column."""
    return _figure(pygal.Line, title, labels, series, axis)


def bars(title: str, labels: Sequence[str], series: Series, *, axis: str = "") -> SafeString:
    """Return a chart of bars, stacked where there are several names in `series`."""
    return _figure(pygal.StackedBar if len(series) > 1 else pygal.Bar, title, labels, series, axis)


def _figure(kind: Any, title: str, labels: Sequence[str], series: Series, axis: str) -> SafeString:
    rows = [(label, [_shown(values[at]) for values in series.values()]) for at, label in enumerate(labels)]
    drawn = _draw(kind, title, labels, series) if rows else ""
    return render_to_string(
        "web/chart.html", {"title": title, "axis": axis, "svg": drawn, "names": list(series), "rows": rows}
    )


def _draw(kind: Any, title: str, labels: Sequence[str], series: Series) -> SafeString:
    chart = kind(
        css=[],
        js=[],
        width=WIDTH,
        height=HEIGHT,
        margin=12,
        dots_size=2,
        show_dots=len(labels) <= 60,
        show_legend=False,
        show_minor_x_labels=False,
        x_labels_major_every=max(1, -(-len(labels) // LABELS)),
        max_scale=6,
        value_formatter=_shown,
        include_x_axis=True,
    )
    chart.x_labels = list(labels)
    for name, values in series.items():
        chart.add(name, list(values))
    tree = chart.render_tree()
    _clean(tree)
    # Nothing is random any more: the same figures give the same bytes.
    tree.attrib.pop("id", None)
    tree.attrib.update(_ROLE | {"aria-label": title})
    return mark_safe(ET.tostring(tree, encoding="unicode"))  # noqa: S308 - every text in it was escaped by the serialiser


def _clean(element: ET.Element) -> None:
    for child in list(element):
        # The tag of a comment is no text.
        tag: object = child.tag
        if not isinstance(tag, str) or tag in _UNWANTED or child.get("class") in _OVERLAYS:
            element.remove(child)
            continue
        child.attrib.pop("id", None)
        child.attrib.pop("style", None)
        _clean(child)


def _shown(value: Value) -> str:
    """Return a number as French typography groups it; a gap is a dash."""
    if value is None:
        return "–"
    whole = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return whole.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
