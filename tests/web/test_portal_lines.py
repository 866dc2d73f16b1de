"""A candidate hears what will be played, signs it with a second factor, and sees rounded figures of the calls."""

import io
import wave
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from tests.lines.conftest import here, quick_voice, stand_in, studio
from tests.lines.world import DAY, NOON, STAFF, Studio
from tests.web.clients import Signed

from selfcontact.accounts.models import Seat
from selfcontact.lib.actor import SYSTEM
from selfcontact.lines import actions, content, figures
from selfcontact.lines.answering import counting
from selfcontact.lines.models import Line, LineSheet, Part, Prompt
from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Candidate
from selfcontact.proposals import recordings
from selfcontact.proposals.models import Proposal, Recording, RecordingDecision

__all__ = ["here", "quick_voice", "stand_in", "studio"]
Team = Callable[[Candidate, Seat], Signed]
LATER = NOON + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CLOCK_START", NOON)
    monkeypatch.setattr(settings, "CLOCK_ANCHOR", None)


@pytest.fixture
def submitted(studio: Studio) -> Line:
    """Give a line that awaits its candidate, shown in the portal."""
    line = studio.line()
    studio.record(line)
    actions.submit(actor=STAFF, line=line, at=NOON)
    recordings.tend(actor=SYSTEM, at=NOON)
    return line


def candidate() -> Candidate:
    return Candidate.objects.get(reference="mandate-c")


def sign(client: Signed, recording: Recording, **changes: str) -> int:
    given = {"verdict": "approve", "comment": "", "code": client.code(), "content": recording.content_sha256} | changes
    return int(client.post(f"/recordings/{recording.uid}/decide/", given).status_code)


def test_a_signatory_hears_and_reads_the_recordings_and_signs_them_with_a_code(submitted: Line, team: Team) -> None:
    client, recording = team(candidate(), Seat.APPROVER), Recording.objects.get()
    assert submitted.reference in client.get("/").content.decode()
    page = client.get(f"/recordings/{recording.uid}/").content.decode()
    assert "Bonjour, je suis candidate." in page
    assert recording.content_sha256 in page
    heard = client.get(f"/recordings/{recording.uid}/message/fr/")
    with wave.open(io.BytesIO(heard.content)) as sound:
        assert sound.getnframes() == len(Prompt.objects.get(line=submitted, part=Part.MESSAGE).alaw)
    assert sign(client, recording) == 302
    assert "en cours d’application" in client.get(f"/recordings/{recording.uid}/").content.decode()
    recordings.tend(actor=SYSTEM, at=LATER)
    assert "Approuvé le" in client.get(f"/recordings/{recording.uid}/").content.decode()
    submitted.refresh_from_db()
    assert submitted.state == Line.State.APPROVED
    approval = content.approval_in_force(submitted)
    assert approval
    assert approval.content_sha256 == recording.content_sha256


def test_nothing_is_signed_without_the_second_factor_nor_by_a_reader(submitted: Line, team: Team) -> None:
    recording = Recording.objects.get()
    assert sign(team(candidate(), Seat.OWNER), recording, code="000000") == 200
    assert sign(team(candidate(), Seat.OWNER), recording, code="") == 200
    assert sign(team(candidate(), Seat.READER), recording) == 404
    assert not RecordingDecision.objects.exists()


def test_the_team_of_another_candidate_hears_nothing(submitted: Line, team: Team) -> None:
    other = mandates.add_candidate(actor=STAFF, reference="autre", name="Camille Petit")
    client, recording = team(other, Seat.OWNER), Recording.objects.get()
    for path in (f"/recordings/{recording.uid}/", f"/recordings/{recording.uid}/message/fr/"):
        assert client.get(path).status_code == 404
    assert sign(client, recording) == 404


def test_a_request_for_changes_sends_the_line_back(submitted: Line, team: Team) -> None:
    client, recording = team(candidate(), Seat.OWNER), Recording.objects.get()
    assert sign(client, recording, verdict="changes") == 200
    assert sign(client, recording, verdict="changes", comment="Parlez plus lentement.", code=client.code(1)) == 302
    recordings.tend(actor=SYSTEM, at=LATER)
    submitted.refresh_from_db()
    assert submitted.state == Line.State.DRAFT
    assert Recording.objects.get().state == Proposal.State.CHANGES


def test_a_new_recording_voids_what_was_shown_even_when_it_was_signed(
    studio: Studio, submitted: Line, team: Team
) -> None:
    client, recording = team(candidate(), Seat.OWNER), Recording.objects.get()
    assert sign(client, recording) == 302
    recordings.tend(actor=SYSTEM, at=LATER)
    submitted.refresh_from_db()
    studio.record(submitted, seed=3)
    recordings.tend(actor=SYSTEM, at=LATER)
    assert Recording.objects.get().state == Proposal.State.VOID
    assert "la ligne a changé" in client.get(f"/recordings/{recording.uid}/").content.decode()
    actions.submit(actor=STAFF, line=submitted, at=LATER)
    recordings.tend(actor=SYSTEM, at=LATER)
    assert Recording.objects.count() == 2
    assert "soumis depuis" in client.get(f"/recordings/{recording.uid}/").content.decode()


def test_a_signature_that_comes_after_the_line_changed_is_refused_and_says_why(
    studio: Studio, submitted: Line, team: Team
) -> None:
    client, recording = team(candidate(), Seat.OWNER), Recording.objects.get()
    assert sign(client, recording) == 302
    submitted.refresh_from_db()
    studio.record(submitted, seed=4)
    recordings.apply_waiting(at=LATER)
    page = client.get(f"/recordings/{recording.uid}/").content.decode()
    assert "Refusée" in page
    assert not content.approval_in_force(submitted)


def count(line: Line, calls: dict[str, int], days_ago: int) -> None:
    tally = counting.Tally()
    for how, number in calls.items():
        for _ in range(number):
            tally.add(line.pk, 30, how, NOON - days_ago * DAY)
    counting.write(tally.take())


def test_a_candidate_sees_days_that_are_over_rounded_and_nothing_of_few(
    studio: Studio, submitted: Line, team: Team
) -> None:
    count(submitted, {"heard": 60, "left": 40}, days_ago=3)
    count(submitted, {"heard": 60, "left": 3}, days_ago=2)
    count(submitted, {"heard": 5}, days_ago=1)
    count(submitted, {"heard": 500}, days_ago=0)
    figures.publish(NOON)
    sheet = LineSheet.objects.get()
    assert [one["day"] for one in sheet.days] == ["2027-03-13", "2027-03-14"]
    first, second = sheet.days
    assert abs(first["calls"] - 100) < 5
    assert abs(first["heard"] - 60) < 5
    # Three who did not listen are too few for the others to be counted.
    assert second["heard"] is None
    assert sheet.totals["calls"] % 5 == 0
    page = team(candidate(), Seat.READER).get(f"/lines/{sheet.uid}/").content.decode()
    assert "13 mars 2027" in page
    assert "15 mars 2027</th>" not in page


def test_a_figure_is_the_same_whenever_it_is_published_again(studio: Studio, submitted: Line) -> None:
    count(submitted, {"heard": 60, "left": 40}, days_ago=3)
    figures.publish(NOON)
    before = LineSheet.objects.values_list("days", "totals", "updated_at").get()
    figures.publish(LATER)
    assert LineSheet.objects.values_list("days", "totals", "updated_at").get() == before
