"""Walks through a face from its first page, by the links that a person would follow."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import unescape

from django.urls import Resolver404, resolve

#: Given a path, returns (status, content type, body).
Fetch = Callable[[str], tuple[int, str, str]]
FORM = re.compile(r'<form\b[^>]*\baction="(/[^"#]*)')
LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')


@dataclass(frozen=True)
class Walk:
    """The first address found of each route, and what answered badly."""

    urlconf: str
    pages: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    #: Where a form leads that is sent, never opened.
    forms: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def name(self, path: str) -> str | None:
        """Return the name of the route of a path."""
        try:
            return resolve(path.split("?", maxsplit=1)[0], urlconf=self.urlconf).url_name
        except Resolver404:
            return None


def walk(urlconf: str, starts: Iterable[str], fetch: Fetch, *, beyond: frozenset[str] = frozenset()) -> Walk:
    """Follow every link from `starts`, once for each route and once more for each of its other addresses' routes.

    `beyond` are routes that are not followed. A link that answers 400 or more is `wrong`.
    """
    found, waiting = Walk(urlconf), list(starts)
    seen: dict[str, int] = {}
    while waiting:
        path = waiting.pop(0)
        name = found.name(path)
        if name is None:
            found.wrong.append(f"{path} leads nowhere")
            continue
        # Four objects of a kind are enough: a draft, a held, a running and a finished one do not show the same links.
        if name in beyond or path in found.pages.values() or seen.get(name, 0) >= 4:
            continue
        seen[name] = seen.get(name, 0) + 1
        waiting += _visit(found, name, path, fetch)
    return found


def _visit(found: Walk, name: str, path: str, fetch: Fetch) -> list[str]:
    status, kind, body = fetch(path)
    if status >= 400:
        found.wrong.append(f"{path} answers {status}")
        return []
    if not kind.startswith("text/html"):
        found.others.setdefault(name, path)
        return []
    found.pages.setdefault(name, path)
    found.forms.update(found.name(unescape(target)) or target for target in FORM.findall(body))
    return [unescape(link) for link in LINK.findall(body) if not link.startswith("/static/")]
