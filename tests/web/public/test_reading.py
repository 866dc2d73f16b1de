"""A worried person reads: no account, no cookie, no script, no question to the database about persons."""

import re
from datetime import date
from importlib import import_module
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from tests.policies.world import FIRST, NOW, SECOND, publish, publish_weighty
from tests.web.test_query_budget import Counter

from selfcontact.policies.models import Version
from selfcontact.web.public.choices import CHOICES
from selfcontact.web.routes import Everyone, matrix

ATOM = "{http://www.w3.org/2005/Atom}"
SPEAKING = ["/", "/why/"]
SILENT = ["/form/", *(f"/rights/{slug}/" for slug in CHOICES)]
PLAIN = SPEAKING + SILENT
POLICY = ["/policy/", "/policy/versions/", "/policy/1/", "/policy/1/2/", "/policy/feed/", "/policy/1/fr.txt"]


@pytest.fixture
def reader(public: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Give a visitor's client on the day of the tests, with two versions of which the second is announced."""
    monkeypatch.setattr(settings, "CLOCK_START", NOW)
    monkeypatch.setattr(settings, "CLOCK_ANCHOR", None)
    monkeypatch.setattr(settings, "COMPANY_ADDRESS", "1 rue de l’Exemple, 00000 Nulle-Part")
    publish()
    publish(SECOND, on=NOW.date().replace(month=4), english="# Policy\n\nSix months.\n")
    return Client()


def asked(counter: Counter) -> list[str]:
    """Return of which tables something was asked."""
    return sorted(table for one in counter.statements for table in re.findall(r'FROM "(\w+)"', one))


@pytest.mark.parametrize("path", [*PLAIN, *POLICY[:4], "/nowhere/", "/n/"])
def test_every_page_says_which_version_of_the_policy_binds_and_since_when(reader: Client, path: str) -> None:
    said = reader.get(path).content.decode()
    assert '<meta name="privacy-policy" content="1; 2027-03-09">' in said
    assert "(version 1, du 9 mars 2027)" in said


def test_a_version_that_weighs_is_told_on_every_page_from_its_publication_and_for_three_months(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = "Changement de notre politique de confidentialité, daté du 1 mai 2027 (version 3)"
    assert "notre politique de confidentialité" not in reader.get("/").content.decode()
    publish_weighty("# Autre\n\nUn autre texte.\n", on=date(2027, 5, 1), consent_again=True)
    said = reader.get("/why/").content.decode()
    assert news in said
    assert "sans un nouveau, nous ne vous écrirons plus" in said
    for day, told in ((date(2027, 5, 1), True), (date(2027, 7, 29), True), (date(2027, 7, 30), False)):
        monkeypatch.setattr(settings, "CLOCK_START", NOW + (day - date(2027, 3, 9)))
        assert ("Notre politique de confidentialité a changé le 1 mai 2027" in reader.get("/").content.decode()) == told


@pytest.mark.parametrize("path", PLAIN + POLICY)
def test_no_page_sets_a_cookie_and_any_cache_may_keep_it_a_while(reader: Client, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "public, max-age=300"
    assert {"Accept-Language", "Cookie"} <= {one.strip() for one in answer["Vary"].split(",")}


@pytest.mark.parametrize("path", SPEAKING)
def test_the_first_pages_ask_on_whose_behalf_we_write_and_nothing_else(reader: Client, path: str) -> None:
    counter = Counter()
    with connection.execute_wrapper(counter):
        assert reader.get(path).status_code == 200
    assert asked(counter) == ["mandates_speaking", "policies_version"]


@pytest.mark.parametrize("path", SILENT)
def test_the_pages_of_rights_ask_which_policy_binds_and_nothing_else(reader: Client, path: str) -> None:
    counter = Counter()
    with connection.execute_wrapper(counter):
        assert reader.get(path).status_code == 200
    assert asked(counter) == ["policies_version"]


@pytest.mark.parametrize("path", POLICY)
def test_the_pages_of_the_policy_ask_for_the_policy_alone(reader: Client, path: str) -> None:
    counter = Counter()
    with connection.execute_wrapper(counter):
        reader.get(path)
    assert set(asked(counter)) == {"policies_version"}


@pytest.mark.parametrize("path", PLAIN + POLICY[:4])
def test_a_page_runs_no_script_that_it_needs_and_allows_none_from_elsewhere(reader: Client, path: str) -> None:
    answer = reader.get(path)
    said = answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert re.findall(r"<script[^>]*src=\"([^\"]+)", said) == ["/static/web/page.js"]
    assert "htmx" not in said
    assert "noindex" not in said
    assert "style=" not in said


def test_whoever_has_a_session_is_never_answered_from_a_cache(reader: Client) -> None:
    reader.cookies[settings.SESSION_COOKIE_NAME] = "something"
    assert reader.get("/")["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("path", ["/", "/rights/stop/", "/policy/"])
def test_nobody_changes_anything_by_reading(reader: Client, path: str) -> None:
    assert reader.post(path).status_code == 405
    assert reader.head(path).status_code == 200


def test_a_page_speaks_the_language_of_the_telephone_or_the_one_that_a_link_asks_for(reader: Client) -> None:
    assert 'lang="fr"' in reader.get("/").content.decode()
    english = reader.get("/", headers={"accept-language": "en-GB"}).content.decode()
    assert '<html lang="en"' in english
    asked = reader.get("/?language=en")
    assert '<html lang="en"' in asked.content.decode()
    assert asked["Cache-Control"] == "no-store, private"
    assert '<html lang="en"' in reader.get("/why/").content.decode(), "where cookies are kept, the choice is kept"
    assert '<html lang="fr"' in Client().get("/?language=xx").content.decode()


@pytest.mark.parametrize("slug", CHOICES)
def test_each_choice_says_what_follows_how_long_how_to_do_it_and_where_to_complain(reader: Client, slug: str) -> None:
    said = reader.get(f"/rights/{slug}/").content.decode()
    for heading in ("Comment faire", "Ce qui se passe ensuite", "Combien de temps", "Ce que nous vous demandons"):
        assert heading in said
    assert settings.DPO_EMAIL in said
    assert "00000 Nulle-Part" in said
    assert "3 place de Fontenoy" in said
    assert "{" not in re.sub(r"<[^>]*>", "", said)


def test_stop_is_said_to_hold_for_whom_it_holds(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OPPOSITION_YEARS", 7)
    assert "pour tous les candidats" in reader.get("/rights/stop/").content.decode()
    assert "7 ans" in reader.get("/rights/stop/").content.decode()
    monkeypatch.setattr(settings, "STOP_SCOPE", "candidate")
    assert "pour le candidat qui vous a écrit" in reader.get("/rights/stop/").content.decode()


def test_without_a_postal_address_nobody_is_sent_to_the_post(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "COMPANY_ADDRESS", "")
    assert "Par la poste" not in reader.get("/").content.decode()
    assert settings.DPO_EMAIL in reader.get("/form/").content.decode()


def test_what_is_in_force_is_shown_with_its_day_and_what_is_announced_beside_it(reader: Client) -> None:
    said = reader.get("/policy/").content.decode()
    assert "Version 1, en vigueur depuis le 9 mars 2027" in said
    assert "<p>Nous gardons vos données un an.</p>" in said
    assert "Une nouvelle version entre en vigueur le 8 avril 2027" in said


def test_a_version_that_is_only_announced_is_not_said_to_bind(reader: Client) -> None:
    said = reader.get("/policy/2/").content.decode()
    assert "annoncée" in said
    assert "en vigueur depuis" not in said


def test_the_text_given_out_has_the_hash_that_was_kept(reader: Client) -> None:
    answer = reader.get("/policy/1/fr.txt")
    assert answer.content.decode() == FIRST
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert Version.objects.get(number=1).sha256 in reader.get("/policy/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["/policy/9/", "/policy/1/9/", "/policy/1/en.txt", "/policy/1/de.txt", "/policy/9/fr.txt", "/rights/nothing/"],
)
def test_what_does_not_exist_is_not_found(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_differences_are_said_in_words_for_whoever_does_not_see_them(reader: Client) -> None:
    said = reader.get("/policy/1/2/").content.decode()
    assert re.search(
        r"<del><span[^>]*>\[supprimé : </span>un an\.<span[^>]*> fin de la suppression\]</span></del>", said
    )
    assert re.search(r"<ins><span[^>]*>\[ajouté : </span>six mois\.<span[^>]*> fin de l’ajout\]</span></ins>", said)


def test_a_reader_of_english_is_told_when_the_text_is_french(reader: Client) -> None:
    english = {"accept-language": "en"}
    assert '<article class="card prose" lang="fr">' in reader.get("/policy/1/", headers=english).content.decode()
    assert '<article class="card prose" lang="en">' in reader.get("/policy/2/", headers=english).content.decode()
    assert 'differences" lang="fr"' in reader.get("/policy/1/2/", headers=english).content.decode()


def test_the_feed_tells_every_version_the_newest_first(reader: Client) -> None:
    answer = reader.get("/policy/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    links = [one.find(f"{ATOM}link") for one in feed.findall(f"{ATOM}entry")]
    base = settings.FACE_URLS["public"]
    assert [one.get("href") for one in links if one is not None] == [f"{base}/policy/2/", f"{base}/policy/1/"]
    assert [one.text for one in feed.iter(f"{ATOM}summary")] == ["Ce qui change."] * 2
    updated = feed.find(f"{ATOM}updated")
    assert updated is not None
    assert str(updated.text).startswith("2027-03-08T23:30")


def test_before_anything_is_published_the_site_stands_all_the_same(public: None) -> None:
    client = Client()
    for path in ("/policy/", "/policy/versions/", "/policy/feed/"):
        assert client.get(path).status_code == 200
    assert "Aucune version n’est encore en vigueur" in client.get("/policy/").content.decode()


def test_every_page_of_the_site_is_open_to_a_visitor() -> None:
    found = list(matrix(import_module("selfcontact.web.public.urls").urlpatterns))
    assert {row.roles for row in found} == {Everyone.VISITOR}


def test_html_in_a_policy_stays_letters(reader: Client) -> None:
    publish("# P\n\n<script>alert(1)</script>\n", on=NOW.date().replace(month=5))
    for path in ("/policy/3/", "/policy/1/3/"):
        said = reader.get(path).content.decode()
        assert "<script>alert" not in said
        assert "&lt;script&gt;alert" in said
