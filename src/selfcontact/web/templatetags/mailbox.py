"""The mails of a request, on its page."""

from typing import Any

from django import template
from django.db.models import Q
from django.template import Context

from selfcontact.mailbox.models import Mail
from selfcontact.requests.models import Request
from selfcontact.web.access import positions
from selfcontact.web.console.mailbox import words

register = template.Library()
#: Shown on the page of a request, the last ones.
MOST = 100


@register.inclusion_tag("console/mailbox/thread.html", takes_context=True)
def mail_thread(context: Context, found: Request) -> dict[str, Any]:
    """Return the mails of a request, both ways, oldest first; nothing of what they say."""
    belong = Q(request=found) | Q(objection=found)
    last = list(Mail.objects.filter(belong).defer("sealed").order_by("-received_at", "-pk")[:MOST])
    mails = [
        {
            "uid": one.uid,
            "received_at": one.received_at,
            "nature_words": words.nature(one),
            "flag_words": words.flags(one.flags),
            "passage_words": words.PASSAGES.get(one.passage, ""),
        }
        for one in reversed(last)
    ]
    return {"mails": mails, "may_read": "dpo" in positions(context["request"])}
