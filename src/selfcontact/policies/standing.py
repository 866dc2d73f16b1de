"""What of the policy whoever sends must know, as SQL inside its own statement, and for whoever asks beside it."""

from datetime import date

from selfcontact.compliance import renewal
from selfcontact.policies.models import Version

#: The number of the version that binds on the day %(day)s; NULL before the first.
IN_FORCE = "(SELECT number FROM policies_version WHERE in_force_on <= %(day)s ORDER BY number DESC LIMIT 1)"
#: The first days of the versions that ask for consent anew; one that another replaced before it bound asks nothing.
ASKED_AGAIN = """ARRAY(
    SELECT asking.in_force_on FROM policies_version AS asking
    WHERE asking.consent_again AND NOT EXISTS (
        SELECT FROM policies_version AS later
        WHERE later.number > asking.number AND later.in_force_on = asking.in_force_on))"""


def counts_from(day: date) -> date | None:
    """Return from which day on a consent counts, as it stands on that day; None while none was asked for anew."""
    found = Version.objects.order_by("number").values_list("in_force_on", "consent_again")
    # Of two with one day the later one binds.
    return renewal.since([on for on, asks in dict(found).items() if asks], day)


def number_on(day: date) -> int | None:
    """Return the number of the version that binds on that day; None before the first."""
    begun = Version.objects.filter(in_force_on__lte=day).order_by("-number")
    return begun.values_list("number", flat=True).first()
