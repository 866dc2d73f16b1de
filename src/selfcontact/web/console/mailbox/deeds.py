"""What can be done with a mail that waits: open a request for it, join it to one, say that it is dealt with."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfcontact.lib.actor import Actor
from selfcontact.mailbox import actions
from selfcontact.mailbox.models import Direction, Mail, Nature, Passage
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Notice
from selfcontact.requests.models import Kind, Request
from selfcontact.web.clock import now
from selfcontact.web.console.requests.words import KINDS, Words
from selfcontact.web.forms import ActionForm


class KindsForm(ActionForm):
    """Which rights the mail exercises."""

    kinds = forms.MultipleChoiceField(
        label=_("Ce que la personne demande"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(one), KINDS[one]) for one in Kind],
    )


class JoinForm(ActionForm):
    """Which request the mail belongs to."""

    request = forms.ModelChoiceField(
        label=_("La demande"),
        queryset=Request.objects.defer("sealed", "phone_index").order_by("-received_at"),
        to_field_name="reference",
    )


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One thing to do, and when it applies."""

    words: Words
    text: Words
    done: Words
    applies: Callable[[Mail], bool]
    act: Callable[[Actor, Mail, Mapping[str, Any]], object]
    form: type[ActionForm] = ActionForm


def _lone(mail: Mail) -> bool:
    return mail.request_id is None and mail.direction == Direction.IN and mail.purged_at is None


def _again(actor: Actor, mail: Mail) -> None:
    assert mail.notice_uid is not None  # noqa: S101 - of every mail that leaves
    notices.retry(actor=actor, notice=Notice.objects.get(uid=mail.notice_uid))


DEEDS: dict[str, Deed] = {
    "open": Deed(
        words=_("Ouvrir une demande"),
        text=_("Son délai part du jour où le serveur a reçu le courriel."),
        done=_("La demande est ouverte, son délai court."),
        applies=_lone,
        form=KindsForm,
        act=lambda actor, mail, given: actions.open_request(
            actor=actor, mail=mail, kinds=[Kind(one) for one in given["kinds"]], at=now()
        ),
    ),
    "join": Deed(
        words=_("Rattacher à une demande"),
        text=_("Le courriel se lit alors dans le fil de cette demande ; il n’y change rien."),
        done=_("Le courriel est rattaché."),
        applies=lambda mail: _lone(mail) and mail.nature != Nature.LOOP,
        form=JoinForm,
        act=lambda actor, mail, given: actions.assign(actor=actor, mail=mail, request=given["request"]),
    ),
    "retry": Deed(
        words=_("Faire repartir"),
        text=_("Si le premier envoi était arrivé, la personne le recevrait deux fois."),
        done=_("Le courriel repartira."),
        applies=lambda mail: mail.passage in {Passage.FAILED, Passage.UNKNOWN},
        act=lambda actor, mail, _given: _again(actor, mail),
    ),
    "settle": Deed(
        words=_("C’est traité"),
        text=_("Le courriel quitte la liste de ce qui attend."),
        done=_("Le courriel est traité."),
        applies=lambda mail: mail.settled_at is None,
        act=lambda actor, mail, _given: actions.settle(actor=actor, mail=mail, at=now()),
    ),
}


def possible(mail: Mail) -> Iterator[tuple[str, Deed]]:
    """Yield what may be done with a mail as it stands."""
    for name, deed in DEEDS.items():
        if deed.applies(mail):
            yield name, deed
