"""What the law says of one message at one instant, told a second time and apart: nothing of `selfcontact.compliance`.

The facts are read by plain SQL at the instant at which the message is written to the carrier; windows and feasts are
written by hand from the legal rule pack. What was signed, who opposed and who is too young is the test's own memory.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import dict_row

from selfcontact.sms.alphabet import decode
from selfcontact.sms.gateway import Submission

FACTS = """
SELECT left(replace(campaign.uid::text, '-', ''), 10) AS code, campaign.state, campaign.text,
       campaign.sender_name, campaign.area, campaign.age_from, campaign.age_to, campaign.earliest,
       campaign.latest, mandate.state AS mandate_state, mandate.opens_on, mandate.ends_on,
       candidate.name, candidate.aliases, candidate.party, route.enabled, route.sender_names,
       (SELECT count(*) FROM mandates_instruction WHERE mandate_id = mandate.id AND kind = 'campaigns'
        AND withdrawn_at IS NULL) AS instructions,
       (SELECT max(signed_at) FROM mandates_instruction WHERE mandate_id = mandate.id AND kind = 'assessment'
        AND withdrawn_at IS NULL) AS assessed_at,
       (SELECT CASE WHEN political AND withdrawn_at IS NULL THEN standing END FROM mandates_sponsor
        WHERE mandate_id = mandate.id ORDER BY id DESC LIMIT 1) AS sponsor,
       (SELECT paying FROM mandates_sponsor WHERE mandate_id = mandate.id ORDER BY id DESC LIMIT 1) AS paying,
       (SELECT max(id) FROM mandates_sponsor WHERE mandate_id = mandate.id) AS declaration,
       (SELECT count(*) FROM transparency_notice
        WHERE code = left(replace(campaign.uid::text, '-', ''), 10)) AS notices,
       mandate.election,
       (SELECT count(*) FROM campaigns_approval WHERE campaign_id = campaign.id AND voided_at IS NULL) AS approvals,
       (SELECT max(signed_at) FROM campaigns_approval
        WHERE campaign_id = campaign.id AND voided_at IS NULL) AS signed_at,
       (SELECT count(*) FROM providers_provider WHERE vetted_on IS NULL OR suspended_on IS NOT NULL) AS untrusted
FROM campaigns_campaign AS campaign
JOIN mandates_mandate AS mandate ON mandate.id = campaign.mandate_id
JOIN mandates_candidate AS candidate ON candidate.id = mandate.candidate_id
JOIN subprocessors_route AS route ON route.id = campaign.route_id
WHERE campaign.id = %s
"""
CONTENT = ("text", "sender_name", "area", "age_from", "age_to", "earliest", "latest")
#: Feasts in the months of the walk, by zone; everywhere first.
FEASTS = {"": ("2027-03-29", "2027-05-01", "2027-05-06", "2027-05-08", "2027-05-17"), "Indian/Mayotte": ("2027-04-27",)}
#: On 26 March, Good Friday, a mainland number without a département may be in Alsace.
ALSACE = "2027-03-26"
#: Silences by election and place, in UTC: the places are those of an address and of its dialling code together.
SILENCES = {
    ("presidentielle-2027", "metropole"): (
        ("2027-04-16T22:00", "2027-04-18T22:00"), ("2027-04-30T22:00", "2027-05-02T22:00"),
    ),
    ("presidentielle-2027", "reunion"): (
        ("2027-04-16T20:00", "2027-04-18T20:00"), ("2027-04-30T20:00", "2027-05-02T20:00"),
    ),
    ("presidentielle-2027", "guadeloupe"): (
        ("2027-04-16T04:00", "2027-04-18T04:00"), ("2027-04-30T04:00", "2027-05-02T04:00"),
    ),
    # Nobody of the first two votes in it: silent as long as anybody does, from Wallis to Saint-Martin.
    ("territoriales-975-977-978-986-2027", "metropole"): (("2027-03-19T12:00", "2027-03-22T04:00"),),
    ("territoriales-975-977-978-986-2027", "reunion"): (("2027-03-19T12:00", "2027-03-22T04:00"),),
    ("territoriales-975-977-978-986-2027", "guadeloupe"): (("2027-03-20T04:00", "2027-03-22T04:00"),),
}  # fmt: skip
#: Until when only the Union sponsors; the walk lies within the three months before.
LAST_VOTES = {"presidentielle-2027": date(2027, 5, 2), "territoriales-975-977-978-986-2027": date(2027, 3, 21)}
CLOCKS = {
    "metropole": ("Europe/Paris",),
    "reunion": ("Indian/Reunion", "Indian/Mayotte"),
    "guadeloupe": ("America/Guadeloupe",),
}


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A synthetic person as the test made them."""

    place: str


