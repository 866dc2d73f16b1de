"""Opening a mandate."""

import psycopg

from selfcontact.lib.actor import SYSTEM


def test_a_mandate_opens_with_its_keys_and_a_partition_of_every_table_about_its_people(
    database: str, owner: psycopg.Connection[tuple[object, ...]]
) -> None:
    from datetime import date

    from selfcontact.mandates import actions
    from selfcontact.vault import open_vault

    candidate = actions.add_candidate(actor=SYSTEM, reference="c", name="Camille Démo")
    mandate = actions.open_mandate(
        actor=SYSTEM,
        reference="m",
        candidate=candidate,
        election="presidentielle-2027",
        area=["FR"],
        opens_on=date(2026, 11, 1),
        ends_on=date(2027, 6, 30),
    )
    assert open_vault().keys.exists(mandate.pk, 1)
    found = owner.execute("SELECT count(*) FROM pg_class WHERE relname ~ %s", [f"_m{mandate.pk}$"]).fetchone()
    wanted = owner.execute("SELECT count(*) FROM pg_class WHERE relkind = 'p' AND NOT relispartition").fetchone()
    assert found == wanted
    assert found is not None
    assert int(str(found[0])) >= 12
