"""Which replies are a yes or a no to an invitation, and how that is kept: under the number's fingerprint alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from selfcontact.campaigns import tally
from selfcontact.campaigns.sender.attributing import Source
from selfcontact.compliance.direct_consent import check_reply
from selfcontact.contacts.models import Invitation
from selfcontact.database import fence
from selfcontact.opposition.actions import listed
from selfcontact.opposition.models import Entry
from selfcontact.sms.agreement import agrees
from selfcontact.sms.gateway import Reply
from selfcontact.sms.replies import AGREEMENT, Reading

Values = dict[str, int | bytes | datetime | UUID]
#: What a yes by SMS does not undo. A hold is not among them: it ends when a human has read.
FINAL = frozenset({Entry.Kind.OPPOSITION.value, Entry.Kind.ERASURE.value})
# A yes never follows a no; of two the first counts, for that is the one whose proof is kept.
AGREE = """
UPDATE contacts_invitation SET answer = 'agreed', agreed_at = %(at)s, reply = %(reply)s
WHERE mandate_id = %(mandate)s AND phone_index = %(index)s AND campaign_id = %(campaign)s AND answer = ''
RETURNING campaign_id, ''
"""
REFUSE = """
WITH before AS (
    SELECT mandate_id, phone_index, campaign_id, answer FROM contacts_invitation
    WHERE mandate_id = %(mandate)s AND phone_index = %(index)s AND answer <> 'refused' FOR UPDATE
), done AS (
    UPDATE contacts_invitation AS asked SET answer = 'refused', refused_at = %(at)s FROM before
    WHERE asked.mandate_id = before.mandate_id AND asked.phone_index = before.phone_index
)
SELECT campaign_id, answer FROM before
"""


@dataclass(kw_only=True, repr=False)
class Answers:
    """The answers of one batch of replies, in the order in which they came; `sources` are those of each number."""

    sources: Mapping[int, Sequence[Source]]
    _said_no: set[int] = field(default_factory=set)
    _kept: list[tuple[str, Values]] = field(default_factory=list)

    def read(self, reply: Reply, reading: Reading, uid: UUID) -> Reading:
        """Return how the reply is to be taken; `uid` is the one it will be kept under.

        A yes that counts freezes nobody and waits for no human. Any other reply is read as it is from anyone.
        """
        known = self.sources.get(reply.source, ())
        if reading.action == "oppose":
            self._said_no.add(reply.source)
            self._kept += [(REFUSE, _values(one, reply.at)) for one in known if _concerned(one, known[0])]
            return reading
        if not known or not agrees(reply.text.reveal()):
            return reading
        return self._yes(reply, known, reading, uid)

    def _yes(self, reply: Reply, known: Sequence[Source], reading: Reading, uid: UUID) -> Reading:
        own = _asked(known[0])
        said_no = reply.source in self._said_no or _refused(own) or _opposed(reply.source, known[0])
        if own and own.answer == Invitation.Answer.AGREED and not said_no:
            return AGREEMENT
        if check_reply(yes=True, asking=_waiting(own, known), said_no=said_no):
            return reading
        self._kept.append((AGREE, _values(known[0], reply.at) | {"reply": uid}))
        return AGREEMENT

    def keep(self, at: datetime) -> None:
        """Write the answers down and count them, behind the fence: it is held until the commit.

        Rows are touched behind the fence alone, for a sender that marks an invitation waits for them inside it.
        """
        if not self._kept:
            return
        fence.close()
        counts: Counter[tally.Key] = Counter()
        with connection.cursor() as cursor:
            for statement, values in self._kept:
                cursor.execute(statement, values)
                for campaign_id, before in cursor.fetchall():
                    where = int(str(values["mandate"])), campaign_id, tally.slot(at)
                    counts[tally.Key(*where, tally.AGREED if statement is AGREE else tally.DECLINED, "")] += 1
                    if before == Invitation.Answer.AGREED:
                        counts[tally.Key(*where, tally.AGREED, "")] -= 1
        tally.add(counts)


def _values(source: Source, at: datetime) -> Values:
    return {"mandate": source.mandate_id, "index": source.index, "campaign": source.campaign_id, "at": at}


def _concerned(one: Source, latest: Source) -> bool:
    """Tell whether a no, said to the latest who wrote, counts for this one as the list will have it."""
    return settings.STOP_SCOPE != "candidate" or one.candidate_id == latest.candidate_id


def _asked(source: Source) -> Invitation | None:
    return Invitation.objects.filter(mandate_id=source.mandate_id, phone_index=source.index).first()


def _refused(own: Invitation | None) -> bool:
    return own is not None and own.answer == Invitation.Answer.REFUSED


def _waiting(own: Invitation | None, known: Sequence[Source]) -> int:
    """Return how many ask this number and wait; none when the last that was written to it is no invitation."""
    if own is None or own.campaign_id != known[0].campaign_id:
        return 0
    others = [_asked(one) for one in known[1:]]
    return 1 + sum(one is not None and one.answer == Invitation.Answer.SILENT for one in others)


def _opposed(number: int, source: Source) -> bool:
    return not FINAL.isdisjoint(listed(number=number, candidate_id=source.candidate_id))