@dataclass
class Oracle:
    """The test's memory of one campaign, and what it found against it."""

    database: str
    election: str
    people: dict[int, Somebody]
    campaign: int = 0
    signed: tuple[object, ...] | None = None
    opposed: set[int] = field(default_factory=set)
    restricted: set[int] = field(default_factory=set)
    minors: set[int] = field(default_factory=set)
    #: What the candidate signed last about the first message, and what people answered to an invitation.
    invite_first: bool = False
    agreed: set[int] = field(default_factory=set)
    declined: set[int] = field(default_factory=set)
    #: Holds that somebody cleared: the rule, the content, and for who pays the declaration.
    cleared: set[tuple[object, ...]] = field(default_factory=set)
    written: list[int] = field(default_factory=list)
    against: list[str] = field(default_factory=list)

    def facts(self) -> dict[str, object]:
        """Read the campaign as it is at this moment."""
        with psycopg.connect(self.database, autocommit=True, row_factory=dict_row) as connection:
            row = connection.execute(FACTS, [self.campaign]).fetchone()
        assert row
        return row

    def sign(self) -> None:
        """Remember what the candidate signs now."""
        self.signed = content(self.facts())

    def clear(self, rule: str) -> None:
        """Remember that somebody lets what is there now pass a rule that holds it."""
        self.cleared.add(_looked_at(rule, self.facts()))

    def see(self, submissions: list[Submission], at: datetime) -> None:
        """Judge what is being written to the carrier."""
        known = self.facts()
        for one in submissions:
            self.against += [f"{at} {one.destination % 1000}: {why}" for why in self._objections(known, one, at)]
            self.written.append(one.destination)

    def _objections(self, known: dict[str, object], one: Submission, at: datetime) -> Iterator[str]:
        somebody = self.people[one.destination]
        assert one.validity
        yield from campaign(known, self.signed, at)
        yield from self._held(known, transparency(known, at))
        yield from text("".join(decode(part, one.data_coding) for part in one.segments), known, at)
        yield from hours(somebody.place, at, at + one.validity)
        yield from silence(self.election, somebody.place, at, at + one.validity)
        yield from self._held(known, late(self.election, somebody.place, known["signed_at"], at))  # type: ignore[arg-type]
        if not (known["earliest"] <= at and at + one.validity <= known["latest"]):  # type: ignore[operator]
            yield "EL-16 slot"
        if one.destination in self.minors:
            yield "EL-21"
        if one.destination in self.opposed:
            yield "GD-08 opposed"
        if one.destination in self.restricted:
            yield "GD-08 restricted"
        if one.destination in self.declined:
            yield "CN-02 said no"
        if self.invite_first and one.destination not in self.agreed:
            yield "CN-02 has not said yes"
        if one.destination in self.written:
            yield "twice"

    def _held(self, known: dict[str, object], found: Iterator[str]) -> Iterator[str]:
        yield from (why for why in found if _looked_at(why.split()[0], known) not in self.cleared)


def _looked_at(rule: str, known: dict[str, object]) -> tuple[object, ...]:
    return rule, content(known), known["declaration"] if rule == "FI-05" else None


def day(at: datetime) -> date:
    """Return the day of the law: the one in Paris."""
    return at.astimezone(ZoneInfo("Europe/Paris")).date()


def content(known: dict[str, object]) -> tuple[object, ...]:
    """Return what a signature covers."""
    return tuple(str(known[name]) for name in CONTENT)


