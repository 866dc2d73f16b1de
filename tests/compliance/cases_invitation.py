"""The cases of a first message that only asks for agreement."""

from collections.abc import Iterator
from dataclasses import replace

from tests.compliance.cases import NOON, NOTICE, OK, Case, Said, cases, in_order

from selfcontact.compliance import direct_consent, gate, invitation
from selfcontact.compliance.invitation import AGREED, REFUSED, Standing
from selfcontact.sms.agreement import agrees

ASKS = "Anne Lefèvre souhaite vous écrire. Votre accord ? Répondez OUI ou STOP au 36180"


def inviting() -> Iterator[Case]:
    """Yield the cases of whom an invitation and an ordinary campaign may reach."""

    def ordinary(answer: str, *, invite_first: bool = True) -> Said:
        return lambda: invitation.check_ordinary(Standing(invited=1, answer=answer), invite_first=invite_first)

    def invited(times: int, allowed: int, answer: str = "") -> Said:
        return lambda: invitation.check_invited(Standing(invited=times, answer=answer), allowed)

    def asks(text: str, *, invitation: bool = True) -> Said:
        labelled = f"{text} Pub. politique {NOTICE}"
        return lambda: gate.check_campaign(replace(in_order(), text=labelled, invitation=invitation), NOON)

    yield from cases(
        "CN-02",
        passes=[
            ("who said yes", OK, ordinary(AGREED)),
            ("the consent of the provider suffices", OK, ordinary("", invite_first=False)),
            ("a stranger is invited", OK, invited(0, 1)),
            ("a text that asks", OK, asks(ASKS)),
            ("each with its number", OK, asks("Anne Lefèvre, votre accord ? OUI 36180, sinon STOP 36180")),
            ("an ordinary text calls to vote", OK, asks("Votez Anne Lefèvre. STOP 36180", invitation=False)),
        ],
        threshold=[
            ("invited once, once is allowed", "CN-02", invited(1, 1)),
            ("invited once, twice is allowed", OK, invited(1, 2)),
            ("invited twice, twice is allowed", "CN-02", invited(2, 2)),
            ("never answered", "CN-02", ordinary("")),
            ("OUI in one word more", "CN-02", asks(ASKS.replace("OUI", "OUIS"))),
            ("OUI at another number", "CN-02", asks("Anne Lefèvre. OUI au 36181. STOP 36180")),
            ("OUI twice", "CN-02", asks(f"{ASKS}. Oui, vous !")),
        ],
        fails=[
            ("who said no", "CN-02", ordinary(REFUSED)),
            ("who said no, after the policy was loosened", "CN-02", ordinary(REFUSED, invite_first=False)),
            ("an invitation to who said no", "CN-02", invited(1, 2, REFUSED)),
            ("an invitation to who said yes", "CN-02", invited(1, 2, AGREED)),
            ("no way to say yes", "CN-02", asks("Anne Lefèvre souhaite vous écrire. STOP 36180")),
            ("it calls to vote", "CN-02", asks(f"Votez ! {ASKS}")),
            ("it calls to give", "CN-02", asks(f"{ASKS}. Adhérez, donnez.")),
            ("it names a meeting", "CN-02", asks(f"Réunion ce soir. {ASKS}")),
        ],
    )


def agreeing() -> Iterator[Case]:
    """Yield the cases of a reply to an invitation, which is a consent collected directly or none."""

    def reply(text: str, *, asking: int = 1, said_no: bool = False) -> Said:
        return lambda: direct_consent.check_reply(yes=agrees(text), asking=asking, said_no=said_no)

    yield from cases(
        "PR-07",
        passes=[
            ("OUI", OK, reply("OUI")),
            ("politely", OK, reply("Bonjour, oui merci")),
        ],
        threshold=[
            ("one candidate asks", OK, reply("Oui.", asking=1)),
            ("two candidates ask", "PR-07", reply("Oui.", asking=2)),
            ("nobody asks", "PR-07", reply("Oui.", asking=0)),
            ("one word more", "PR-07", reply("Oui mais")),
        ],
        fails=[
            ("a question", "PR-07", reply("oui ?")),
            ("applause", "PR-07", reply("Bravo")),
            ("after a no", "PR-07", reply("OUI", said_no=True)),
        ],
    )


def everything() -> list[Case]:
    """Return all cases of this file."""
    return [*inviting(), *agreeing()]
