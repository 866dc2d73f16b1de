"""Voice lines in the console: from the recording to the air, heard as callers hear them, each step by who may."""

import io
import re
import wave
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.lines.conftest import here, quick_voice, stand_in, studio
from tests.lines.world import DAY, NOON, NUMBER, STAFF, Studio, file, voice

from selfcontact.accounts.models import Role
from selfcontact.lines import actions, house
from selfcontact.lines.answering import counting, presence
from selfcontact.lines.models import Language, Line, Part, Prompt, Trunk

__all__ = ["here", "quick_voice", "stand_in", "studio"]
OPERATOR, APPROVER = Role.OPERATOR, Role.APPROVER
HOURS = {"opens_at": "2027-03-01T08:00", "closes_at": "2027-04-30T20:00"}


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CLOCK_START", NOON)
    monkeypatch.setattr(settings, "CLOCK_ANCHOR", None)


def said(client: Client, path: str, **given: object) -> str:
    """Post a form and return the page that it leads to; without values, open the page."""
    answer = client.post(path, given, follow=True) if given else client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def sound(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("message.wav", data, content_type="audio/wav")


def error(page: str) -> str:
    return " ".join(re.findall(r'field__error"[^>]*>([^<]*)|alert"><p>([^<]*)', page)[0])


def on_the_air(studio: Studio) -> Line:
    line = studio.line()
    studio.record(line)
    studio.approve(line)
    actions.publish(actor=STAFF, line=line, at=NOON)
    return line


def test_an_operator_adds_and_records_a_line_and_an_approver_puts_it_on_the_air(
    studio: Studio, staff: Callable[..., Client]
) -> None:
    operator, approver = staff(OPERATOR), staff(APPROVER)
    terms = {"number": "01 99 00 12 34", "languages": ["fr"], "cap": 50, **HOURS}
    page = said(operator, "/lines/new/", reference="line", mandate="mandate", trunk="loop", **terms)
    assert "Pas encore enregistré" in page
    recorded = said(operator, "/lines/line/message/fr/", recording=sound(file(voice())), text="Bonjour à tous.")
    assert "Bonjour à tous." in recorded
    assert "<svg" in recorded
    assert "soumise au candidat" in said(operator, "/lines/line/do/submit/", confirm="1")
    line = Line.objects.get()
    assert approver.get("/lines/line/do/submit/").status_code == 404
    actions.approve(actor=STAFF, line=line, content=line.content_sha256, signatory="A. Durand", at=NOON)
    assert operator.get("/lines/line/do/publish/").status_code == 404
    assert "répond et diffuse" in said(approver, "/lines/line/do/publish/", confirm="1")
    assert "arrêtée" in said(operator, "/lines/line/do/stop/", grounds="fin de la campagne")


@pytest.mark.parametrize(
    ("number", "why"),
    [("08 00 12 34 56", "EL-12"), ("06 39 98 00 01", "SM-21"), ("0892 12 34 56", "SM-21"), ("12", "numéro français")],
)
def test_a_number_that_no_line_may_have_is_refused_in_the_form(
    studio: Studio, staff: Callable[..., Client], number: str, why: str
) -> None:
    terms = {"number": number, "languages": ["fr"], "cap": 50, **HOURS}
    page = said(staff(OPERATOR), "/lines/new/", reference="line", mandate="mandate", trunk="loop", **terms)
    assert why in error(page)
    assert not Line.objects.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"not a sound", "ne se lit pas"),
        (file(voice() * 0), "aucun son"),
        (b"RIFF" + b"\0" * (21 << 20), "dépasse 20"),
        (b"", "vide"),
    ],
    ids=["text", "silence", "huge", "empty"],
)
def test_a_recording_that_will_not_do_is_refused_with_the_reason(
    studio: Studio, staff: Callable[..., Client], data: bytes, why: str
) -> None:
    studio.line()
    page = said(staff(OPERATOR), "/lines/line/message/fr/", recording=sound(data), text="…")
    assert why in error(page)
    assert not Prompt.objects.filter(part=Part.MESSAGE).exists()


