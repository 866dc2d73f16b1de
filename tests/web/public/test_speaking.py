"""On whose behalf we write: whoever reads the site learns it, and no more of a mandate."""

from datetime import date, datetime

import pytest
from django.conf import settings
from django.test import Client
from tests.database.refusals import signed_in

from selfcontact.certificates.actions import end_mandate
from selfcontact.compliance.deadline import PARIS
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import SystemClock
from selfcontact.mandates import actions
from selfcontact.mandates.models import Candidate, Mandate

NOW = datetime(2027, 3, 9, 14, tzinfo=PARIS)


@pytest.fixture
def reader(public: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Give a visitor on a Tuesday of March."""
    monkeypatch.setattr(settings, "CLOCK_START", NOW)
    monkeypatch.setattr(settings, "CLOCK_ANCHOR", None)
    return Client()


def candidate(reference: str, name: str) -> Candidate:
    return actions.add_candidate(actor=SYSTEM, reference=reference, name=name)


def mandate(reference: str, of: Candidate, *, opens_on: date = date(2027, 1, 4), election: str = "") -> Mandate:
    return actions.open_mandate(
        actor=SYSTEM,
        reference=reference,
        candidate=of,
        election=election or "presidentielle-2027",
        area=["FR"],
        opens_on=opens_on,
        ends_on=date(2027, 6, 30),
    )


def test_the_candidates_we_write_for_are_named_with_their_election(reader: Client) -> None:
    mandate("m-1", candidate("c-1", "Camille <b>Exemple</b>"))
    for path in ("/", "/why/"):
        said = reader.get(path).content.decode()
        assert "Camille &lt;b&gt;Exemple&lt;/b&gt;" in said
        assert "Présidentielle 2027" in said


def test_two_mandates_for_two_elections_name_a_candidate_once(reader: Client) -> None:
    one = candidate("c-1", "Camille Exemple")
    for number, election in enumerate(("presidentielle-2027", "presidentielle-2022", "presidentielle-2027")):
        mandate(f"m-{number}", one, election=election)
    said = reader.get("/").content.decode()
    assert said.count("Camille Exemple") == 1
    assert "Présidentielle 2022 · Présidentielle 2027" in said


def test_a_mandate_that_has_not_begun_or_is_over_names_nobody(reader: Client) -> None:
    mandate("m-1", candidate("c-1", "Plus Tard"), opens_on=date(2027, 4, 1))
    end_mandate(
        actor=SYSTEM,
        mandate=mandate("m-2", candidate("c-2", "Trop Tôt")),
        grounds="fin de campagne",
        clock=SystemClock(),
    )
    said = reader.get("/").content.decode()
    assert "Plus Tard" not in said
    assert "Trop Tôt" not in said
    assert "nous n’écrivons pour personne" in said


def test_the_public_role_itself_reads_names_and_elections_and_nothing_that_identifies_a_mandate(
    database: str,
) -> None:
    mandate("m-1", candidate("c-1", "Camille Exemple"))
    with signed_in(database, "public") as connection:
        cursor = connection.execute("SELECT * FROM mandates_speaking")
        assert [one.name for one in cursor.description or ()] == ["candidate", "name", "election", "opens_on"]
        assert [row[1:3] for row in cursor.fetchall()] == [("Camille Exemple", "presidentielle-2027")]
