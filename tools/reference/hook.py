"""The hook of mkdocs: a line `<!-- reference: NAME -->` of a page becomes that part of the reference."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from tools.reference import actions, api, commands, errors, refusals, roles, rules, settings
from tools.reference.table import Language

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

MARK = re.compile(r"^<!-- reference: ([a-z-]+) -->$", re.MULTILINE)
PARTS: dict[str, Callable[[Language], str]] = {
    "actions": actions.page,
    "api": api.page,
    "api-answers": api.answers,
    "api-events": api.events,
    "api-scopes": api.scopes,
    "calendar": rules.calendar,
    "commands": commands.page,
    "console-roles": roles.console,
    "errors": errors.page,
    "portal-roles": roles.portal,
    "refusals": refusals.page,
    "rules": rules.page,
    "rules-whole": rules.whole,
    "settings": settings.page,
    "values": rules.values,
}


def on_page_markdown(markdown: str, *, page: "Page", **_: object) -> str:
    """Put the parts in place."""
    return put(markdown, cast("Language", getattr(page.file, "locale", "fr")))


def put(markdown: str, language: Language) -> str:
    """Return a page with the parts that it names in place; a name that does not exist ends the build."""
    return MARK.sub(lambda found: PARTS[found[1]](language), markdown)
