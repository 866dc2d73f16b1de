"""The document as a page: operations by subject, with what they take and give, for someone who reads."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from selfcontact.web.api.document import document, operations
from selfcontact.web.api.views import language

Node = dict[str, Any]
DEPTH = 3


@dataclass(frozen=True, kw_only=True)
class Value:
    """One value that goes in or out; `name` is dotted inside an object."""

    name: str
    kind: str
    required: bool
    said: str


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation, flat enough for a template."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: list[Value]
    body: list[Value]
    answer: list[Value]
    statuses: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Section:
    """The operations of one subject."""

    name: str
    operations: list[Operation]


def reference(request: HttpRequest) -> HttpResponse:
    """Show the reference."""
    made = document(language())
    context = {"info": made["info"], "sections": sections(made), "events": events(made), "scopes": scopes(made)}
    return render(request, "console/api/reference.html", context)


def sections(made: Node) -> list[Section]:
    """Return the operations by subject, in the document's order."""
    every = [(one["tags"][0], _operation(made, path, method, one)) for path, method, one in operations(made)]
    return [
        Section(name=tag["name"], operations=[one for subject, one in every if subject == tag["name"]])
        for tag in made["tags"]
    ]


def events(made: Node) -> list[Operation]:
    """Return the webhooks, told as operations."""
    return [_operation(made, name, "post", one["post"]) for name, one in made["webhooks"].items()]


def scopes(made: Node) -> list[tuple[str, str]]:
    """Return each scope and what it opens."""
    lines = made["components"]["securitySchemes"]["token"]["description"].splitlines()
    return [(line.split("`")[1], line.partition(" : ")[2]) for line in lines]


def _operation(made: Node, path: str, method: str, operation: Node) -> Operation:
    needed = operation.get("security", [{"token": []}])[0]["token"]
    return Operation(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        scope=needed[0] if needed else "",
        parameters=[_parameter(made, one) for one in operation["parameters"]],
        body=_content(made, operation.get("requestBody", {})),
        answer=_content(made, operation["responses"].get("200") or operation["responses"].get("201") or {}),
        statuses=[(status, str(_found(made, one)["description"])) for status, one in operation["responses"].items()],
    )


def _parameter(made: Node, one: Node) -> Value:
    return Value(
        name=one["name"], kind=_kind(made, one["schema"]), required=one["required"], said=one.get("description", "")
    )


def _content(made: Node, holder: Node) -> list[Value]:
    content = holder.get("content", {})
    schema = content.get("application/json", {}).get("schema")
    if schema is None:
        return [Value(name=media, kind="string", required=True, said="") for media in content]
    return _values(made, schema, "", DEPTH)


def _values(made: Node, schema: Node, prefix: str, depth: int) -> list[Value]:
    found = _found(made, schema)
    values: list[Value] = []
    for name, inner in found.get("properties", {}).items():
        place = f"{prefix}{name}"
        needed = name in found.get("required", [])
        said = inner.get("description", "")
        values.append(Value(name=place, kind=_kind(made, inner), required=needed, said=said))
        deeper = inner.get("items", inner)
        if depth > 1:
            values += _values(made, deeper, f"{place}[]." if "items" in inner else f"{place}.", depth - 1)
    return values


def _kind(made: Node, schema: Node) -> str:
    if "anyOf" in schema:
        return " | ".join(_kind(made, one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    found = _found(made, schema)
    if found.get("type") == "array":
        return f"[{_kind(made, found['items'])}]"
    return str(found.get("format") or found.get("type", ""))


def _found(made: Node, schema: Node) -> Node:
    """Return what a $ref points to, or the schema itself."""
    place = schema.get("$ref")
    if place is None:
        return schema
    found: Node = made
    for step in str(place).removeprefix("#/").split("/"):
        found = found[step]
    return found
