"""The DPO's desk: what presses, whose a request is, what is held, how it all goes; and the register."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.notices.world import write
from tests.requests.world import DAY, DPO, RECEIVED, deeds, receive
from tests.web.clients import Signed
from tests.web.console.conftest import AtTime
from tests.web.console.registers.conftest import Reader, text

from selfcontact.accounts.models import Role
from selfcontact.contacts import nearby
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.requests import actions
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Door, Kind

Staff = Callable[..., Signed]
LETTER = Person(name="Mme LEFEVRE Zoe", address="1 rue de la Paix, 35000 Rennes", text="Bonjour")
SPELLED = re.compile(r"(?:0|33)\W?6\W?39\W?98\W?00\W?01|Lefèvre|LEFEVRE|rue de la Paix")


@pytest.fixture
def dpo(staff: Staff) -> Reader:
    return Reader(staff(Role.DPO))


@pytest.mark.parametrize(
    ("narrowed", "shown"),
    [
        ("", {"old", "new", "paused"}),
        ("?door=mail", {"new"}),
        ("?kind=erasure", {"old"}),
        ("?state=identity-asked", {"paused"}),
        ("?pressure=late", {"old"}),
        ("?pressure=calm", {"new"}),
        ("?pressure=paused", {"paused"}),
        ("?door=mail&pressure=late", set()),
        ("?door=whatever&pressure=x", {"old", "new", "paused"}),
    ],
)
def test_the_queue_is_narrowed_by_door_right_state_and_pressure(
    dpo: Reader, at_time: AtTime, narrowed: str, shown: set[str]
) -> None:
    made = {
        "old": receive(Kind.ERASURE),
        "paused": receive(Kind.ACCESS),
        "new": receive(Kind.ACCESS, door=Door.MAIL, at=RECEIVED + 40 * DAY),
    }
    actions.ask_identity(actor=DPO, request=made["paused"], reason="doute", at=RECEIVED + DAY)
    with at_time(RECEIVED + 41 * DAY):
        page = dpo.get(f"/requests/{narrowed}")
    assert {name for name, one in made.items() if one.reference in page} == shown


def test_a_target_of_the_house_shows_in_red_once_it_is_passed(dpo: Reader, at_time: AtTime) -> None:
    made = receive(Kind.ERASURE)
    with at_time(RECEIVED + timedelta(hours=71)):
        assert "objectif passé" not in dpo.get("/requests/") + dpo.get(f"/requests/{made.reference}/")
    with at_time(RECEIVED + timedelta(hours=73)):
        assert "objectif passé" in dpo.get("/requests/")
        assert "objectif passé" in dpo.get(f"/requests/{made.reference}/")


def test_the_dpo_alone_reads_what_each_mandate_holds_in_counts(
    second: Mandate, staff: Staff, as_console: Callable[[], object]
) -> None:
    made, dpo, auditor = receive(), Reader(staff(Role.DPO)), Reader(staff(Role.AUDITOR))
    with as_console():  # type: ignore[attr-defined]
        said = dpo.get(f"/requests/{made.reference}/match/")
        seen = auditor.get(f"/requests/{made.reference}/")
    assert "second 1 0" in said
    assert not SPELLED.search(said + seen)
    assert "les mandats contiennent" not in seen
    assert deeds(made.uid) == ["request:received"]


def test_the_page_of_a_request_has_the_thread_of_what_was_written(dpo: Reader) -> None:
    made = receive()
    write(subject=made.uid)
    said = dpo.get(f"/requests/{made.reference}/")
    assert "accusé de réception , la personne, courrier postal" in said
    assert "ouvre : accès" in said


def test_a_letter_without_a_number_is_matched_by_name_with_a_reason(
    second: Mandate, dpo: Reader, as_console: Callable[[], object]
) -> None:
    made = receive(person=LETTER)
    page = f"/requests/{made.reference}/match/"
    assert not SPELLED.search(dpo.get(page))
    assert "obligatoire" in dpo.refused(page, by="name", reason="")
    with as_console():  # type: ignore[attr-defined]
        answer = dpo.client.post(page, {"by": "name", "reason": "lettre sans numéro"})
    said = text(answer)
    assert "4 contacts ouverts" in said
    assert said.count("Zoé Lefèvre") == 2
    assert "Jean-Marie" not in said
    assert "no-store" in answer["Cache-Control"]
    assert deeds(made.uid)[-1] == "request:matched"


def test_a_number_that_somebody_else_has_now_is_said_to_be_another_name(second: Mandate, dpo: Reader) -> None:
    made = receive(person=Person(number=33639980001, name="Camille Martin", address="x"))
    answer = dpo.client.post(f"/requests/{made.reference}/match/", {"by": "number", "reason": "doute"})
    assert text(answer).count("un autre nom") == 2


def test_a_search_that_is_too_wide_is_explained_and_repeats_nothing(
    second: Mandate, dpo: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearby, "MOST_OPENED", 1)
    made = receive(person=LETTER)
    page = f"/requests/{made.reference}/match/"
    assert "rien n’a été ouvert" in dpo.refused(page, by="name", reason="lettre")
    assert deeds(made.uid) == ["request:received"]


def test_the_figures_count_requests_stops_and_keys_with_a_table_behind_each_chart(
    second: Mandate, dpo: Reader, at_time: AtTime, as_console: Callable[[], object]
) -> None:
    receive(Kind.ACCESS)
    for number, channel in enumerate((Entry.Channel.SMS, Entry.Channel.SMS, Entry.Channel.VOICE)):
        oppose(actor=DPO, number=33639980001 + number, channel=channel, on=RECEIVED.date())
    with at_time(RECEIVED + 3 * DAY), as_console():  # type: ignore[attr-defined]
        answer = dpo.client.get("/requests/figures/")
    page, said = answer.content.decode(), text(answer)
    assert page.count("<details") >= 2
    assert "2027-03 1 2 1" in said
    assert "second 0 0 0 0 0" in said


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_register_is_taken_with_a_reason_and_without_anybody(
    dpo: Reader, form: str, as_console: Callable[[], object]
) -> None:
    made = receive()
    assert "obligatoire" in dpo.refused("/requests/export/", form=form, reason="")
    with as_console():  # type: ignore[attr-defined]
        answer = dpo.client.post("/requests/export/", {"form": form, "reason": "contrôle"})
    content = answer.content.decode("utf-8-sig")
    assert made.reference in content
    assert not SPELLED.search(content)
    assert f"registre-des-demandes.{form}" in answer["Content-Disposition"]
    if form == "json":
        assert json.loads(content)["requests"][0]["due_on"] == "2027-04-15"


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_nobody_but_the_dpo_matches_and_the_auditor_has_the_figures(staff: Staff, role: Role, database: str) -> None:
    made, client = receive(), staff(role)
    page = f"/requests/{made.reference}/match/"
    assert client.get(page).status_code == 404
    assert client.post(page, {"by": "number", "reason": "x"}).status_code == 404
    seen = 200 if role == Role.AUDITOR else 404
    assert client.get("/requests/figures/").status_code == seen
    assert client.get("/requests/export/").status_code == seen
    assert deeds(made.uid) == ["request:received"]


def test_the_desk_asks_the_database_little_however_much_there_is(second: Mandate, dpo: Reader) -> None:
    made = [receive() for _ in range(60)]
    for _ in range(20):
        write(subject=made[0].uid)
    addresses = ("/requests/", "/requests/figures/", "/requests/export/", f"/requests/{made[0].reference}/")
    counts = {address: dpo.queries(address) for address in (*addresses, f"/requests/{made[0].reference}/match/")}
    assert all(count < 15 for count in counts.values()), counts
