"""Whether a reply to an invitation is a yes that nobody could take for anything else (PR-07), in the way of `replies`.

The invitation asks for OUI. What hesitates, asks, sets a condition or says more than yes is not one.
"""

import re

from selfcontact.sms import replies_words as words
from selfcontact.sms.replies import LONGEST, classify, normalise, without_signature

#: Readings under which a yes may hide; under any other the reply says something else for certain.
OPEN = frozenset({"return", "support", "doubtful"})
_POLITE = words.compiled(
    r"""
(bonjour|bonsoir|bjr|bsr|slt|salut|helo|svp|stp|s il (vous|te) plai*|sil (vous|te) plai*|merci*|mrc|thx)
(cordial*|cdt|cdlt|bien (a vous|cordial*)|salutations|madame|monsieur|mme|mr|bonne (journee|soiree)|beaucoup|bcp|sms|et)
(au )?\d{5}
"""
)
#: What a telephone adds by itself. Any other signature or quotation may say more than yes.
_TELEPHONE = re.compile(
    r"(?:\s*(?:--|__)?\s*(?:envoyé (?:de|depuis)|sent from) (?:mon |ma |my )?"
    r"(?:téléphone|smartphone|mobile|portable|appareil|iphone|ipad|samsung|galaxy|android)\s*)?"
)
_YES = re.compile(
    r"(?:oui|yes|j acepte|(?:je suis )?d acord)"
    r"(?: (?:oui|yes|j acepte|(?:je suis )?d acord|je confirme|je veux bien|bien sur|avec plaisir|volontiers))*"
)


def agrees(text: str) -> bool:
    """Tell whether the whole reply says yes: OUI in any spelling, politeness or a telephone's own line around it."""
    if len(text) > LONGEST or "?" in text or classify(text).kind not in OPEN or _doubts(text):
        return False
    body = without_signature(text)
    if not _TELEPHONE.fullmatch(text[len(body) :].casefold()):
        return False
    said = _POLITE.sub(" ", normalise(body).replace("|", " "))
    return _YES.fullmatch(" ".join(said.split())) is not None


def _doubts(text: str) -> bool:
    return any(sign in words.REFUSAL_SIGNS | words.DOUBT_SIGNS | words.INSULT_SIGNS for sign in text)
