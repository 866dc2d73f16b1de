"""Cases of Regulation (EU) 2024/900: RP-02 to RP-06 (CN-04 with them), RP-14, and how long RP-07 keeps a notice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from tests.compliance.cases import NOTICE, OK, SPONSOR, Case, Said, block, cases, value

from selfcontact.compliance import label, notice, reporting, sponsor, targeting
from selfcontact.compliance.elections import election
from selfcontact.compliance.sponsor import Sponsor
from selfcontact.lines import words
from selfcontact.lines.models import Language

#: The presidential election of 2027 begins on Saturday 17 April and ends on Sunday 2 May.
OUTSIDER = replace(SPONSOR, standing="other")
COMPANY = replace(SPONSOR, standing="company")


def _may(one: Sponsor | None, day: str) -> Said:
    return lambda: sponsor.check_eligible(one, election("presidentielle-2027"), date.fromisoformat(day))


def everything() -> Iterator[Case]:
    """Yield every case."""
    yield from _declared()
    yield from _eligible()
    yield from _labelled()
    for rule in ("CN-04", "CN-13", "GD-06"):
        yield from _linked(rule)
    yield from _noticed()
    yield from _reported()
    for rule in ("RP-14", "CN-09"):
        yield from _targeted(rule)


def _declared() -> Iterator[Case]:
    yield from cases(
        "RP-02",
        passes=[("declared", OK, block())],
        threshold=[
            ("declared political", OK, lambda: sponsor.check_declared(SPONSOR)),
            ("declared not political", "RP-02", lambda: sponsor.check_declared(replace(SPONSOR, political=False))),
        ],
        fails=[("nothing declared", "RP-02", block(sponsor=None))],
    )


def _eligible() -> Iterator[Case]:
    yield from cases(
        "RP-03",
        passes=[
            ("a citizen", OK, _may(SPONSOR, "2027-04-17")),
            ("a citizen who lives outside", OK, _may(replace(SPONSOR, country="US"), "2027-04-17")),
            ("a resident with a vote", OK, _may(replace(SPONSOR, standing="resident"), "2027-04-17")),
            ("a company", OK, _may(COMPANY, "2027-04-17")),
            ("a company under control in the Union", OK, _may(replace(COMPANY, control_country="BE"), "2027-04-17")),
        ],
        threshold=[
            ("the day before the three months", OK, _may(OUTSIDER, "2027-01-16")),
            ("the first day of the three months", "RP-03", _may(OUTSIDER, "2027-01-17")),
            ("the last day of the vote", "RP-03", _may(OUTSIDER, "2027-05-02")),
            ("the day after", OK, _may(OUTSIDER, "2027-05-03")),
            ("three months before the end of May", "2028-02-29", lambda: sponsor.months_before(LEAP, 3)),
            ("a declaration as it is kept", OK, lambda: sponsor.check_declared(sponsor.read(KEPT))),
            (
                "declared not political, as kept",
                "RP-02",
                lambda: sponsor.check_declared(sponsor.read(NOT_POLITICAL)),
            ),
            ("none", "RP-02", lambda: sponsor.check_declared(sponsor.read(None))),
            ("sponsor_months before", "rule_without_value", value("sponsor_months", "2025-10-09")),
            ("sponsor_months from", "3", value("sponsor_months", "2025-10-10")),
        ],
        fails=[
            ("somebody else", "RP-03", block(sponsor=OUTSIDER)),
            ("nobody known", "RP-03", _may(None, "2027-04-17")),
            ("a company outside", "RP-03", _may(replace(COMPANY, country="CH"), "2027-04-17")),
            ("a company controlled outside", "RP-03", _may(replace(COMPANY, control_country="US"), "2027-04-17")),
            ("a citizen controlled outside", "RP-03", _may(replace(SPONSOR, control_country="US"), "2027-04-17")),
        ],
    )


#: The last day of May in a leap year.
LEAP = date(2028, 5, 31)
KEPT = ("true", "citizen", "FR", "", "agent")
NOT_POLITICAL = ("false", *KEPT[1:])
#: Accepted words of an ad (RP-04), told a second time.
LABELS = (
    *("annonce à caractère politique", "publicité à caractère politique", "annonce politique"),
    *("publicité politique", "pub politique", "political advertisement", "political ad"),
)


def _labelled() -> Iterator[Case]:
    first, before = date(2025, 10, 10), date(2025, 10, 9)
    for rule in ("RP-04", "RP-05"):
        yield from cases(
            rule,
            passes=[(one, OK, _label(f"Votez Anne. {one.capitalize()} : lire")) for one in LABELS],
            threshold=[
                ("short, with a full stop", OK, _label("PUB. POLITIQUE")),
                ("a letter more is no label", "RP-04", _label("pub politiques")),
                ("the words apart", "RP-04", _label("pub très politique")),
                *((f"{one} on the first day", OK, _label(one, first)) for one in LABELS),
                *((f"{one} the day before", "RP-04", _label(one, before)) for one in LABELS),
            ],
            fails=[("only political", "RP-04", _label("Votez Anne, une politique")), ("nothing", "RP-04", _label(""))],
        )
    for language in Language:
        said = words.greeting(language, candidate="Anne Lefèvre", party="")
        yield from cases(
            "RP-04",
            passes=[(f"what the machine says in {language}", OK, _greeting(said))],
            threshold=[("the candidate left out", "CN-01", _greeting(said.replace("Anne", "")))],
            fails=[("no label", "RP-04", _greeting("Bonjour, ici Anne Lefèvre."))],
        )
    yield from cases(
        "RP-04",
        passes=[("the whole message", OK, block())],
        threshold=[("its label alone missing", "RP-04", block(text=f"Anne Lefèvre {NOTICE} STOP 36180"))],
        fails=[("neither", "RP-04", block(text="Anne Lefèvre STOP 36180"))],
    )


def _greeting(said: str) -> Said:
    return lambda: label.check_greeting(said, ["Anne Lefèvre"], date(2026, 3, 9))


def _label(text: str, on: date = date(2026, 3, 9)) -> Said:
    return lambda: label.check_label(text, on)


def _linked(rule: str) -> Iterator[Case]:
    yield from cases(
        rule,
        passes=[("between spaces", OK, _link(f"Votez {NOTICE} STOP")), ("at the end", OK, _link(f"Votez {NOTICE}"))],
        threshold=[
            ("a letter after it", "CN-04", _link(f"Votez {NOTICE}STOP")),
            ("a full stop after it", "CN-04", _link(f"Votez {NOTICE}.")),
            ("another campaign's", "CN-04", _link("Votez https://p.example/n/0123456780/")),
            ("twice", "CN-04", _link(f"{NOTICE} {NOTICE}")),
        ],
        fails=[("no link", "CN-04", _link("Votez")), ("an unknown address", "CN-04", _link("Votez", ""))],
    )


def _link(text: str, address: str = NOTICE) -> Said:
    return lambda: label.check_link(text, address)


def _noticed() -> Iterator[Case]:
    yield from cases(
        "RP-06",
        passes=[("published", OK, block())],
        threshold=[
            ("no empty line", OK, lambda: notice.check_complete(())),
            ("one empty line", "RP-06", lambda: notice.check_complete((16,))),
        ],
        fails=[("not published", "RP-06", block(noticed=False))],
    )
    yield from cases(
        "RP-07",
        passes=[],
        threshold=[
            ("archive_years before", "rule_without_value", value("archive_years", "2025-10-09")),
            ("archive_years from", "7", value("archive_years", "2025-10-10")),
        ],
        fails=[],
    )


def _due(at: str, *, known: bool = True) -> Said:
    received = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return lambda: reporting.due(received, election("presidentielle-2027") if known else None).isoformat()[:16]


def _reported() -> Iterator[Case]:
    yield from cases(
        "RP-11",
        passes=[],
        threshold=[
            ("the day before the last month", "2027-03-31T12:00", _due("2027-03-16T12:00")),
            ("the last month begins in Paris", "2027-03-18T23:30", _due("2027-03-16T23:30")),
            ("the last day of the vote", "2027-05-04T12:00", _due("2027-05-02T12:00")),
            ("the day after", "2027-05-18T12:00", _due("2027-05-03T12:00")),
            ("an election that is not known", "2026-11-04T12:00", _due("2026-11-02T12:00", known=False)),
            ("report_hours before", "rule_without_value", value("report_hours", "2025-10-09")),
            ("report_hours from", "48", value("report_hours", "2025-10-10")),
            ("report_days before", "rule_without_value", value("report_days", "2025-10-09")),
            ("report_days from", "15", value("report_days", "2025-10-10")),
        ],
        fails=[],
    )


def _of(*wanted: str, ages: tuple[int, int] = (18, 120)) -> Said:
    """Return the question whether an audience inside two communes of a mandate may be chosen."""
    two = frozenset({"35238", "35144"})

    def said() -> object:
        chosen = targeting.targets(offered=two, wanted=frozenset(wanted), age_from=ages[0], age_to=ages[1])
        return targeting.check(targeted=chosen)

    return said


def _targeted(rule: str) -> Iterator[Case]:
    whole = ("35238", "35144")
    yield from cases(
        rule,
        passes=[
            ("the whole mandate", OK, _of(*whole)),
            ("more than the mandate", OK, _of(*whole, "22278")),
            ("a part, decided by the DPO", OK, block(targeted=True, decided=frozenset({"RP-14"}))),
        ],
        threshold=[
            ("one commune less", "RP-14", _of(whole[0])),
            ("from 19 on", "RP-14", _of(*whole, ages=(19, 120))),
            ("up to 119", "RP-14", _of(*whole, ages=(18, 119))),
        ],
        fails=[
            ("a part of the mandate", "RP-14", block(targeted=True)),
            ("another rule decided", "RP-14", block(targeted=True, decided=frozenset({"SM-07"}))),
        ],
    )
