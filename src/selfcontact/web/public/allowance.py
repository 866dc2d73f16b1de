"""How much one network address may send in an hour: counted under a digest that nobody can turn back.

The limit is against floods alone. Guessing is bounded where a code is checked, and codes where they are sent.
"""

import hmac
import time
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

HOUR = 3600
#: What one house has of IPv6.
HOUSEHOLD = 64


def spent(request: HttpRequest) -> HttpResponse | None:
    """Count what is sent, and return the page of whoever sent too much; it depends on nothing that was sent."""
    window = int(time.time()) // HOUR
    key = f"allowance:{_digest(_network(request), window)}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, HOUR)
    if count <= settings.WEB_POSTS_PER_HOUR:
        return None
    minutes = 1 + (HOUR - int(time.time()) % HOUR) // 60
    return render(request, "public/too_many.html", {"minutes": minutes, "dpo": settings.DPO_EMAIL}, status=429)


def _network(request: HttpRequest) -> str:
    address = ip_address(get_adapter().get_client_ip(request))
    return str(address if address.version == 4 else ip_network(f"{address}/{HOUSEHOLD}", strict=False))


def _digest(network: str, window: int) -> str:
    """Return another digest of the same network each hour: what is left of an hour tells nothing of the next."""
    key = salted_hmac("selfcontact.web.public.allowance", str(window), algorithm="sha256").digest()
    return hmac.new(key, network.encode(), "sha256").hexdigest()[:32]
