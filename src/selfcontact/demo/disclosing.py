"""The notices of the rehearsal's campaigns, read by machine on the public site, where anyone can."""

import json

from selfcontact.campaigns import disclosing
from selfcontact.campaigns.models import Campaign
from selfcontact.demo.asking import Browser
from selfcontact.demo.cast import Cast
from selfcontact.demo.story import Story
from selfcontact.transparency.address import address, code_of

LANGUAGES = ("fr", "en")


def read_notices(told: Story, cast: Cast, site: str) -> None:
    """Bring the notices up to what was sent and read them; each is left beside the certificate, byte for byte."""
    disclosing.refresh(actor=told.actor, mandate=cast.mandate, at=told.now())
    browser = Browser(site=site)
    told.facts["notices"] = [_read(told, one, browser) for one in cast.mandate.campaigns.order_by("pk")]


def _read(told: Story, campaign: Campaign, browser: Browser) -> dict[str, object]:
    code = code_of(campaign.uid)
    given = browser.read(f"/n/{code}/notice.json")
    kept = told.place / f"notice-{campaign.reference}.json"
    kept.write_text(given, encoding="utf-8")
    return {"campaign": campaign.reference, "address": address(code), "file": str(kept), **_counted(given)}


def _counted(given: str) -> dict[str, object]:
    """Return the version of a notice and how many of its lines are filled in."""
    said = json.loads(given)
    filled = sum(all(line["value"][language] for language in LANGUAGES) for line in said["lines"])
    return {"version": said["version"], "lines": filled}
