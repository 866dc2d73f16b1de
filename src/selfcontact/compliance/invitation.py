"""CN-02: a first message that only asks for agreement, and where the mandate invites first, nothing else before a yes.

The CNIL recommends it for rented files; a mandate follows it by written instruction. Whoever said no to an invitation
is out under either policy.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from selfcontact.compliance import renewal
from selfcontact.compliance.verdict import ALLOWED, Refused, Verdict

AGREED, REFUSED = "agreed", "refused"
SOURCE = "CNIL, la communication politique par téléphone (recommandation)"
NOT_AGREED = Refused(
    rule="CN-02",
    fr="Le mandat invite d’abord, et la personne n’a pas dit oui.",
    en="The mandate invites first, and the person has not said yes.",
    source=SOURCE,
)
DECLINED = Refused(
    rule="CN-02",
    fr="La personne a dit non à une invitation.",
    en="The person has said no to an invitation.",
    source=SOURCE,
)
INVITED = Refused(
    rule="CN-02",
    fr="La personne a déjà été invitée, et rien de signé n’en permet une de plus.",
    en="The person has been invited already, and nothing that was signed allows one more.",
    source=SOURCE,
)
NO_YES = Refused(
    rule="CN-02",
    fr="L’invitation ne dit pas comment répondre OUI au numéro de sa route.",
    en="The invitation does not say how to answer OUI to the number of its route.",
    source=SOURCE,
)
CANVASSING = Refused(
    rule="CN-02",
    fr="L’invitation fait plus que demander l’accord : elle appelle à voter, à donner, à venir ou à adhérer.",
    en="The invitation does more than ask for agreement: it calls to vote, to give, to come or to join.",
    source=SOURCE,
)
_YES = re.compile(r"(?<!\w)OUI(?!\w)(?:\s+ou\s+STOP)?(?:\s+au)?\s*:?\s*(\d{5})(?!\d)")
_YES_WORD = re.compile(r"(?<!\w)oui(?!\w)")
#: What asks for something else than agreement, as beginnings of words without accents.
_CALLS = re.compile(
    r"\b(?:votez|votons|voter|elisez|elisons|adherez|rejoignez|rejoignons|soutenez|donnez|cotisez|versez|signez|venez|"
    r"participez|mobilis|reunion|meeting|programme|petition)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where a person stands under one mandate: how often they were invited, and the answer, empty for silence.

    `agreed_on`: the day of a yes.
    """

    invited: int = 0
    answer: str = ""
    agreed_on: date | None = None


STRANGER = Standing()


def check_ordinary(one: Standing, *, invite_first: bool, counts_from: date | None = None) -> Refused | None:
    """Refuse who said no, and where the mandate invites first whoever has not said yes; once for each message.

    A yes from before `counts_from` counts no more, see `renewal`.
    """
    if one.answer == REFUSED:
        return DECLINED
    if not invite_first:
        return None
    return renewal.check(one.agreed_on, counts_from) if one.answer == AGREED else NOT_AGREED


def check_invited(one: Standing, allowed: int) -> Refused | None:
    """Refuse an invitation to who has answered one, or was sent as many as what is signed allows."""
    if one.answer == REFUSED:
        return DECLINED
    return INVITED if one.answer or one.invited >= allowed else None


def check_text(text: str, short_code: str) -> Verdict:
    """Refuse the text of an invitation that tells no way to say yes, or that asks for something else as well.

    « OUI 36xxx », « OUI au 36xxx » or « OUI ou STOP au 36xxx », once. The way to say no is SM-12. That it is neutral
    no program can tell: whoever approves it reads it.
    """
    folded = _folded(text)
    if _YES.findall(text) != [short_code] or len(_YES_WORD.findall(folded)) != 1:
        return NO_YES
    return CANVASSING if _CALLS.search(folded) else ALLOWED


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
