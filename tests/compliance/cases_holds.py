"""Cases of what waits for a named human: EL-11, EL-19, FI-05, FI-08, and the clearance that lets a content pass."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.compliance.cases import NOON, NOTICE, OK, SPONSOR, Case, Said, block, cases, paris, value

from selfcontact.compliance import donation, late, person, poll, sponsor, text, verdict
from selfcontact.compliance.elections import election
from selfcontact.compliance.silence import silence_windows
from selfcontact.compliance.sponsor import Sponsor
from selfcontact.compliance.verdict import ALLOWED, objections

#: The mainland is silent from Saturday 14 March 2026 at 0:00 to Sunday, and from Saturday 21 March.
SILENT = paris("2026-03-14T00:00")
HELD, FRIDAY, MONDAY = SILENT - timedelta(hours=48), paris("2026-03-13T10:00"), paris("2026-03-16T10:00")
MINUTE = timedelta(minutes=1)
GIVE = f"Anne Lefèvre, faites un don ! Pub. politique {NOTICE} STOP 36180"
ASKING = (
    *("don", "dons", "donation", "donations", "donateur", "donateurs", "cagnotte", "collecte de fonds", "donate"),
    *("soutien financier", "soutenez financièrement", "financez", "participation financière"),
)


POLL = f"Anne Lefèvre : dernier sondage, 52 %. Pub. politique {NOTICE} STOP 36180"
POLLS = ("sondage", "sondages", "sondeur", "sondeurs", "intentions de vote", "poll", "polls")


def _signed(signed_at: datetime | None, at: datetime) -> Said:
    return lambda: late.check(signed_at, at, silence_windows(election("municipales-2026"), frozenset({"metropole"})))


def _polls(first: datetime, words: str = "Dernier sondage : 52 %", *, last: datetime | None = None) -> Said:
    windows = silence_windows(election("municipales-2026"), frozenset({"metropole"}))
    return lambda: poll.check(words, first, last or first, windows)


def _told(word: str, on: date) -> Said:
    """Return the question whether a word tells of a poll; asked of the table, whose other values begin as late."""
    return lambda: "EL-19" if text.says(f"Notre {word} !", "polls.csv", on) else OK


def _asks(text: str, on: date = date(2026, 3, 9)) -> Said:
    return lambda: donation.check(text, on)


def late_texts() -> Iterator[Case]:
    """Yield the cases of what is signed too late."""
    yield from cases(
        "EL-11",
        passes=[("signed in time", OK, _signed(HELD - timedelta(days=3), FRIDAY)), ("a block", OK, block(at=NOON))],
        threshold=[
            ("48 hours before", OK, _signed(HELD, FRIDAY)),
            ("a minute less", "EL-11", _signed(HELD + MINUTE, FRIDAY)),
            ("between the rounds, signed before the first", OK, _signed(FRIDAY, MONDAY)),
            ("between the rounds, signed on Monday", OK, _signed(MONDAY, MONDAY)),
            ("when the silence begins, the next one counts", OK, _signed(SILENT, SILENT)),
            ("after the last silence", OK, _signed(None, paris("2026-03-23T10:00"))),
            ("late_argument_hours before", "rule_without_value", value("late_argument_hours", "2023-12-31")),
            ("late_argument_hours from", "48", value("late_argument_hours", "2024-01-01")),
            ("cleared", OK, block(at=FRIDAY, signed_at=FRIDAY, cleared=frozenset({"EL-11"}))),
            ("another rule cleared", "EL-11", block(at=FRIDAY, signed_at=FRIDAY, cleared=frozenset({"FI-08"}))),
            ("of two holds, the first is told", "EL-11", lambda: verdict.first([late.LATE, ALLOWED, donation.ASKS])),
            ("of a hold and a refusal, the refusal", "GD-08", lambda: verdict.first([late.LATE, person.OPPOSED])),
            ("what stands in the way", "1", lambda: len(objections([ALLOWED, late.LATE]))),
        ],
        fails=[
            ("signed the day before", "EL-11", block(at=FRIDAY, signed_at=FRIDAY - timedelta(hours=2))),
            ("signed nobody knows when", "EL-11", block(at=FRIDAY, signed_at=None)),
        ],
    )


def polls() -> Iterator[Case]:
    """Yield the cases of polls."""
    near = SILENT - timedelta(days=3)
    yield from cases(
        "EL-19",
        passes=[
            ("a week before", OK, _polls(FRIDAY - timedelta(days=7))),
            ("another text, the day before", OK, _polls(FRIDAY, "On sonde le terrain avec Anne Lefèvre")),
            ("an intention that is nobody's vote", OK, _polls(FRIDAY, "Nos intentions, nos votes")),
        ],
        threshold=[
            ("three days before the silence", "EL-19", _polls(near)),
            ("a minute earlier", OK, _polls(near - MINUTE)),
            ("a slot that ends then", "EL-19", _polls(near - MINUTE, last=near)),
            ("the last minute before the silence", "EL-19", _polls(SILENT - MINUTE)),
            ("when the silence has begun, the next is far", OK, _polls(SILENT)),
            ("cleared", OK, block(at=FRIDAY, text=POLL, cleared=frozenset({"EL-19"}))),
            ("another rule cleared", "EL-19", block(at=FRIDAY, text=POLL, cleared=frozenset({"EL-11"}))),
            ("poll_days from", "3", value("poll_days", "2024-01-01")),
            ("poll_days before", "rule_without_value", value("poll_days", "2023-12-31")),
            *((f"{one} since 2024", "EL-19", _told(one, date(2024, 1, 1))) for one in POLLS),
            *((f"{one} not before", OK, _told(one, date(2023, 12, 31))) for one in POLLS),
        ],
        fails=[("the day before the silence", "EL-19", block(at=FRIDAY, text=POLL))],
    )


def donations() -> Iterator[Case]:
    """Yield the cases of donations, and of who pays."""
    first, before = date(2024, 1, 1), date(2023, 12, 31)
    yield from cases(
        "FI-08",
        passes=[
            ("gives an address", OK, _asks("Donnez votre avis")),
            ("a first name", OK, _asks("Donatien vous écrit")),
        ],
        threshold=[
            *((f"{one} on the first day", "FI-08", _asks(f"Un {one.upper()}.", first)) for one in ASKING),
            *((f"{one} the day before", OK, _asks(one, before)) for one in ASKING),
            ("cleared", OK, block(text=GIVE, cleared=frozenset({"FI-08"}))),
            ("another rule cleared", "FI-08", block(text=GIVE, cleared=frozenset({"EL-11", "SM-20"}))),
            ("a refusal is never cleared", "CN-04", block(text=GIVE.replace(NOTICE, ""), cleared=frozenset({"CN-04"}))),
        ],
        fails=[("a call for donations", "FI-08", block(text=GIVE)), ("without accent", "FI-08", _asks("Financez !"))],
    )
    yield from _paid()
    short = f"Anne Lefèvre, appelez le 3960. Pub. politique {NOTICE} STOP 36180"
    yield from cases(
        "SM-20",
        passes=[("a short number cleared", OK, block(text=short, cleared=frozenset({"SM-20"})))],
        threshold=[("two holds, one cleared", "FI-08", block(text=f"don {short}", cleared=frozenset({"SM-20"})))],
        fails=[("a short number of unknown price", "SM-20", block(text=short))],
    )


def _paid() -> Iterator[Case]:
    """Yield the cases of FI-05: for a vote of March 2026 the account runs from 1 September 2025."""
    party, oneself, other, unknown = (replace(SPONSOR, paying=one) for one in ("party", "candidate", "other", ""))
    yield from cases(
        "FI-05",
        passes=[("the agent", OK, block()), ("the party", OK, block(sponsor=party))],
        threshold=[
            ("the day before the account", OK, _pays(other, "2025-08-31")),
            ("its first day", "FI-05", _pays(other, "2025-09-01")),
            ("the day of the last round", "FI-05", _pays(other, "2026-03-22")),
            ("the day after", OK, _pays(other, "2026-03-23")),
            ("the candidate, checked by somebody", OK, block(sponsor=oneself, cleared=frozenset({"FI-05"}))),
            ("account_months before", "rule_without_value", value("account_months", "2011-04-18")),
            ("account_months from", "6", value("account_months", "2011-04-19")),
        ],
        fails=[
            ("the candidate", "FI-05", block(sponsor=oneself)),
            ("nobody knows who", "FI-05", block(sponsor=unknown)),
            ("no declaration at all", "FI-05", _pays(None, "2026-03-01")),
        ],
    )


def _pays(one: Sponsor | None, day: str) -> Said:
    return lambda: sponsor.check_payer(one, election("municipales-2026"), date.fromisoformat(day))


def everything() -> Iterator[Case]:
    """Yield every case."""
    yield from late_texts()
    yield from polls()
    yield from donations()
