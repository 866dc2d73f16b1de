"""How the faces write numbers, instants, money and states."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
THIN = "\u202f"
#: Colour of a state; what is not here is neither good nor bad.
TONES = {
    "good": "live published running finished approved enabled vetted done active delivered",
    "warn": "held paused submitted scheduled loading ending waiting pending invited received",
    "bad": "stopped cancelled withdrawn suspended failed disabled expired refused closed revoked",
}
TONE_OF = {state: tone for tone, states in TONES.items() for state in states.split()}


@register.filter
def number(value: float | None) -> str:
    """Return a whole number with its thousands apart; a dash for None."""
    if value is None:
        return "–"
    return f"{value:,.0f}".replace(",", THIN if _french() else ",")


@register.filter
def share(part: float | None, whole: float | None) -> str:
    """Return a part of a whole as a percentage with one decimal; a dash when there is no whole."""
    if not whole or part is None:
        return "–"
    said = f"{100 * part / whole:.1f}"
    return f"{said.replace('.', ',')}{THIN}%" if _french() else f"{said}%"


@register.filter
def when(moment: datetime | None) -> str:
    """Return an instant on the clock of Paris."""
    if moment is None:
        return "–"
    local = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    return formats.date_format(local, "j F Y, H:i")


@register.filter
def lasting(seconds: int | None) -> str:
    """Return a time as hours, minutes or seconds; a dash for None."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return f"{seconds}{THIN}s"
    minutes = round(seconds / 60)
    return f"{minutes}{THIN}min" if minutes < 60 else f"{minutes // 60}{THIN}h{THIN}{minutes % 60:02}"


@register.filter
def euros(millicents: float | None) -> str:
    """Return thousandths of a cent as euros."""
    if millicents is None:
        return "–"
    amount = f"{millicents / 100_000:,.2f}"
    if not _french():
        return f"€{amount}"
    return amount.replace(",", THIN).replace(".", ",") + f"{THIN}€"


@register.simple_tag
def badge(state: str, label: str = "") -> SafeString:
    """Return a state as a coloured word; the word says it all, colour only helps."""
    return format_html('<span class="badge badge--{}">{}</span>', TONE_OF.get(state, "info"), label or state)


@register.simple_tag(name="hash")
def short_hash(value: str) -> SafeString:
    """Return a hash that can be copied whole and is read in groups."""
    return format_html('<code class="code hash">{}</code>', value)


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> SafeString:
    """Return a block of the page once more: its title is also its heading."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return block.render(context) if block else SafeString("")


def _french() -> bool:
    return not (get_language() or "fr").startswith("en")
