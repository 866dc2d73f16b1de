"""What a person asks for by mail, from plain words in French and English: a suggestion, with the sentence that says it.

Only an objection that leaves no doubt is carried out by the program; everything else waits for the DPO.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selfcontact.lib import phone
from selfcontact.requests.models import Kind

LONGEST, LONGEST_SENTENCE = 20_000, 300
#: From here on a mail repeats another one.
QUOTED = re.compile(
    r"^\s*(?:-{2,}\s*(?:message d.origine|original message|message transf|forwarded).*"
    r"|le .{5,120} a [ée]crit\s*:.*|on .{5,120} wrote:.*|_{10,}\s*)$",
    re.IGNORECASE,
)
#: Our own texts say it of themselves: quoting one is not saying it.
OUR_STOP = re.compile(r"\bstop\s+(?:(?:sms|au|a|to|par)\s+)*3\d{4}\b|\bstop\s*:?\s*3\d{4}\b")
SENTENCE = re.compile(r"[^.!?\n;]+[.!?;]?")
DIGITS = re.compile(r"(?<![\w+])(?:\+|00)?\(?\d(?:[ \t.\-/()\u00a0]{0,3}\d){8,14}(?!\w)")

WORDS: dict[Kind, str] = {
    Kind.OBJECTION: (
        r"\bstop\b|m.?oppos|\bopposition\b|desinscri|desabonn|ne (?:plus|veux plus|souhaite plus|desire plus) "
        r"(?:jamais )?(?:recevoir|etre contact|etre sollicit)|(?:arret|cess)e[zr]? (?:de |vos |les |ces |d)"
        r"|(?:ne )?m.?(?:envoye[zr]|ecrive[zr]|contacte[zr]|appele[zr])(?: surtout)? plus|ne plus (?:m.|me )"
        r"|\bunsubscribe\b|\bopt(?: |-)?out\b|\bi object\b|stop (?:sending|texting|writing|contacting|messag)"
        r"|no longer (?:want|wish) to (?:receive|be contacted)|do not (?:contact|text|write to|message) me"
        r"|don.?t (?:contact|text|write to|message) me"
    ),
    Kind.ACCESS: (
        r"d.?ou (?:vient|vien|avez|provien|sort|tenez)|comment avez.vous (?:eu|obtenu|trouve)|qui vous a (?:donne|vendu"
        r"|fourni|transmis)|origine de (?:mon|mes|ce)|droit d.?acces|acces a mes|acceder a mes"
        r"|(?:quelles|mes) (?:donnees|informations).{0,40}(?:detenez|avez|possedez|conservez)|copie de (?:mes|toutes)"
        r"|qui (?:etes|es).(?:vous|tu)|pourquoi (?:ai-je|j.?ai) recu|where did you get|how did you get|who gave you"
        r"|where does my (?:number|data)|access (?:request|to my)|copy of my (?:data|personal)|what (?:data|info)"
        r".{0,40}(?:hold|have)|who are you\b|\barticle 15\b"
    ),
    Kind.ERASURE: (
        r"\beffac|\bsupprim|\bsuppression\b|droit a l.?oubli|retire[zr] (?:moi|mon numero|mes donnees|mon nom)"
        r"|\berase|\bdelete (?:my|all|me)|\bdeletion\b|right to be forgotten|remove (?:my|me)\b|\barticle 17\b"
    ),
    Kind.RECTIFICATION: (
        r"\brectifi|\bcorrige[zr]|mon (?:nom|prenom) est mal|erreur (?:dans|sur) (?:mon|mes)|donnees inexactes"
        r"|j.?ai demenage|change d.?adresse|\brectif|\bcorrect my|\bmy name is (?:misspelt|wrong)|\barticle 16\b"
    ),
    Kind.PORTABILITY: (
        r"portabilite|format (?:structure|lisible par)|recuperer mes donnees|portability|machine.readable"
        r"|\barticle 20\b"
    ),
    Kind.RESTRICTION: (
        r"\blimite[zr] (?:le traitement|l.?usage|l.?utilisation)|limitation du traitement|gele[zr] mes donnees"
        r"|restriction of (?:the )?processing|restrict (?:the )?(?:processing|use)|freeze my data|\barticle 18\b"
    ),
    Kind.COMPLAINT: (
        r"\breclamation\b|porte[zr]? plainte|\bplainte\b|\bsaisir la cnil\b|saisi(?:s|rai)? la cnil|inadmissible"
        r"|\bcomplaint\b|\bi complain\b|data protection authority"
    ),
    Kind.DIRECTIVES: (
        r"apres ma mort|apres mon deces|\bdeces\b|\bdecede|\bdefunt|\bmort(?:e)? (?:le|en|depuis)|after my death"
        r"|passed away|\bdeceased\b|died (?:on|in|last)"
    ),
}
PATTERNS = {kind: re.compile(words) for kind, words in WORDS.items()}
#: What turns an objection into something else, or makes it doubtful.
CONTRARY = re.compile(
    r"ne m.?oppos|(?:ne|n.?ai) .{0,12}pas.{0,25}(?:stop|arret|oppos|desinscri)|continue[zr]? (?:a|de) m"
    r"|annule[zr]? mon (?:stop|opposition|desinscription)|\bdo(?:es)? not object|don.?t (?:stop|unsubscribe)"
    r"|(?:if|si) (?:je|i|vous|you)\b|\?\s*$|comment (?:faire|puis)|how (?:do|can) i"
)
ENGLISH = re.compile(r"\b(?:the|you|my|please|your|and|number|hello|dear|regards|have|this)\b")
FRENCH = re.compile(r"\b(?:le|la|les|vous|mon|mes|je|merci|bonjour|votre|numero|et|des|pas|de)\b")


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What was recognised. `certain`: an objection that nothing in the mail contradicts."""

    found: tuple[tuple[Kind, str], ...] = field(default=(), repr=False)
    certain: bool = False
    numbers: tuple[int, ...] = field(default=(), repr=False)
    language: str = "fr"

    @property
    def kinds(self) -> list[Kind]:
        """Return the rights, each once."""
        return [kind for kind, _ in self.found]


