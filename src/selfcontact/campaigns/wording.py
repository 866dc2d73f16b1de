"""A campaign's text as it is read: the address of its notice in place, the fields of each recipient still open."""

from selfcontact.campaigns.models import Campaign
from selfcontact.lib.template import fill_in
from selfcontact.transparency.address import address, code_of


def written(campaign: Campaign) -> str:
    """Return the text that the candidate signs and the recipients read, apart from what changes between them."""
    return fill_in(campaign.text, notice_of(campaign))


def notice_of(campaign: Campaign) -> str:
    """Return the address of a campaign's notice; it is known before the notice is published."""
    return address(code_of(campaign.uid))