def test_what_is_listened_to_is_the_sound_that_callers_hear(studio: Studio, staff: Callable[..., Client]) -> None:
    line = on_the_air(studio)
    prompt = Prompt.objects.get(line=line, part=Part.MESSAGE)
    answer = staff(Role.AUDITOR).get(f"/lines/listen/{prompt.uid}/")
    assert answer["Content-Type"] == "audio/wav"
    with wave.open(io.BytesIO(answer.content)) as heard:
        assert heard.getnframes() == len(prompt.alaw)
    assert staff(Role.AUDITOR).get(f"/lines/listen/{uuid4()}/").status_code == 404


def test_the_house_says_whose_voice_is_live_and_a_human_takes_the_machines_place(
    studio: Studio, staff: Callable[..., Client]
) -> None:
    keeper = staff(Role.ADMINISTRATOR)
    assert "Personne ne l’a encore dite" in said(keeper, "/lines/house/")
    said(keeper, "/lines/house/speak/", confirm="1")
    page = said(keeper, "/lines/house/")
    assert "Personne ne l’a encore dite" not in page
    assert page.count("badge--info") == 22
    human = said(keeper, "/lines/house/notice/fr/", recording=sound(file(voice())), text="Mention.")
    assert human.count("voix humaine</span>") == 1
    assert said(keeper, "/lines/house/notice/fr/back/", confirm="1").count("voix humaine</span>") == 0
    assert keeper.get("/lines/house/message/fr/").status_code == 404


def test_calls_in_progress_and_the_listened_share_by_quarter_of_an_hour_are_shown(
    studio: Studio, staff: Callable[..., Client]
) -> None:
    line, tally = on_the_air(studio), counting.Tally()
    for count, exit in ((30, "heard"), (10, "left")):  # noqa: A001
        for _ in range(count):
            tally.add(line.pk, 40, exit, NOON - timedelta(minutes=20))
    for _ in range(3):
        tally.add(line.pk, 5, "left", NOON - timedelta(minutes=40))
    counting.write(tally.take())
    presence.say(uuid4(), {line.pk: presence.Said(concurrent=7, calls=43, late_permille=4, worst_ms=21)})
    client = staff(OPERATOR)
    page = said(client, "/lines/line/")
    assert 'data-figure="concurrent">7<' in page
    assert re.findall(r"<dd>([^<]*)</dd>", page)[1:3] == ["0,4\u202f%", "21 ms"]
    rows = re.findall(r"<th scope=\"row\">(\d\d:\d\d)</th>\s*<td[^>]*>([^<]*)</td>", page)
    # Three calls are too few for their behaviour to be told.
    assert rows[:2] == [("11:15", "–"), ("11:30", "75")]
    assert 'data-figure="concurrent">7<' in said(client, "/lines/line/live/")
    assert re.search(r'<td class="num">\s*7\s*</td>', said(client, "/lines/"))


FEW = "trop peu pour être dit"


@pytest.mark.parametrize(("calls", "told"), [(19, ["19", FEW, FEW]), (20, ["20", "19", "1"])])
def test_what_callers_did_is_told_from_twenty_calls_on(
    studio: Studio, staff: Callable[..., Client], calls: int, told: list[str]
) -> None:
    line, tally = on_the_air(studio), counting.Tally()
    for place in range(calls):
        tally.add(line.pk, 40, "heard" if place else "objected", NOON - timedelta(minutes=20))
    counting.write(tally.take())
    page = said(staff(OPERATOR), "/lines/line/")
    stats = re.findall(r'<div class="stat"><dt>[^<]*</dt><dd>([^<]*)', page)
    assert [one.strip() for one in stats[-3:]] == told
    assert ("Durée d’écoute" in page) is (FEW not in told)


