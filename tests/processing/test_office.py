"""Must show 7: the record, the assessment and the account pack open in LibreOffice, and their pages are not empty."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.figures.world import World
from tests.processing.office import pages, printed
from tests.processing.world import NOW, OWNER, House

from selfcontact.figures import pack
from selfcontact.lib.actor import SYSTEM
from selfcontact.processing.actions import Paper, draw

ASSESSMENT = (
    "Camille Démo",
    "mandat-demo",
    "Chiffrement des contacts",
    "Vraisemblance",
    "À estimer par le responsable",
)


def squeezed(texts: list[str]) -> str:
    """Return the text of pages without its spaces: a cell that is narrow breaks its words."""
    return "".join("".join(texts).split())


@pytest.mark.timeout(240)
@pytest.mark.parametrize("form", ["ods", "csv", "html"])
def test_the_record_opens_and_says_who_what_and_for_how_long(house: House, tmp_path: Path, form: str) -> None:
    made = draw(actor=SYSTEM, paper=Paper.RECORD, form=form, language="fr", at=NOW)
    file = tmp_path / made.name
    file.write_bytes(made.content)
    found = printed(file, tmp_path)
    assert all(one.strip() for one in found)
    for fact in ("Camille Démo", "mandat-demo", OWNER, "Durées de conservation", "72 heures"):
        assert "".join(fact.split()) in squeezed(found), fact


@pytest.mark.timeout(240)
def test_the_assessment_opens_with_its_answers_and_leaves_the_estimates_to_people(house: House, tmp_path: Path) -> None:
    made = draw(actor=SYSTEM, paper=Paper.ASSESSMENT, form="odt", language="fr", at=NOW)
    file = tmp_path / made.name
    file.write_bytes(made.content)
    found = printed(file, tmp_path)
    assert len(found) > 2
    assert all(one.strip() for one in found)
    for fact in ASSESSMENT:
        assert "".join(fact.split()) in squeezed(found), fact


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("form", "drawn"), [("ods", pack.as_ods), ("csv", pack.as_csv)])
def test_the_account_pack_opens_with_the_campaign_and_what_is_due(
    world: World, tmp_path: Path, form: str, drawn: Callable[[pack.Pack], bytes]
) -> None:
    gathered = _pack(world)
    file = tmp_path / f"compte.{form}"
    file.write_bytes(drawn(gathered))
    found = printed(file, tmp_path)
    assert all(one.strip() for one in found)
    (campaign,) = gathered.campaigns
    for fact in ("figures", campaign.reference, campaign.sender_name, f"{campaign.gross_cents / 100:.2f}"):
        assert fact.replace(".", ",") in squeezed(found), fact


def test_the_account_pack_to_print_holds_the_same_facts(world: World, tmp_path: Path) -> None:
    gathered = _pack(world)
    found = pages(pack.as_pdf(gathered), tmp_path)
    assert all(one.strip() for one in found)
    (campaign,) = gathered.campaigns
    assert {"figures", campaign.reference} <= set("\n".join(found).replace(":", " ").split())


def _pack(world: World) -> pack.Pack:
    campaign = world.campaign()
    world.send_all(campaign)
    world.publish()
    return pack.gather(world.sheet(campaign).sheet, NOW)


@pytest.fixture
def world(database: str) -> World:
    """Give a mandate whose campaigns can be sent and counted."""
    return World(database)
