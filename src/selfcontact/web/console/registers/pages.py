"""The kinds of page of the register: a list with a search, an object with its history, an action with its form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from selfcontact.accounts.models import Role
from selfcontact.database.models import Record
from selfcontact.web.access import positions
from selfcontact.web.console.registers.history import History
from selfcontact.web.forms import ActionForm

M = TypeVar("M", bound=Model)
R = TypeVar("R", bound=Record)
Words = str | Promise
PER_PAGE = 50
#: Who keeps the register, and who may stop something in it.
KEEPERS = frozenset({Role.ADMINISTRATOR})
GUARDS = frozenset({Role.ADMINISTRATOR, Role.DPO})


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A value of a table or of a fact: a link when it has a `url`, a badge when it has a `state`, a hash as such."""

    text: object
    url: str = ""
    state: str = ""
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Link:
    """Something one can do, shown to those who hold one of `roles`."""

    url: str
    words: Words
    roles: frozenset[Role] = KEEPERS
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What a list says of itself. `empty` is the sentence that says what to do first."""

    title: Words
    lead: Words
    heads: Sequence[Words]
    search: Sequence[str]
    empty: Words
    add: Link | None = None
    #: The lists beside this one, itself included.
    tabs: Sequence[Link] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """An action's page: what it does, its button, where it leads, and what is said when it is done."""

    title: Words
    text: Words
    submit: Words
    back: str
    done: Words
    danger: bool = False
    #: Where a finished action leads; `back` by default.
    forward: Callable[[Any], str] | None = None
    context: Mapping[str, object] = field(default_factory=dict)
    template: str = "console/registers/action.html"


def find(model: type[R], reference: str, *related: str) -> R:
    """Return the object of that reference with its related ones; raises Http404 when there is none."""
    found = model._default_manager.select_related(*related).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def show_list(
    request: HttpRequest, listing: Listing, found: QuerySet[M], row: Callable[[M], Sequence[Cell]]
) -> HttpResponse:
    """Answer with a page of what was found, narrowed to the words searched for."""
    wanted = request.GET.get("q", "").strip()
    page = _page(request, _narrowed(found, listing.search, wanted))
    context = {
        "listing": listing,
        "add": next(iter(allowed(request, listing.add)), None),
        "rows": [row(one) for one in page.object_list],
        "page": page,
        "wanted": wanted,
    }
    return render(request, "console/registers/list.html", context)


def show(
    request: HttpRequest, *, template: str, links: Sequence[Link | None], history: History, **context: object
) -> HttpResponse:
    """Answer with the page of an object: what it is, what one may do with it, what was done."""
    return render(request, template, {**context, "links": allowed(request, *links), "history": history})


def act(request: HttpRequest, form: ActionForm, action: Callable[[], object], step: Step) -> HttpResponse:
    """Show a form, or run the action that it is for; a refusal comes back in the form."""
    if request.method == "POST" and form.is_valid() and form.run(action):
        messages.success(request, str(step.done))
        return redirect(step.forward(form.done) if step.forward else step.back)
    return render(request, step.template, {"form": form, "step": step, **step.context})


def allowed(request: HttpRequest, *links: Link | None) -> list[Link]:
    """Return the links that the user may follow."""
    held = positions(request)
    return [link for link in links if link and held & {str(role) for role in link.roles}]


def address(name: str, *reference: str) -> str:
    """Return the address of a page of another area, or nothing where the installation does not have it."""
    try:
        return reverse(name, args=reference) if name else ""
    except NoReverseMatch:
        return ""


def _narrowed(found: QuerySet[M], fields: Sequence[str], wanted: str) -> QuerySet[M]:
    for word in wanted.split()[:8]:
        anywhere = Q()
        for name in fields:
            anywhere |= Q(**{f"{name}__icontains": word})
        found = found.filter(anywhere)
    return found


def _page(request: HttpRequest, found: QuerySet[M]) -> Page[M]:
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
