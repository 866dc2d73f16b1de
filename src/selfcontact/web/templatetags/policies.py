"""How a version of the policy speaks to whoever reads."""

from django import template
from django.utils.translation import get_language

from selfcontact.policies.models import Version

register = template.Library()


@register.filter
def change(version: Version) -> str:
    """Return what changed with a version."""
    return version.change(get_language() or "fr")
