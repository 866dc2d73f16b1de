"""How many codes may leave: to one number, so that nobody is bombarded; and in all, so that nobody is enriched."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from selfcontact.identity.models import Code
from selfcontact.vault import open_vault

IN_A_DAY, IN_A_WEEK = 3, 10
DAY, WEEK = timedelta(days=1), timedelta(days=7)
#: Any number that nothing else takes as its lock.
TURN = 0x5E1F_C0DE


def wait_turn() -> None:
    """Hold the counter until the transaction ends: two codes asked for at once are counted one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def refusal(number: int) -> str:
    """Return why no code leaves to this number now: "day", "week", "breaker"; empty when one may."""
    codes = Code.objects.filter(form=Code.Form.SMS)
    own = codes.filter(number_index__in=indexes(number))
    if own.filter(created_at__gt=Now() - DAY).count() >= IN_A_DAY:
        return "day"
    if own.filter(created_at__gt=Now() - WEEK).count() >= IN_A_WEEK:
        return "week"
    return "breaker" if codes.filter(created_at__gt=Now() - DAY).count() >= settings.CODES_PER_DAY else ""


def indexes(number: int) -> list[bytes]:
    """Return the fingerprint of a number under every generation of the platform's keys."""
    keys = open_vault().keys
    return [keys.open(None, generation).fingerprint(number) for generation in keys.generations(None)]
