"""What an attacker does at the public site, and all that can be seen of an answer once what is random is taken out."""

import re
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    r'|(?<=name="csrfmiddlewaretoken" value=")\w+'
    r"|(?<=selfcontact_public_browser=)[\w-]+|(?<=_csrf=)\w+|(?<=expires=)[^;]+"
)
TYPED = {"surname": "Durand", "first_name": "Zoé", "postcode": "35000"}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Everything but the time: status, size, body, headers and cookies, without their random parts."""

    status: int
    size: int
    body: str
    headers: tuple[tuple[str, str], ...]
    cookies: str


class Attacker:
    """Somebody with a list of numbers, a new browser for each, and a clock."""

    def __init__(self) -> None:
        first = Client(enforce_csrf_checks=True)
        page = first.get("/rights/know/ask/").content.decode()
        self.token = re.findall(r'csrfmiddlewaretoken" value="(\w+)', page)[0]
        self.csrf = first.cookies[settings.CSRF_COOKIE_NAME].value

    def browser(self) -> Client:
        """Return a browser that has only opened a form."""
        client = Client(enforce_csrf_checks=True)
        client.cookies[settings.CSRF_COOKIE_NAME] = self.csrf
        return client

    def post(self, client: Client, path: str, **values: str) -> Any:
        """Send a form."""
        return client.post(path, {"csrfmiddlewaretoken": self.token, "policy": "1", **values})

    def ask(self, client: Client, number: int) -> Any:
        """Ask what is known of a number."""
        return self.post(client, "/rights/know/ask/", number=f"0{number % 10**9}", **TYPED)

    def timed(self, number: int) -> tuple[float, float, Seen, Seen]:
        """Ask, then look at the page that follows; return how long each took, and what was seen."""
        client = self.browser()
        start = time.perf_counter()
        asked = self.ask(client, number)
        between = time.perf_counter()
        page = client.get(asked.headers["Location"])
        return between - start, time.perf_counter() - between, seen(asked), seen(page)


def seen(answer: Any) -> Seen:
    """Return what can be seen of an answer."""
    body = answer.content.decode()
    return Seen(
        status=answer.status_code,
        size=len(answer.content),
        body=RANDOM.sub("…", body),
        headers=tuple((name, RANDOM.sub("…", value)) for name, value in answer.headers.items()),
        cookies=RANDOM.sub("…", answer.cookies.output()),
    )
