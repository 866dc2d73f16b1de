"""Figures, spending and the pack in the portal, for one's own candidate alone."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.campaigns.sending_world import NOON, STAFF
from tests.figures.world import World
from tests.web.clients import Signed

from selfcontact.accounts.models import Seat
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.wording import written
from selfcontact.figures import pack
from selfcontact.figures.models import CampaignSheet, Sheet
from selfcontact.lib.csv_cells import harmless
from selfcontact.lib.typeface import printable
from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Candidate

Team = Callable[[Candidate, Seat], Signed]


@pytest.fixture
def sent(database: str) -> Campaign:
    """Give a campaign that is over, with a ceiling above it."""
    world = World(database)
    mandates.set_ceiling(actor=STAFF, mandate=world.mandate, cents=100_00, at=NOON)
    campaign = world.campaign()
    world.send_all(campaign, delivered=lambda message: message.position % 3 > 0)
    world.publish()
    return campaign


def addresses(campaign: Campaign) -> list[str]:
    mandate = campaign.mandate.uid
    return [
        f"/campaigns/{campaign.uid}/",
        *(f"/mandates/{mandate}/{page}" for page in ("", "spend/", "account.csv", "account.pdf")),
    ]


def test_a_reader_sees_totals_and_tables_with_the_figures_behind_each(sent: Campaign, team: Team) -> None:
    page = team(sent.mandate.candidate, Seat.READER).get(f"/campaigns/{sent.uid}/").content.decode()
    for words in ("Messages reçus par âge", "Personnes choisies par lieu", "<svg", "Ille-et-Vilaine", "STOP 36180"):
        assert words in page
    assert "Langan" not in page


def test_the_totals_come_again_by_themselves_only_while_they_move(sent: Campaign, team: Team) -> None:
    CampaignSheet.objects.update(ended_at=None)
    client = team(sent.mandate.candidate, Seat.READER)
    address = f"/campaigns/{sent.uid}/"
    assert "every 5s" in client.get(address).content.decode()
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<svg" not in fragment
    CampaignSheet.objects.update(ended_at=NOON - timedelta(days=365))
    assert "every 5s" not in client.get(address).content.decode()


def test_spending_stands_beside_the_ceiling(sent: Campaign, team: Team) -> None:
    page = team(sent.mandate.candidate, Seat.OWNER).get(f"/mandates/{sent.mandate.uid}/spend/").content.decode()
    # 366 segments are 37 lots of ten, at 6.9 cents and a fifth of tax.
    for words in ("30,64", "100,00", "69,36", "0,069"):
        assert words in page


def test_another_candidates_team_finds_none_of_it(sent: Campaign, team: Team) -> None:
    other = mandates.add_candidate(actor=STAFF, reference="autre", name="Autre Personne")
    client = team(other, Seat.OWNER)
    assert {client.get(address).status_code for address in addresses(sent)} == {404}
    mine = team(sent.mandate.candidate, Seat.READER)
    assert {mine.get(address).status_code for address in addresses(sent)} == {200}


def test_the_pack_says_what_was_ordered_and_charged_and_names_no_recipient(sent: Campaign, team: Team) -> None:
    client = team(sent.mandate.candidate, Seat.OWNER)
    answer = client.get(f"/mandates/{sent.mandate.uid}/account.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["campagne"], row["texte exact"], row["segments facturés"]) for row in rows] == [
        ("c1", written(sent), "370")
    ]
    assert (rows[0]["total HT (€)"], rows[0]["total TTC (€)"]) == ("25,53", "30,64")
    paper = client.get(f"/mandates/{sent.mandate.uid}/account.pdf")
    assert paper.content.startswith(b"%PDF-")
    for held in (b"Exemple", b"Camille"):
        assert held not in answer.content + paper.content


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\uff1d"])
def test_no_cell_of_the_pack_is_a_formula(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless("Bonjour = bonsoir") == "Bonjour = bonsoir"


def test_the_pack_prints_what_its_typeface_lacks_as_numbers_and_is_the_same_twice(sent: Campaign) -> None:
    CampaignSheet.objects.update(text="=Œuvre à 3 € 😀")
    gathered = pack.gather(Sheet.objects.get(), NOON)
    assert pack.as_pdf(gathered) == pack.as_pdf(gathered)
    assert "'=Œuvre" in pack.as_csv(gathered).decode("utf-8-sig")
    assert printable("3 € 😀") == "3 € [U+1F600]"
