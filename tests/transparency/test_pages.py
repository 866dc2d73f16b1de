"""A notice is read by anyone, by hand and by machine, in both languages, at an address that does not change."""

import pytest
from django.conf import settings
from django.test import Client
from tests.campaigns.sending_world import NOON, STAFF, House, People
from tests.database.refusals import signed_in
from tests.sponsoring import declare
from tests.transparency.template import faults, sha256

from selfcontact.campaigns import disclosing
from selfcontact.providers.models import Provider
from selfcontact.transparency.address import address, code_of
from selfcontact.transparency.models import TransparencyNotice


@pytest.fixture
def path(house: House, public: None) -> str:
    """Give the path of a notice with two versions."""
    campaign = house.campaign(house.mandate(People(count=3)))
    declare(STAFF, campaign.mandate, NOON, payer="Association <b>Durand</b>")
    disclosing.refresh_all(actor=STAFF, at=NOON)
    return address(code_of(campaign.uid)).removeprefix(settings.FACE_URLS["public"])


def test_the_page_shows_the_sixteen_lines_in_the_reader_s_language(path: str) -> None:
    french = Client().get(path).content.decode()
    english = Client().get(path, headers={"Accept-Language": "en"}).content.decode()
    for number in range(1, 17):
        assert f'id="line-{number}"' in french
    assert "Origine de l’argent" in french
    assert "Origin of the money" in english
    assert "Association &lt;b&gt;Durand&lt;/b&gt;" in french
    assert "<b>Durand" not in french


def test_the_page_says_who_delivered_the_contact_details_and_where_to_ask_for_one_s_own(path: str) -> None:
    provider = Provider.objects.get()
    page = Client().get(path).content.decode()
    assert f"<li>{provider.name}</li>" in page
    assert 'href="/rights/know/"' in page
    assert Client().get(f"{path}notice.json").json()["sources"] == [provider.name]


def test_the_text_of_a_notice_shows_its_own_address_as_the_recipients_read_it(path: str) -> None:
    said = Client().get(f"{path}notice.json").json()
    assert f"Pub. politique {said['address']} STOP" in said["ad"]["text"]
    assert said["address"].removeprefix(settings.FACE_URLS["public"]) == path


def test_the_machine_reads_what_was_hashed_and_it_keeps_to_the_template(path: str) -> None:
    stored = TransparencyNotice.objects.get(number=2)
    given = Client().get(f"{path}notice.json")
    assert given["Content-Type"] == "application/json"
    assert sha256(given.content) == stored.document_sha256
    assert faults(given.content) == []


def test_every_version_stays_at_its_address_and_says_that_it_is_not_the_last(path: str) -> None:
    first, last = Client().get(f"{path}1/").content.decode(), Client().get(f"{path}2/").content.decode()
    assert "n’est plus la dernière" in first
    assert "n’est plus la dernière" not in last
    assert Client().get(f"{path}1/notice.json").json()["version"] == 1
    assert Client().get(f"{path}3/").status_code == 404


def test_the_list_leads_to_each_notice_once_and_to_the_internal_policy(path: str) -> None:
    page = Client().get("/n/").content.decode()
    assert page.count(f'href="{path}"') == 1
    assert 'href="/n/targeting/"' in page
    assert Client().get("/n/targeting/").status_code == 200
    assert Client().get("/n/0000000000/").status_code == 404


def test_the_site_reads_what_was_published_and_nothing_behind_it(path: str, database: str) -> None:
    with signed_in(database, "public") as connection:
        assert connection.execute("SELECT count(*) FROM transparency_published").fetchone() == (2,)
        for table in ("transparency_notice", "mandates_sponsor", "campaigns_campaign"):
            with pytest.raises(Exception, match="permission denied"):
                connection.execute(f"SELECT count(*) FROM {table}")