def understood(subject: str, text: str) -> Meaning:
    """Return what a mail asks for, read without what it quotes of others; a subject is a sentence of its own."""
    own = "\n".join((subject, unquoted(text)))[:LONGEST]
    sentences = [(one.strip(), folded(one)) for one in SENTENCE.findall(own)]
    found = {kind: said for said, plain in reversed(sentences) for kind in reversed(_kinds(plain))}
    objecting = [plain for _, plain in sentences if _objects(plain)]
    return Meaning(
        found=tuple((kind, found[kind][:LONGEST_SENTENCE]) for kind in Kind if kind in found),
        certain=bool(objecting) and not any(CONTRARY.search(plain) for _, plain in sentences if _near(plain)),
        numbers=tuple(numbers(own)),
        language="en" if len(ENGLISH.findall(folded(own))) > len(FRENCH.findall(folded(own))) else "fr",
    )


def unquoted(text: str) -> str:
    """Return what the person wrote now: without quoted lines, and without what follows the head of a quotation."""
    kept = []
    for line in text.splitlines():
        if QUOTED.match(line):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line)
    return "\n".join(kept)


def folded(text: str) -> str:
    """Return text in small letters without accents, apostrophes alike, blanks single."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST]).casefold().replace("’", "'")
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def numbers(text: str) -> Iterator[int]:
    """Yield the French mobile numbers written in a text, each once."""
    seen: set[int] = set()
    for written in DIGITS.findall(text[:LONGEST]):
        read = phone.parse(written, fiction=True)
        if not isinstance(read, phone.Refusal) and read.e164 not in seen:
            seen.add(read.e164)
            yield read.e164


def _kinds(plain: str) -> Sequence[Kind]:
    return [kind for kind in Kind if (_objects(plain) if kind == Kind.OBJECTION else PATTERNS[kind].search(plain))]


def _objects(plain: str) -> bool:
    return bool(PATTERNS[Kind.OBJECTION].search(OUR_STOP.sub(" ", plain)))


def _near(plain: str) -> bool:
    """Tell whether a sentence speaks of stopping or going on: elsewhere a question changes nothing."""
    return _objects(plain) or "oppos" in plain or "continu" in plain or "annul" in plain
