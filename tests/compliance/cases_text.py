"""Cases of texts, senders, numbers and lines: CN-01, SM, VL, and what a line shares with campaigns."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from tests.compliance.cases import MANDATE, NOON, OK, ROUTE, SPONSOR, Case, Said, block, cases

from selfcontact.compliance import line, numbers, sender_name, text
from selfcontact.compliance.elections import election
from selfcontact.sms.replies import classify

TODAY = date(2026, 12, 1)
RULED = date(2015, 10, 1)
HOUR = timedelta(hours=1)
LINE = line.Named(digits="0199001234", opens_at=NOON - HOUR, closes_at=NOON + HOUR, standing=True)
ENDED = replace(LINE, standing=False)
CLOSED = replace(LINE, closes_at=NOON - timedelta(seconds=1))
UNTIL_NOON, FROM_NOON = replace(LINE, closes_at=NOON), replace(LINE, opens_at=NOON)
CALL = "Anne Lefèvre vous parle au 01 99 00 12 34"
PRICED = f"{CALL} (appel non surtaxé). STOP 36180"
#: First digits of ten-digit numbers and the price of a call (economie.gouv.fr, DGCCRF; SM-20).
PRICES = (
    dict.fromkeys(("01", "02", "03", "04", "05", "06", "07", "09", "0806", "0807", "0808", "0809"), "ordinary")
    | dict.fromkeys(("0800", "0801", "0802", "0803", "0804", "0805"), "free")
    | dict.fromkeys(("081", "082", "089"), "surtaxed")
    | dict.fromkeys(("00", "083", "084", "088"), "unknown")
)
SHORT = {
    "118218": "surtaxed",
    "117218": "unknown",
    "119218": "unknown",
    "3008": "free",
    "3101": "free",
    "2910": "unknown",
    "3201": "unknown",
}
WORDS = (
    *("INFO", "INFOS", "INFOSMS", "SMS", "SMSINFO", "MESSAGE", "ALERTE", "ALERT", "NOTIF", "NOTICE", "RAPPEL", "PROMO"),
    *("PUB", "VOTE", "VOTEZ", "ELECTION", "ELECTIONS", "CANDIDAT", "MAIRIE", "ETAT", "GOUV", "IMPOTS", "POLICE"),
    *("URGENT", "STOP", "TEST", "CONTACT", "SERVICE", "NEWS"),
)


def _surtaxed(content: str) -> Said:
    return lambda: text.check_surtaxed(content, TODAY)


def _stop(content: str) -> Said:
    return lambda: text.check_stop(content, "36180")


def _named(content: str, *names: str) -> Said:
    return lambda: text.check_candidate(content, names or ("Anne Lefèvre", "Rennes Ensemble"))


def _sender(name: str) -> Said:
    return lambda: sender_name.check(name, {"ALEFEVRE", "ABCDEFGHIJK", *WORDS}, on=date(2026, 3, 10))


def _price(digits: str, on: date = TODAY) -> Said:
    return lambda: numbers.price_class(digits, on)


#: The first day without free numbers before the presidential election, and the last.
BANS, ENDS = date(2026, 10, 1), date(2027, 5, 2)


#: Ways to write one number for callers from abroad.
INTERNATIONAL = ("+33 1 99 00 12 34", "+33 (0)1 99 00 12 34", "0033 1 99 00 12 34", "01 99 00 12 34")


def _shown(number: str) -> Said:
    return lambda: numbers.shown(f"Anne Lefèvre vous parle au {number}", TODAY)[0].digits


def _line(digits: str, opens_on: date = date(2027, 3, 1), closes_on: date = date(2027, 4, 1)) -> Said:
    return lambda: line.check_number(digits, election("presidentielle-2027"), opens_on, closes_on)


def _says(content: str, *lines: line.Named) -> Said:
    return lambda: line.check_named(content, lines or (LINE,), NOON, NOON)


def _reads(content: str) -> Said:
    return lambda: classify(content).action


def _during(*lines: line.Named) -> Said:
    return lambda: line.check_named(PRICED, lines, NOON - HOUR, NOON + HOUR)


def texts() -> Iterator[Case]:
    """Yield the cases of what a text says."""
    yield from cases(
        "CN-01",
        passes=[
            ("the candidate", OK, _named("Votez Anne Lefèvre")),
            ("the party", OK, _named("Rennes Ensemble vous écrit")),
        ],
        threshold=[
            ("without accent or capital", OK, _named("avec anne lefevre.")),
            ("a letter more is another name", "CN-01", _named("Votez Anne Lefèvres")),
            ("the words the other way round", "CN-01", _named("Votez Lefèvre Anne")),
        ],
        fails=[
            ("nobody", "CN-01", _named("Votez dimanche")),
            ("an empty name names nobody", "CN-01", _named("Votez", " ")),
        ],
    )
    for rule in ("SM-12", "SM-03"):
        yield from cases(
            rule,
            passes=[("the mention of the route", OK, _stop("Votez Anne. STOP 36180"))],
            threshold=[
                ("« au » and a full stop", OK, _stop("Votez Anne. Stop au 36180.")),
                ("one digit off", "SM-12", _stop("Votez Anne. STOP 36181")),
                ("one digit more", "SM-12", _stop("Votez Anne. STOP 361800")),
                ("twice", "SM-12", _stop("STOP 36180 STOP 36180")),
            ],
            fails=[
                ("no way to object", "SM-12", _stop("Votez Anne.")),
                ("a word without a number", "SM-12", _stop("STOP")),
            ],
        )


def prices() -> Iterator[Case]:
    """Yield the cases of what a call costs."""
    yield from cases(
        "SM-02",
        passes=[("no number", OK, _surtaxed("Votez Anne")), ("an ordinary one", OK, _surtaxed("le 01 99 00 12 34"))],
        threshold=[
            ("0809 is ordinary", OK, _surtaxed("le 0809 00 12 34")),
            ("0810 is not", "SM-02", _surtaxed("le 0810 00 12 34")),
            ("a short code that is ours to stop", OK, _surtaxed("STOP au 36180")),
            ("a premium SMS", "SM-02", _surtaxed("Envoyez VOTE au 81234")),
        ],
        fails=[("0899", "SM-02", _surtaxed("Appelez le 0899 12 34 56"))],
    )
    yield from cases(
        "SM-20",
        passes=[(f"{prefix}: {price}", price, _price(prefix.ljust(10, "1"))) for prefix, price in PRICES.items()],
        threshold=[
            *((f"{digits}: {price}", price, _price(digits)) for digits, price in SHORT.items()),
            *((f"{p} on the first day", c, _price(p.ljust(10, "1"), RULED)) for p, c in PRICES.items()),
            *((f"{p} the day before", "unknown", _price(p.ljust(10, "1"), RULED - timedelta(days=1))) for p in PRICES),
            *((f"{d} on the first day", c, _price(d, RULED)) for d, c in SHORT.items()),
            *((f"{d} the day before", "unknown", _price(d, RULED - timedelta(days=1))) for d in SHORT),
        ],
        fails=[("a short number of unknown price is held", "SM-20", _surtaxed("Appelez le 3960"))],
    )
    yield from _replies()


def _replies() -> Iterator[Case]:
    yield from cases(
        "SM-14",
        passes=[("support is no refusal", "none", _reads("Bravo, je vote pour vous !"))],
        threshold=[("a doubt is read by somebody", "read", _reads("hmm je sais pas trop quoi en penser la"))],
        fails=[(said, "oppose", _reads(said)) for said in ("STOP", "stop svp", "Arrêtez", "desabonnement", "5T0P")],
    )
    yield from cases(
        "SM-15",
        passes=[("a question gets no confirmation", "answer", _reads("Qui êtes-vous ?"))],
        threshold=[("stop sms", "oppose", _reads("stop sms"))],
        fails=[("STOP", "oppose", _reads("STOP"))],
    )


def senders() -> Iterator[Case]:
    """Yield the cases of what stands as the sender."""
    yield from cases(
        "SM-10",
        passes=[("36xxx", OK, _sender("36180"))],
        threshold=[
            ("the last of 36", OK, _sender("36999")),
            ("the first of 38", "SM-10", _sender("38000")),
            ("37 is neither", "SM-11", _sender("37999")),
        ],
        fails=[("38xxx", "SM-10", block(sender="38123"))],
    )
    yield from cases(
        "SM-11",
        passes=[("a registered name", OK, _sender("ALEFEVRE"))],
        threshold=[
            ("eleven letters", OK, _sender("ABCDEFGHIJK")),
            ("twelve", "SM-11", _sender("ABCDEFGHIJKL")),
            ("figures alone", "SM-11", _sender("123456")),
            (
                "a registered word, the day before the list",
                OK,
                lambda: sender_name.check("INFO", {"INFO"}, on=date(2025, 3, 9)),
            ),
            *((f"{word}, the first day of the list", "SM-11", _first_day(word)) for word in WORDS),
            *((f"{word}, the day before", OK, _day_before(word)) for word in WORDS),
        ],
        fails=[
            ("an accent", "SM-11", _sender("Lefèvre")),
            ("not registered for the route", "SM-11", block(sender="AUTRE")),
            *((f"the word {word}", "SM-11", _sender(word)) for word in WORDS),
        ],
    )
    yield from cases(
        "SM-16",
        passes=[("a name", OK, _sender("ALEFEVRE"))],
        threshold=[
            ("05 is malformed, not mobile", "SM-11", _sender("0599980001")),
            ("06", "SM-16", _sender("0639980001")),
            ("07", "SM-16", _sender("0739980001")),
            ("08 again is not", "SM-11", _sender("0839980001")),
        ],
        fails=[("with its country code", "SM-16", _sender("+33639980001"))],
    )


def _first_day(word: str) -> Said:
    return lambda: sender_name.check(word, {word}, on=date(2025, 3, 10))


def _day_before(word: str) -> Said:
    return lambda: sender_name.check(word, {word}, on=date(2025, 3, 9))


def lines() -> Iterator[Case]:
    """Yield the cases of voice lines, and of texts that name one."""
    first, day = date(2015, 10, 1), timedelta(days=1)
    yield from cases(
        "SM-21",
        passes=[("01", OK, _line("0199001234")), ("0806", OK, _line("0806111111"))],
        threshold=[
            *((f"{one} is 0199001234", "0199001234", _shown(one)) for one in INTERNATIONAL),
            ("05 is the last of its kind", OK, _line("0511111111")),
            ("06", "SM-21", _line("0611111111")),
            ("07", "SM-21", _line("0711111111")),
            ("08, unknown", "SM-21", _line("0811111111")),
            ("0805 in the ban", "EL-12", _line("0805111111")),
            ("0805, opened on the last day of the vote", "EL-12", _line("0805111111", ENDS, ENDS + day)),
            ("0805, opened on the day after it", OK, _line("0805111111", ENDS + day, ENDS + day)),
            ("0805, closed on the first day of the ban", "EL-12", _line("0805111111", BANS - day, BANS)),
            ("0805, closed on the day before it", OK, _line("0805111111", BANS - day, BANS - day)),
            ("0806", OK, _line("0806111111")),
            ("nine digits", "SM-21", _line("019900123")),
            *((f"{p} since the first day", "SM-21", _mobile(p, first)) for p in ("06", "07")),
            *((f"{p} the day before is unknown, not mobile", "SM-21", _mobile(p, first - day)) for p in ("06", "07")),
            *((f"why {p} is refused on the first day", "mobile", _why(p, first)) for p in ("06", "07")),
            *((f"why {p} is refused the day before", "price", _why(p, first - day)) for p in ("06", "07")),
            *((f"why {p} is not mobile", OK, _why(p, first)) for p in ("05", "09")),
            ("why 08 is not mobile", OK, _why("08", first)),
        ],
        fails=[("0899", "SM-21", _line("0899111111"))],
    )


def named_lines() -> Iterator[Case]:
    """Yield the cases of texts that name a line, and of calls."""
    yield from cases(
        "SM-23",
        passes=[("the price is said", OK, _says(PRICED))],
        threshold=[
            ("another number is none of it", OK, _says("au 01 99 00 12 35")),
            ("the right number, without its price", "SM-23", _says(CALL)),
        ],
        fails=[("a wrong price", "SM-23", _says(f"{CALL} (appel gratuit)"))],
    )
    yield from cases(
        "VL-02",
        passes=[("approved, published, open", OK, _says(PRICED))],
        threshold=[
            ("open until this instant", OK, _says(PRICED, replace(LINE, closes_at=NOON))),
            ("closed a second ago", "VL-02", _says(PRICED, replace(LINE, closes_at=NOON - timedelta(seconds=1)))),
            ("opens this instant", OK, _says(PRICED, replace(LINE, opens_at=NOON))),
            ("opens in a second", "VL-02", _says(PRICED, replace(LINE, opens_at=NOON + timedelta(seconds=1)))),
            ("of two lines of one number, one is over", OK, _says(PRICED, ENDED, LINE)),
            ("of two lines of one number, the closed one stands", "VL-02", _says(PRICED, CLOSED, ENDED)),
            ("two lines of one number, one after the other", "VL-02", _during(UNTIL_NOON, FROM_NOON)),
        ],
        fails=[("not published", "VL-02", _says(PRICED, ENDED))],
    )
    yield from cases(
        "VL-01",
        passes=[("in the middle", OK, _call())],
        threshold=[
            ("at its opening", OK, _call(opens_at=NOON)),
            ("a second before", "VL-01", _call(opens_at=NOON + timedelta(seconds=1))),
            ("at its closing", "VL-01", _call(closes_at=NOON)),
        ],
        fails=[("not published", "VL-01", _call(published=False))],
    )
    yield from sponsored_lines()


def sponsored_lines() -> Iterator[Case]:
    """Yield the cases of lines whose sponsor or candidate has not signed what a campaign needs too."""
    third = replace(SPONSOR, standing="company", country="CH")
    yield from cases(
        "GD-12",
        passes=[("a line, assessed", OK, _call())],
        threshold=[
            ("a line, the last day before the review", OK, _assessed("2023-03-11")),
            ("a line, the day of the review", "GD-12", _assessed("2023-03-10")),
        ],
        fails=[("a line, not assessed", "GD-12", _call(mandate=replace(MANDATE, assessed_on=None)))],
    )
    yield from cases(
        "RP-02",
        passes=[("a line, declared", OK, _call())],
        threshold=[("a line, declared as not political", "RP-02", _call(sponsor=replace(SPONSOR, political=False)))],
        fails=[("a line, not declared", "RP-02", _call(sponsor=None))],
    )
    yield from cases(
        "RP-03",
        passes=[("a line of a citizen, five days before the vote", OK, _call())],
        threshold=[("a line of a company of the Union", OK, _call(sponsor=replace(third, country="BE")))],
        fails=[("a line of a company of a third country", "RP-03", _call(sponsor=third))],
    )


def _assessed(day: str) -> Said:
    return _call(mandate=replace(MANDATE, assessed_on=date.fromisoformat(day)))


def _mobile(prefix: str, on: date) -> Said:
    return _line(prefix.ljust(10, "1"), on, on)


def _why(prefix: str, on: date) -> Said:
    """Return the question which of the two reasons refuses a number: it is mobile, or its price is not known."""

    def said() -> str:
        verdict = line.check_number(prefix.ljust(10, "1"), election("presidentielle-2027"), on, on)
        return "mobile" if verdict == line.MOBILE else "price" if verdict == line.NOT_A_LINE else OK

    return said


def _call(**changes: object) -> Said:
    def said() -> object:
        one = line.Line(
            digits="0199001234",
            mandate=MANDATE,
            election=election("municipales-2026"),
            trunk=ROUTE,
            content_sha256="ab" * 32,
            approved_sha256="ab" * 32,
            published=True,
            opens_at=NOON - HOUR,
            closes_at=NOON + HOUR,
            sponsor=SPONSOR,
        )
        return line.check(replace(one, **changes), NOON)  # type: ignore[arg-type]

    return said


def everything() -> list[Case]:
    """Return the cases of this file."""
    return [*texts(), *prices(), *senders(), *lines(), *named_lines()]
