"""The draw: so many rows, among those accepted, by a seed that is committed to before anyone is asked."""

import hashlib

import pytest
from django.db import connection
from tests.audits.world import NOON, OFFICER, House, lines_of

from selfcontact.audits import actions
from selfcontact.audits.models import Audit
from selfcontact.intake.models import Delivery, Refusal
from selfcontact.ledger.history import find
from selfcontact.ledger.models import Entry
from selfcontact.lib.errors import UserError


def test_only_accepted_rows_are_drawn_by_their_number_in_the_file(house: House) -> None:
    delivery = house.load(60, 40)
    audit = house.drawn(delivery)
    lines = lines_of(audit)
    refused = set(Refusal.objects.filter(mandate_id=delivery.mandate_id).values_list("line", flat=True))
    assert (len(lines), len(refused), audit.size) == (50, 40, 50)
    assert set(lines) <= set(range(2, 102)) - refused


def test_a_short_delivery_is_drawn_whole(house: House) -> None:
    assert lines_of(house.drawn(house.deliver(3, [3]))) == [2, 4, 5]


def test_the_seed_alone_gives_the_same_rows_again_as_anyone_can_reckon(house: House) -> None:
    audit = house.drawn(house.deliver(120))
    ranked = sorted(
        range(2, 122), key=lambda line: hashlib.sha256(bytes(audit.seed) + line.to_bytes(8, "big")).digest()
    )
    assert lines_of(audit) == sorted(ranked[:50])
    assert actions.redrawn(audit)
    audit.rows.filter(line=ranked[0]).update(line=ranked[50])
    assert not actions.redrawn(audit)


def test_two_draws_of_one_delivery_differ(house: House) -> None:
    delivery = house.deliver(300)
    first = house.drawn(delivery)
    Audit.objects.update(state=Audit.State.PASSED)
    assert lines_of(house.drawn(delivery)) != lines_of(first)


def test_the_ledger_commits_to_seed_rows_and_file_and_reveals_neither_seed_nor_row(house: House) -> None:
    delivery = house.deliver(60)
    audit = house.drawn(delivery)
    line = find(audit.entry_uid)
    assert line is not None
    told = line.details
    assert isinstance(told, dict)
    assert told["seed_sha256"] == hashlib.sha256(bytes(audit.seed)).hexdigest()
    assert (told["rows_sha256"], told["file_sha256"]) == (audit.rows_sha256, delivery.file_sha256)
    assert bytes(audit.seed).hex() not in str(told)


def test_nobody_is_asked_before_the_draw_stands_under_a_signed_head(house: House) -> None:
    audit = actions.draw(actor=OFFICER, delivery=house.deliver(3), at=NOON)
    with pytest.raises(UserError) as refused:
        actions.ask(actor=OFFICER, audit=audit, at=NOON)
    assert refused.value.code == "draw_not_sealed"


def test_a_delivery_has_one_open_audit_at_a_time_and_none_without_rows(house: House) -> None:
    delivery = house.deliver(3)
    house.drawn(delivery)
    with pytest.raises(UserError, match="déjà ouvert"):
        actions.draw(actor=OFFICER, delivery=delivery, at=NOON)
    Delivery.objects.update(state=Delivery.State.WITHDRAWN)
    delivery.refresh_from_db()
    with pytest.raises(UserError, match="aucune ligne"):
        actions.draw(actor=OFFICER, delivery=delivery, at=NOON)


def test_who_draws_at_the_same_time_as_another_is_told_so_and_nothing_of_it_stays(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = house.deliver(3)
    house.drawn(delivery)
    # What one sees who looked before the other committed.
    monkeypatch.setattr(actions, "_refuse_undrawable", lambda _: None)
    before = Entry.objects.count()
    with pytest.raises(UserError) as refused:
        actions.draw(actor=OFFICER, delivery=delivery, at=NOON)
    assert refused.value.code == "audit_open"
    assert (delivery.audits.count(), Entry.objects.count()) == (1, before)


def test_the_worker_draws_every_delivery_that_was_never_audited_once(house: House) -> None:
    first, second = house.deliver(3), house.deliver(4)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE selfcontact_worker")
    made = actions.draw_missing(actor=OFFICER, at=NOON)
    assert [audit.delivery_id for audit in made] == [first.pk, second.pk]
    assert actions.draw_missing(actor=OFFICER, at=NOON) == []
