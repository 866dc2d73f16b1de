"""The OpenAPI 3.1 document: what ninja knows of the operations, and what every one of them may also answer."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _
from ninja.responses import NinjaJSONEncoder

from selfcontact.integrations.scopes import REACH, Scope
from selfcontact.web.api import shapes, webhooks
from selfcontact.web.api.gate import KEY as KEY_FORM
from selfcontact.web.api.gate import KEY_HEADER, LONGEST_KEY
from selfcontact.web.api.problems import MEDIA_TYPE
from selfcontact.web.api.service import PREFIX, service
from selfcontact.web.api.words import STREAM

Node = dict[str, Any]
DESCRIPTION = _(
    "Ce qu’un opérateur fait à la main : livraisons, campagnes, chiffres. Un jeton agit au nom de son titulaire, dans "
    "ses portées et jamais au-delà de ses rôles. Aucune personne n’est montrée : des références, des comptes, des "
    "codes. L’accord d’une campagne se signe dans le portail, par le candidat seul. Un fichier "
    "est annoncé, envoyé par morceaux, regardé, puis confirmé ; un envoi coupé reprend où il en était."
)
PROBLEMS = {
    400: _("Le corps n’est pas du JSON."),
    401: _("Pas de jeton, ou un jeton inconnu, révoqué ou expiré."),
    403: _("La portée manque au jeton, ou le rôle à son titulaire."),
    404: _("Rien n’a cette référence."),
    405: _("L’adresse attend une autre méthode."),
    409: _("L’état des choses s’y oppose, ou le même appel est en cours : relire avant de recommencer."),
    413: _("Le corps est trop long."),
    422: _("La demande ne suit pas le document, ou une règle la refuse : le code dit laquelle."),
    429: _("Trop d’appels dans la minute."),
    500: _("L’appel a échoué de notre fait."),
}
HEADERS = {
    401: {"WWW-Authenticate": _("« Bearer ».")},
    405: {"Allow": _("Les méthodes que l’adresse attend.")},
    429: {"Retry-After": _("Secondes à attendre.")},
}
SUBJECTS = ("token", "registers", "uploads", "deliveries", "campaigns", "figures")
SUCCESS = {"200": _("Fait."), "201": _("Créé.")}
KEY = {
    "name": KEY_HEADER,
    "in": "header",
    "required": False,
    "description": _(
        "Au choix de l’appelant, une par intention. L’appel répété sous la même clé dans les 24 heures reçoit la même "
        "réponse et n’est pas refait ; un autre corps sous la même clé est refusé."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": f"^{KEY_FORM.pattern}$"},
}


def document(language: str) -> Node:
    """Return the document with its sentences in `language` (fr or en)."""
    with override(language):
        made = _plain(service.get_openapi_schema(path_prefix=PREFIX))
        made["info"] |= {"description": DESCRIPTION, "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}
        made["servers"] = [{"url": "/"}]
        made["tags"] = [{"name": name} for name in SUBJECTS]
        for path, method, operation in operations(made):
            _complete(path, method, operation)
        made["components"] |= {
            "securitySchemes": {"token": _scheme(language)},
            "responses": {f"Problem{status}": _problem(status) for status in PROBLEMS},
            "schemas": _named(made),
        }
        made["components"]["schemas"] |= _problem_schemas() | webhooks.schemas()
        made["webhooks"] = webhooks.described()
        translated: Node = _translated(made)
    return translated


def operations(made: Node) -> Iterator[tuple[str, str, Node]]:
    """Yield (path, method, operation) in the document's order."""
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _plain(value: object) -> Node:
    return dict(json.loads(json.dumps(value, cls=NinjaJSONEncoder)))


def _complete(path: str, method: str, operation: Node) -> None:
    writes = method in {"post", "patch"}
    for parameter in operation["parameters"]:
        parameter["schema"] = _without_null(parameter["schema"])
    for status, response in operation["responses"].items():
        response["description"] = SUCCESS[status]
    # A piece of a file needs no key: its place in the file already says whether it came before.
    if writes and STREAM not in operation.get("requestBody", {}).get("content", {}):
        operation["parameters"].append(KEY)
        done = operation["responses"].get("200") or operation["responses"]["201"]
        done["headers"] = _headers({"Idempotent-Replayed": _("« true » quand l’appel avait déjà été fait.")})
        if "201" in operation["responses"]:
            done["headers"] |= _headers({"Location": _("L’adresse de ce qui a été créé.")})
    for status in _answers(path, operation, writes=writes):
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/Problem{status}"}


def _named(made: Node) -> Node:
    """Return the schemas that something refers to: those of query strings are spelled out where they are."""
    said = json.dumps(made)
    return {
        name: schema
        for name, schema in made["components"]["schemas"].items()
        if f'"#/components/schemas/{name}"' in said
    }


def _without_null(schema: Node) -> Node:
    """Return the schema of a parameter that may be left out: a query string has no null."""
    kinds: list[Node] = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    return {name: value for name, value in schema.items() if name not in {"anyOf", "default"}} | kinds[0]


def _answers(path: str, operation: Node, *, writes: bool) -> list[int]:
    scoped = bool(operation["security"][0]["token"])
    absent = {
        400: "requestBody" not in operation,
        403: not scoped,
        404: "{" not in path,
        409: not writes,
        413: not writes,
        422: not operation["parameters"],
    }
    return [status for status in PROBLEMS if not absent.get(status)]


def _problem(status: int) -> Node:
    schema = {"$ref": "#/components/schemas/Problem"}
    described: Node = {"description": PROBLEMS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
    headers = {"Content-Language": _("Langue de la phrase."), **HEADERS.get(status, {})}
    return described | {"headers": _headers(headers)}


def _headers(named: dict[str, str]) -> Node:
    return {name: {"description": said, "schema": {"type": "string"}} for name, said in named.items()}


def _scheme(language: str) -> Node:
    lines = [f"`{scope}` : {getattr(REACH[scope], language)}" for scope in Scope]
    return {"type": "http", "scheme": "bearer", "description": "\n".join(lines)}


def _problem_schemas() -> Node:
    made = shapes.Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    inner: Node = made.pop("$defs")
    return {"Problem": made} | inner


def _translated(node: Any) -> Any:
    """Return the document with its sentences translated; lists and objects are walked, names are left alone."""
    if isinstance(node, list):
        return [_translated(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: gettext(value) if key in {"summary", "description"} and value and isinstance(value, str) else
        _translated(value)
        for key, value in node.items()
    }  # fmt: skip
