"""What is made of the proofs, and what follows at once from a failure."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.audits.world import NOON, OFFICER, PROOF, House, judge, lines_of
from tests.identity.world import as_process
from tests.intake.world import TODAY
from typer.testing import CliRunner

from selfcontact.accounts.actions import terminal_actor
from selfcontact.accounts.models import User
from selfcontact.audits import actions
from selfcontact.audits.models import Audit, DrawnRow
from selfcontact.cli.audits import audit as audit_command
from selfcontact.cli.users import user as user_command
from selfcontact.intake import actions as intake
from selfcontact.intake.models import FAILED_AUDIT, Delivery
from selfcontact.ledger.models import Entry
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.lib.errors import UserError
from selfcontact.providers import actions as providers
from selfcontact.providers.models import Provider

STILL = timedelta(days=9)
LATE = timedelta(days=10)


def provider() -> Provider:
    return Provider.objects.get()


def standing(delivery: Delivery) -> tuple[str, str, bool]:
    delivery.refresh_from_db()
    return delivery.state, delivery.hold_reason, provider().usable


def test_all_valid_passes_and_the_proofs_are_destroyed_but_for_their_hashes(house: House) -> None:
    delivery = house.deliver(3)
    audit, secret = house.asked(delivery)
    house.answer(secret, lines_of(audit))
    judge(audit, lines_of(audit)[:2])
    assert audit.state == Audit.State.ASKED
    judge(audit, lines_of(audit)[2:])
    assert audit.state == Audit.State.PASSED
    assert standing(delivery) == ("published", "", True)
    assert not audit.rows.filter(sealed__isnull=False).exists()
    assert not audit.rows.filter(proof_sha256="").exists()


def test_one_invalid_row_holds_the_delivery_and_suspends_the_provider_in_one_transaction(house: House) -> None:
    delivery, other = house.deliver(3), house.deliver(3)
    audit, _ = house.asked(delivery)
    before = Entry.objects.count()
    judge(audit, lines_of(audit)[:1], reason="no-consent")
    assert (audit.state, audit.cause) == ("failed", "invalid")
    assert standing(delivery) == ("held", FAILED_AUDIT, False)
    assert standing(other) == ("published", "", False)
    actions_recorded = [bytes(one.leaf) for one in Entry.objects.order_by("id")[before:]]
    assert len(actions_recorded) == 4
    house.register.agreement.provider.refresh_from_db()
    with pytest.raises(UserError, match="suspendu"):
        house.load(3, 0)


def test_a_failure_that_cannot_be_written_whole_leaves_everything_as_it_was(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = house.deliver(3)
    audit, _ = house.asked(delivery)

    def broken(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(providers, "fail_provider", broken)
    with pytest.raises(RuntimeError):
        judge(audit, lines_of(audit)[:1], reason="no-consent")
    audit.refresh_from_db()
    assert (audit.state, standing(delivery)) == ("asked", ("published", "", True))
    assert not audit.rows.exclude(result="").exists()


@pytest.mark.parametrize(("after", "state"), [(STILL, "asked"), (LATE, "failed")])
def test_a_row_without_an_answer_at_the_deadline_fails_the_audit_and_not_before(
    house: House, after: timedelta, state: str
) -> None:
    delivery = house.deliver(3)
    audit, secret = house.asked(delivery)
    house.answer(secret, lines_of(audit)[1:])
    with as_process("worker"):
        actions.conclude_due(actor=OFFICER, at=NOON + after)
    audit.refresh_from_db()
    assert audit.state == state
    assert (standing(delivery)[0] == "held") == (state == "failed")
    assert actions.results(audit).get("unanswered", 0) == int(state == "failed")


def test_what_was_answered_in_time_waits_for_its_judge_beyond_the_deadline(house: House) -> None:
    audit, secret = house.asked(house.deliver(3))
    house.answer(secret, lines_of(audit))
    assert actions.conclude_due(actor=OFFICER, at=NOON + LATE) == []
    judge(audit, lines_of(audit))
    assert audit.state == Audit.State.PASSED


def test_no_row_is_valid_without_a_proof_judged_twice_or_outside_the_draw(house: House) -> None:
    audit, secret = house.asked(house.deliver(3))
    lines = lines_of(audit)
    with pytest.raises(UserError, match="preuve"):
        judge(audit, lines[:1])
    house.answer(secret, lines)
    judge(audit, lines[:1])
    for again in (lines[:1], [1], []):
        with pytest.raises(UserError, match="tirée"):
            judge(audit, again)
    with pytest.raises(UserError, match="raison"):
        judge(audit, lines[1:], reason="because Madame Durand said so")
    assert actions.results(audit) == {"valid": 1, "": 2}


def failed(house: House) -> tuple[Delivery, Audit]:
    delivery = house.deliver(3)
    audit, _ = house.asked(delivery)
    return delivery, judge(audit, lines_of(audit)[:1], reason="other-form")


def test_neither_a_new_vetting_nor_a_release_undoes_a_failed_audit(house: House) -> None:
    delivery, _ = failed(house)
    with pytest.raises(UserError, match="sondage"):
        providers.vet_provider(actor=OFFICER, provider=provider(), on=TODAY, grounds="again")
    delivery.refresh_from_db()
    with pytest.raises(UserError, match="sondage"):
        intake.release(actor=OFFICER, delivery=delivery)
    assert standing(delivery) == ("held", FAILED_AUDIT, False)


def test_the_officer_lifts_it_with_a_written_ground_and_only_with_one(house: House) -> None:
    delivery, audit = failed(house)
    with pytest.raises(UserError, match="motif"):
        actions.lift(actor=OFFICER, audit=audit, grounds="  ", at=NOON)
    assert standing(delivery)[2] is False
    with as_process("console"):
        actions.lift(actor=OFFICER, audit=audit, grounds="preuves complètes reçues par lettre", at=NOON)
    assert audit.state == Audit.State.LIFTED
    assert standing(delivery) == ("published", "", True)
    with pytest.raises(UserError, match="lifted"):
        actions.lift(actor=OFFICER, audit=audit, grounds="encore", at=NOON)


def test_nobody_else_lifts_it_at_the_terminal_neither_until_the_login_bears_the_role(house: House) -> None:
    delivery, audit = failed(house)
    given = [audit.reference, "--grounds", "vu", "--json"]
    for other in (Actor(kind="staff", uid=UUID(int=12)), SYSTEM):
        with pytest.raises(UserError) as refused:
            actions.lift(actor=other, audit=audit, grounds="vu", at=NOON)
        assert refused.value.code == "dpo_only"
    assert isinstance(CliRunner().invoke(audit_command, ["lift", *given]).exception, UserError)
    assert standing(delivery) == ("held", FAILED_AUDIT, False)
    login = User.objects.get(uid=terminal_actor().uid).email
    assert CliRunner().invoke(user_command, ["roles", login, "--role", "dpo", "--json"]).exit_code == 0
    assert CliRunner().invoke(audit_command, ["lift", *given]).exit_code == 0
    assert standing(delivery) == ("published", "", True)


def test_a_provider_stands_again_when_no_failed_audit_is_left(house: House) -> None:
    one, two = house.deliver(3), house.deliver(3)
    audits = [house.asked(delivery)[0] for delivery in (one, two)]
    for audit in audits:
        judge(audit, lines_of(audit)[:1], reason="no-trace")
    actions.lift(actor=OFFICER, audit=audits[0], grounds="vu", at=NOON)
    assert standing(one) == ("published", "", False)
    actions.lift(actor=OFFICER, audit=audits[1], grounds="vu", at=NOON)
    assert standing(two) == ("published", "", True)


def test_a_suspension_from_before_the_audit_outlives_its_lifting(house: House) -> None:
    audit, _ = house.asked(house.deliver(3))
    providers.suspend_provider(actor=OFFICER, provider=provider(), on=TODAY, grounds="autre chose")
    judge(audit, lines_of(audit)[:1], reason="no-trace")
    actions.lift(actor=OFFICER, audit=audit, grounds="vu", at=NOON)
    assert provider().suspended_on == TODAY
    providers.vet_provider(actor=OFFICER, provider=provider(), on=TODAY, grounds="revu")
    assert provider().usable


def test_whoever_read_the_provider_before_the_audit_failed_does_not_undo_it(house: House) -> None:
    audit, _ = house.asked(house.deliver(3))
    reviewing, suspending = provider(), provider()
    judge(audit, lines_of(audit)[:1], reason="no-trace")
    with pytest.raises(UserError) as refused:
        providers.vet_provider(actor=OFFICER, provider=reviewing, on=TODAY, grounds="revu")
    assert refused.value.code == "provider_failed_audit"
    providers.suspend_provider(actor=OFFICER, provider=suspending, on=TODAY, grounds="autre chose")
    assert provider().failed_on is not None
    assert not provider().usable


def test_a_held_delivery_is_held_for_its_audit_and_a_withdrawn_one_stays_withdrawn(house: House) -> None:
    held, gone = house.deliver(3), house.deliver(3)
    audits = [house.asked(delivery)[0] for delivery in (held, gone)]
    intake.hold(actor=OFFICER, delivery=held, reason="à voir")
    intake.withdraw(actor=OFFICER, delivery=gone, reason="à la demande du fournisseur")
    for audit in audits:
        judge(audit, lines_of(audit)[:1], reason="no-recipient")
    assert standing(held)[:2] == ("held", FAILED_AUDIT)
    assert standing(gone)[0] == "withdrawn"
    actions.lift(actor=OFFICER, audit=audits[1], grounds="vu", at=NOON)
    assert standing(gone)[0] == "withdrawn"


def test_results_are_codes_and_a_proof_is_nowhere_in_clear(house: House) -> None:
    audit, secret = house.asked(house.deliver(3))
    house.answer(secret, lines_of(audit))
    row = DrawnRow.objects.first()
    assert row is not None
    assert row.sealed is not None
    assert row.dropped is None
    assert PROOF.trace.encode() not in bytes(row.sealed)
    assert b"vexaqornik" not in bytes(row.sealed)
    assert "192.0.2.7" not in repr(PROOF)
