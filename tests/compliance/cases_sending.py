"""Cases of hours, holidays, routes, persons and money: SM-04, SM-07, CA-08 to CA-10, GD, OP, the tariff."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.compliance.cases import NOON, OK, RENNES, ROUTE, Case, Said, block, cases, paris, there, value

from selfcontact.compliance import deadline, frequency, gate, hours, route, tables, tariff
from selfcontact.compliance.holidays import is_holiday
from selfcontact.compliance.places import Place, places
from selfcontact.compliance.validity import Validity, validity

MEMBERS = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)
UNITED = date(2020, 2, 1)
FAR = paris("2026-03-31T00:00")
DAY = timedelta(days=1)
#: Holidays of 2027 by place, from the labour code and the calendar; each is closed there and open in the other place.
HOLIDAYS = [
    *((("metropole", "35"), day) for day in (
        "2027-01-01", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-08", "2027-05-17", "2027-07-14", "2026-08-15",
        "2027-11-01", "2027-11-11", "2027-12-25",
    )),
    *((("metropole", department), day) for department in ("57", "67", "68") for day in ("2027-03-26", "2027-12-26")),
    (("976", ""), "2027-04-27"), (("972", ""), "2027-05-22"), (("971", ""), "2027-05-27"), (("978", ""), "2027-05-27"),
    (("978", ""), "2027-05-28"), (("973", ""), "2027-06-10"), (("977", ""), "2027-10-09"), (("974", ""), "2027-12-20"),
]  # fmt: skip
#: The clocks of two charters on the days on which they begin and end.
CLOCKS = (
    ("hours_open", "2024-08-31", "rule_without_value"),
    ("hours_open", "2024-09-01", "08:00"),
    ("hours_open", "2026-02-28", "08:00"),
    ("hours_open", "2026-03-01", "08:00"),
    ("hours_close", "2024-08-31", "rule_without_value"),
    ("hours_close", "2024-09-01", "22:00"),
    ("hours_close", "2026-02-28", "22:00"),
    ("hours_close", "2026-03-01", "21:30"),
)
#: When the labour code came into force, and the day before: no line of the table counts then.
FIRST_KEPT, LAST_NOT = date(2008, 5, 1), date(2008, 4, 30)


def _open(at: datetime, where: frozenset[Place] = RENNES, until: datetime | None = None) -> Said:
    return lambda: hours.check(at, until or at, where)


def _here(place: tuple[str, str], day: str) -> Said:
    where = Place(territory=place[0], department=place[1])
    return lambda: "closed" if is_holiday(where, date.fromisoformat(day)) else OK


def _lives(at: datetime, expected: datetime, latest: datetime = FAR) -> Said:
    """Return the question until when a message of that instant lives; right is the instant expected."""

    def said() -> object:
        found = validity(at, latest=latest, where=RENNES, silences=())
        return OK if isinstance(found, Validity) and found.until == expected else str(found)

    return said


def _too_late(at: datetime) -> Said:
    return lambda: validity(at, latest=FAR, where=RENNES, silences=())


def sending() -> Iterator[Case]:
    """Yield the cases of the hours of sending."""
    for rule in ("SM-04", "SM-07"):
        yield from cases(
            rule,
            passes=[("noon", OK, _open(paris("2026-03-10T12:00")))],
            threshold=[
                ("8:00", OK, _open(paris("2026-03-10T08:00"))),
                ("7:59", "SM-04", _open(paris("2026-03-10T07:59"))),
                ("21:29", OK, _open(paris("2026-03-10T21:29"))),
                ("21:30", "SM-04", _open(paris("2026-03-10T21:30"))),
                ("a retry at 21:30", "SM-04", _open(paris("2026-03-10T21:00"), until=paris("2026-03-10T21:30"))),
                (
                    "8:00 in Réunion",
                    OK,
                    _open(there("2026-03-10T08:00", "Indian/Reunion"), frozenset({Place(territory="974")})),
                ),
                (
                    "7:59 in Réunion",
                    "SM-04",
                    _open(there("2026-03-10T07:59", "Indian/Reunion"), frozenset({Place(territory="974")})),
                ),
                (
                    "a mainland number in Guadeloupe, 8:00 there",
                    OK,
                    _open(there("2026-03-10T08:00", "America/Guadeloupe"), places("971", None, 0)),
                ),
                ("the same, 8:00 in Paris", "SM-04", _open(paris("2026-03-10T08:00"), places("971", None, 0))),
                ("the charter of 2026 on its first day", "SM-04", _open(paris("2026-03-02T21:30"))),
                ("the charter of 2024 on its last Saturday", OK, _open(paris("2026-02-28T21:30"))),
                ("which closed at 22:00", "SM-04", _open(paris("2026-02-28T22:00"))),
                ("and not a minute before", OK, _open(paris("2026-02-28T21:59"))),
                ("and opened at 8:00", OK, _open(paris("2026-02-28T08:00"))),
                ("and not a minute before that", "SM-04", _open(paris("2026-02-28T07:59"))),
                *((f"{name} on {day}", clock, value(name, day)) for name, day, clock in CLOCKS),
                ("the first day that we know of is a Sunday", "SM-04", _open(paris("2024-09-01T12:00"))),
                ("hours of the last day without a rule", "rule_without_value", _open(paris("2024-08-31T12:00"))),
            ],
            fails=[
                ("a Sunday", "SM-04", _open(paris("2026-03-15T12:00"))),
                ("nobody knows where", "SM-04", _open(NOON, places(None, None, None))),
                ("too near the end for a carrier", "SM-04", block(paris("2026-03-10T21:20"))),
            ],
        )
    yield from _life()
    yield from _own()


def _own() -> Iterator[Case]:
    """Hours of a carrier that closes from 20:00 to 10:00 and on feast days."""
    strict = replace(ROUTE, hours=hours.Own(opens=time(10), closes=time(20), rests=True))
    sundays = frozenset({"SM-07"})

    def at(written: str, **changes: Any) -> Said:
        return block(paris(written), route=strict, **changes)

    yield from cases(
        "SM-05",
        passes=[
            ("noon", OK, at("2026-03-10T12:00")),
            ("a carrier without hours", OK, block(paris("2026-03-10T09:00"))),
        ],
        threshold=[
            ("10:00", OK, at("2026-03-10T10:00")),
            ("9:59", "SM-05", at("2026-03-10T09:59")),
            ("20:00", "SM-05", at("2026-03-10T20:00")),
            ("too near its end", "SM-04", at("2026-03-10T19:50")),
            ("7:59, shut by the law first", "SM-04", at("2026-03-10T07:59")),
            ("a Sunday that the DPO opened", "SM-05", at("2026-03-29T12:00", decided=sundays)),
            ("a Sunday like that, for another carrier", OK, block(paris("2026-03-29T12:00"), decided=sundays)),
            ("a carrier that closes later than the law", "SM-04", _late("2026-03-10T21:30")),
        ],
        fails=[("late in the evening", "SM-05", at("2026-03-10T21:00"))],
    )


def _late(written: str) -> Said:
    wide = hours.Own(opens=time(6), closes=time(23))
    return block(paris(written), route=replace(ROUTE, hours=wide))


def _life() -> Iterator[Case]:
    """The life of a message: fifteen minutes at least, a minute before every end, a day at most."""
    start, before = date(2024, 1, 1), date(2023, 12, 31)
    yield from cases(
        "SM-04",
        passes=[("a minute before closing", OK, _lives(paris("2026-03-10T09:00"), paris("2026-03-10T21:29")))],
        threshold=[
            ("fifteen minutes and the margin", OK, _lives(paris("2026-03-10T21:14"), paris("2026-03-10T21:29"))),
            (
                "a second less",
                "SM-04",
                lambda: validity(paris("2026-03-10T21:14:01"), latest=FAR, where=RENNES, silences=()),
            ),
            (
                "the margin before the end of the slot",
                OK,
                _lives(NOON, paris("2026-03-10T12:59"), latest=paris("2026-03-10T13:00")),
            ),
            ("the longest life", "24", lambda: str(tables.number("validity_maximum_hours", start))),
            *((f"{name} since 2024", OK, _known(name, start)) for name in LIVES),
            *((f"{name} not before", "rule_without_value", _known(name, before)) for name in LIVES),
        ],
        fails=[
            (
                "after closing",
                "SM-04",
                lambda: validity(paris("2026-03-10T21:31"), latest=FAR, where=RENNES, silences=()),
            )
        ],
    )


LIVES = ("validity_minimum_minutes", "validity_margin_seconds", "validity_maximum_hours")


def _known(name: str, on: date) -> Said:
    def said() -> str:
        tables.number(name, on)
        return OK

    return said


def holidays() -> Iterator[Case]:
    """Yield the cases of public holidays, by place."""
    of = {"CA-08": HOLIDAYS[:11], "CA-09": HOLIDAYS[11:17], "CA-10": HOLIDAYS[17:]}
    rennes, ordinary = ("metropole", "35"), "2027-06-15"
    for rule, days in of.items():
        yield from cases(
            rule,
            passes=[("an ordinary day", OK, _here(days[0][0], ordinary))],
            threshold=[
                *(
                    (f"the day before {day} in {place}", OK, _here(place, str(date.fromisoformat(day) - DAY)))
                    for place, day in days
                    if not _next_to(place, day, -1)
                ),
                *(
                    (f"the day after {day} in {place}", OK, _here(place, str(date.fromisoformat(day) + DAY)))
                    for place, day in days
                    if not _next_to(place, day, 1)
                ),
                *((f"{day} in Rennes", OK, _here(rennes, day)) for _, day in days if rule != "CA-08"),
                ("the labour code comes into force", "25", _lines(FIRST_KEPT)),
                ("the day before it, the table says nothing", "0", _lines(LAST_NOT)),
                ("Easter Monday of that year came before", OK, _here(("metropole", "35"), "2008-03-24")),
            ],
            fails=[(f"{day} in {place}", "closed", _here(place, day)) for place, day in days],
        )


def _next_to(place: tuple[str, str], day: str, by: int) -> bool:
    other = str(date.fromisoformat(day) + by * DAY)
    return (place, other) in HOLIDAYS or (("metropole", "35"), other) in HOLIDAYS


def _lines(on: date) -> Said:
    """Return the question how many holidays the table knows on a day."""
    return lambda: str(len(list(tables.rows_on("holidays.csv", on))))


def routes() -> Iterator[Case]:
    """Yield the cases of routes and of persons."""
    today = date(2026, 3, 10)

    def way(on: date = today, **changes: object) -> Said:
        return lambda: route.check(replace(ROUTE, **changes), on)  # type: ignore[arg-type]

    yield from cases(
        "GD-14",
        passes=[(country, OK, way(country=country)) for country in MEMBERS],
        threshold=[
            ("the first day of the vetting", OK, way(vetted_on=today)),
            ("the day before it", "GD-14", way(vetted_on=today + DAY)),
            ("its last day", OK, way(vetted_until=today)),
            ("the day after", "GD-14", way(vetted_until=today - DAY)),
            *((f"{country} on the first day of the list", OK, _member(country, UNITED)) for country in MEMBERS),
            *((f"{country} the day before", "GD-14", _member(country, UNITED - DAY)) for country in MEMBERS),
        ],
        fails=[
            *((country, "GD-14", way(country=country)) for country in ("GB", "CH", "NO", "US", "")),
            ("closed", "GD-14", way(enabled=False)),
            ("suspended", "GD-14", way(suspended=True)),
            ("never vetted", "GD-14", way(vetted_on=None)),
        ],
    )
    yield from cases(
        "OP-01",
        passes=[("real people on a real route", OK, block())],
        threshold=[
            ("synthetic people, simulated route", OK, block(synthetic=True, route=replace(ROUTE, simulated=True)))
        ],
        fails=[("synthetic people, real route", "OP-01", block(synthetic=True))],
    )
    yield from cases(
        "GD-08",
        passes=[("nothing said", OK, _person())],
        threshold=[
            ("opposed, and nothing else", "GD-08", _person(opposed=True)),
            ("restricted, and nothing else", "GD-08", _person(restricted=True)),
        ],
        fails=[("both", "GD-08", _person(opposed=True, restricted=True))],
    )
    yield from _deadlines()


def _member(country: str, on: date) -> Said:
    live = replace(ROUTE, country=country, vetted_on=on, vetted_until=on)
    return lambda: route.check(live, on)


def _person(*, opposed: bool = False, restricted: bool = False) -> Said:
    return lambda: gate.check_person(years=40, opposed=opposed, restricted=restricted, minimum_age=18)


def _deadlines() -> Iterator[Case]:
    got = paris("2026-03-02T10:00")

    def late(at: str) -> Said:
        return lambda: OK if deadline.extendable(deadline.first(got), paris(at)) else "GD-01"

    yield from cases(
        "GD-01",
        passes=[("an extension in the first weeks", OK, late("2026-03-16T10:00"))],
        threshold=[
            ("on the last day", OK, late("2026-04-02T23:59")),
            ("the day after", "GD-01", late("2026-04-03T00:01")),
        ],
        fails=[("months later", "GD-01", late("2026-06-01T10:00"))],
    )


def often() -> Iterator[Case]:
    """Yield the cases of how many messages of a mandate a person gets."""

    def after(got: int) -> Said:
        return lambda: frequency.check(got, NOON)

    def counted(at: str) -> Said:
        return lambda: OK if frequency.since(NOON) < paris(at) else "SM-09"

    yield from cases(
        "SM-09",
        passes=[("the first message", OK, after(0))],
        threshold=[
            ("the fourth", OK, after(3)),
            ("the fifth", "SM-09", after(4)),
            ("got a second less than thirty days ago", OK, counted("2026-02-08T12:00:01")),
            ("got thirty days ago", "SM-09", counted("2026-02-08T12:00:00")),
            ("frequency_messages before", "rule_without_value", value("frequency_messages", "2023-12-31")),
            ("frequency_messages from", "4", value("frequency_messages", "2024-01-01")),
            ("frequency_days before", "rule_without_value", value("frequency_days", "2023-12-31")),
            ("frequency_days from", "30", value("frequency_days", "2024-01-01")),
        ],
        fails=[("the hundredth", "SM-09", after(99))],
    )


def money() -> Iterator[Case]:
    """Yield the cases of the public tariff, by hand: 6.9 cents, lots of ten, VAT at 20 %."""

    def cents(units: int, *, gross: bool = False, on: date = date(2026, 1, 1)) -> Said:
        return lambda: str(tariff.price(on).gross_cents(units) if gross else tariff.price(on).net_cents(units))

    yield from cases(
        "FI-01",
        passes=[("a thousand segments", "6900", cents(1000)), ("with VAT", "8280", cents(1000, gross=True))],
        threshold=[
            ("ten are a lot", "69", cents(10)),
            ("eleven are two", "138", cents(11)),
            ("nine are one", "69", cents(9)),
            ("a hundred thousand", "690000", cents(100_000)),
            ("with VAT", "828000", cents(100_000, gross=True)),
            ("the day before the tariff", "tariff_silent", cents(10, on=date(2025, 12, 31))),
        ],
        fails=[("nothing is free", "69", cents(1))],
    )


def everything() -> list[Case]:
    """Return the cases of this file."""
    return [*sending(), *holidays(), *routes(), *often(), *money()]
