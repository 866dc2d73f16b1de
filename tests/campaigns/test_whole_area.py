"""A campaign that names no area."""

from datetime import UTC, date, datetime

import pytest

from selfcontact.campaigns import actions
from selfcontact.demo.cast import AREA, SENDER_NAME, make_cast
from selfcontact.lib.actor import SYSTEM


@pytest.mark.usefixtures("database")
def test_a_campaign_without_an_area_is_for_the_whole_mandate() -> None:
    noon = datetime(2027, 3, 9, 12, tzinfo=UTC)
    cast = make_cast(actor=SYSTEM, today=date(2027, 3, 9), at=noon, port=1)
    content = actions.Content(
        text="Camille Démo Pub. politique {notice} STOP 36180",
        sender_name=SENDER_NAME,
        area=[],
        age_from=18,
        age_to=120,
        earliest=noon,
        latest=noon.replace(hour=18),
    )
    made = actions.create(actor=SYSTEM, reference="k", mandate=cast.mandate, route=cast.route, content=content)
    assert made.area == list(AREA)