def test_a_line_on_the_air_that_no_process_answers_for_is_told(studio: Studio, staff: Callable[..., Client]) -> None:
    on_the_air(studio)
    assert "Aucun processus ne répond" in said(staff(OPERATOR), "/lines/line/")


def test_an_administrator_adds_opens_and_closes_a_trunk(studio: Studio, staff: Callable[..., Client]) -> None:
    keeper = staff(Role.ADMINISTRATOR)
    given = {"subprocessor": "loop-op", "networks": "192.0.2.0/24", "called_in": "uri"}
    said(keeper, "/lines/trunks/new/", reference="second", username="u", password="secret", **given)
    assert not Trunk.objects.get(reference="second").enabled
    assert "ouverte" in said(keeper, "/lines/trunks/second/open/", confirm="1")
    assert Trunk.objects.get(reference="second").enabled
    said(keeper, "/lines/trunks/second/close/", grounds="contrat fini")
    assert not Trunk.objects.get(reference="second").enabled
    wide = said(keeper, "/lines/trunks/new/", reference="wide", **{**given, "networks": "0.0.0.0/0"})
    assert "65 536" in error(wide)
    six = said(keeper, "/lines/trunks/new/", reference="six", **{**given, "networks": "2001:db8::/63"})
    assert "/64" in error(six)
    said(
        keeper,
        "/lines/trunks/new/",
        reference="six",
        **{**given, "networks": "2001:db8::/64"},
        username="u",
        password="secret",
    )
    assert Trunk.objects.get(reference="six").networks == ["2001:db8::/64"]


def test_an_administrator_changes_a_trunk_from_what_it_is(studio: Studio, staff: Callable[..., Client]) -> None:
    keeper = staff(Role.ADMINISTRATOR)
    assert "/lines/trunks/loop/change/" in said(keeper, "/lines/trunks/")
    shown = said(keeper, "/lines/trunks/loop/change/")
    assert ">127.0.0.1/32</textarea>" in shown.replace("\r", "").replace("\n", "")
    given = {"networks": "127.0.0.1/32", "called_in": "to", "formats": ["plus", "national"], "country": "596"}
    assert "est modifiée" in said(keeper, "/lines/trunks/loop/change/", **given)
    found = Trunk.objects.get()
    assert (found.called_in, found.formats, found.country, found.enabled) == ("to", ["plus", "national"], "596", True)
    shown = said(keeper, "/lines/trunks/loop/change/")
    assert shown.count(" checked") == 2
    refused = said(keeper, "/lines/trunks/loop/change/", **{**given, "country": "39"})
    assert "39 ne s’écrit « national »" in error(refused)
    assert Trunk.objects.get().country == "596"


def test_the_page_of_a_line_costs_few_queries(studio: Studio, staff: Callable[..., Client]) -> None:
    on_the_air(studio)
    client = staff(OPERATOR)
    said(client, "/lines/line/")
    asked = []

    def watch(execute: Callable[..., object], *arguments: object) -> object:
        asked.append(arguments[0])
        return execute(*arguments)

    with connection.execute_wrapper(watch):
        said(client, "/lines/line/")
    assert len(asked) < 15, asked


def test_a_changed_line_waits_for_a_new_signature(studio: Studio, staff: Callable[..., Client]) -> None:
    line = studio.line()
    studio.record(line)
    studio.approve(line)
    terms = {"number": "01 99 00 12 35", "languages": ["fr"], "cap": 50, **HOURS}
    assert "pas encore, ou plus" in said(staff(OPERATOR), "/lines/line/change/", **terms)
    assert Line.objects.get().number == NUMBER + 1


def test_a_line_in_two_languages_has_a_place_for_each(studio: Studio, staff: Callable[..., Client]) -> None:
    studio.line(terms=studio.terms(languages=(Language.FRENCH, Language.ENGLISH)))
    house.speak_missing(actor=STAFF, languages=["fr"], at=NOON + DAY)
    page = said(staff(OPERATOR), "/lines/line/")
    assert page.count("Pas encore enregistré") == 2