def campaign(known: dict[str, object], signed: tuple[object, ...] | None, at: datetime) -> Iterator[str]:
    """Yield what stands against the contract and the campaign."""
    if known["state"] != "running":
        yield f"state {known['state']}"
    if known["mandate_state"] != "live" or not (known["opens_on"] <= day(at) <= known["ends_on"]):  # type: ignore[operator]
        yield "FI-04"
    if not known["instructions"]:
        yield "GD-09"
    if not known["assessed_at"] or day(known["assessed_at"]) > day(at):  # type: ignore[arg-type]
        yield "GD-12"
    if not known["approvals"] or signed != content(known):
        yield "EL-16 signature"
    if not known["enabled"]:
        yield "GD-14"
    if known["untrusted"]:
        yield "PR-03"
    if known["sender_name"] not in known["sender_names"]:  # type: ignore[operator]
        yield "SM-11"


def transparency(known: dict[str, object], at: datetime) -> Iterator[str]:
    """Yield what stands against who sponsors, and the notice."""
    if not known["sponsor"]:
        yield "RP-02"
    elif known["sponsor"] == "other" and day(at) <= LAST_VOTES[str(known["election"])]:
        yield "RP-03"
    if known["paying"] not in {"agent", "party"}:
        yield "FI-05"
    if not known["notices"]:
        yield "RP-06"
    if (known["area"], known["age_from"], known["age_to"]) != (["FR"], 18, 120):
        yield "RP-14"


def text(shown: str, known: dict[str, object], at: datetime) -> Iterator[str]:
    """Yield what stands against the text as a telephone shows it."""
    names = [known["name"], *known["aliases"], known["party"]]  # type: ignore[misc]
    if not any(name and _plain(str(name)) in _plain(shown) for name in names):
        yield "CN-01"
    if len(re.findall(r"\bSTOP(?: au)? 36180\b", shown)) != 1 or shown.upper().count("STOP") != 1:
        yield "SM-12"
    if "pub. politique" not in shown.lower():
        yield "RP-04"
    if f"/n/{known['code']}/" not in shown:
        yield "CN-04"
    digits = re.sub(r"[ .]", "", shown)
    if re.search(r"(?<!\d)08(?:1|2|9)\d{7}", digits):
        yield "SM-02"
    if re.search(r"(?<!\d)080[0-5]\d{6}", digits) and day(at) <= date(2027, 5, 2):
        yield "EL-12"


def hours(place: str, first: datetime, last: datetime) -> Iterator[str]:
    """Yield what stands against the hours on every clock of a place."""
    for zone in CLOCKS[place]:
        begins, ends = first.astimezone(ZoneInfo(zone)), last.astimezone(ZoneInfo(zone))
        open_ = time(8) <= begins.time() and ends.time() < time(21, 30) and begins.date() == ends.date()
        feasts = FEASTS[""] + FEASTS.get(zone, ()) + ((ALSACE,) if place == "metropole" else ())
        if not open_ or begins.weekday() == 6 or str(begins.date()) in feasts:
            yield f"SM-04 in {zone}"


def silence(election: str, place: str, first: datetime, last: datetime) -> Iterator[str]:
    """Yield the silences in which any instant of a message's life lies."""
    for begins, ends in SILENCES[election, place]:
        start, end = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (begins, ends))
        if first < end and start <= last:
            yield f"EL-01 from {start}"


def late(election: str, place: str, signed_at: datetime | None, at: datetime) -> Iterator[str]:
    """Yield what stands against a text signed less than two days before the silence that comes."""
    starts = [datetime.fromisoformat(one).replace(tzinfo=UTC) for one, _ in SILENCES[election, place]]
    coming = [start for start in starts if at < start]
    if coming and (signed_at is None or signed_at > min(coming) - timedelta(hours=48)):
        yield f"EL-11 before {min(coming)}"


def _plain(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(c))


#: What the walk puts the clock to: both sides of every end that is above.
EDGES = tuple(
    datetime.fromisoformat(edge).replace(tzinfo=UTC)
    for edge in (
        "2027-03-16T07:00", "2027-03-16T20:30", "2027-03-17T12:00", "2027-03-19T12:00", "2027-03-20T04:00",
        "2027-03-22T07:00", "2027-03-26T10:00", "2027-03-29T10:00", "2027-04-15T15:00", "2027-04-16T04:00",
        "2027-04-16T15:00", "2027-04-17T10:00", "2027-04-19T10:00", "2027-05-01T10:00", "2027-05-03T10:00",
    )
)  # fmt: skip
OFFSETS = tuple(timedelta(minutes=by) for by in (-61, -17, -16, -15, -1, 0, 1, 61))
