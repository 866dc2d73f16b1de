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
    """Bring the notices up to what was sent and read them; the summary says how many lines of each are filled in."""
    disclosing.refresh(actor=told.actor, mandate=cast.mandate, at=told.now())
    browser = Browser(site=site)
    told.facts["notices"] = [_read(one, browser) for one in cast.mandate.campaigns.order_by("pk")]


def _read(campaign: Campaign, browser: Browser) -> dict[str, object]:
    code = code_of(campaign.uid)
    said = json.loads(browser.read(f"/n/{code}/notice.json"))
    filled = sum(all(line["value"][language] for language in LANGUAGES) for line in said["lines"])
    return {"campaign": campaign.reference, "address": address(code), "version": said["version"], "lines": filled}
