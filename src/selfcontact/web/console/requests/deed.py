"""One thing that can be done with a request: when it applies, what its page says, and which action it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from selfcontact.lib.actor import Actor
from selfcontact.requests.models import Request
from selfcontact.web.console.requests import forms
from selfcontact.web.console.requests.words import Words

Act = Callable[[Actor, Request, Mapping[str, Any]], object]


def _always(_found: Request) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One thing to do. `verbs` are its names in the table of transitions; `when` says what else it needs."""

    verbs: tuple[str, ...]
    words: Words
    text: Words
    done: Words
    act: Act
    form: type[forms.DeedForm] = forms.DeedForm
    danger: bool = False
    when: Callable[[Request], bool] = _always
