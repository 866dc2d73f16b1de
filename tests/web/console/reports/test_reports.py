"""The DPO decides what the public reported; the auditor reads."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.web.clients import Signed

from selfcontact.accounts.models import Role
from selfcontact.transparency.models import Report
from selfcontact.web.clock import now

Staff = Callable[..., Signed]
DECISION = {"verdict": "unfounded", "reply": "La notice disait bien qui paie, à sa ligne 3."}


@pytest.fixture
def report(staff: Staff) -> Report:
    """Give a report that waits."""
    at = now()
    return Report.objects.create(
        code="0123456789", ground="line", line=3, received_at=at - timedelta(days=3), due_at=at - timedelta(days=1)
    )


def test_the_dpo_sees_what_is_late_decides_it_and_reads_the_reply_again(staff: Staff, report: Report) -> None:
    client = staff(Role.DPO)
    assert "en retard" in client.get("/reports/").content.decode()
    path = f"/reports/{report.uid}/"
    assert client.post(path, {**DECISION, "reply": "non"}).status_code == 200
    assert client.post(path, DECISION).status_code == 302
    report.refresh_from_db()
    assert (report.verdict, report.reply) == ("unfounded", DECISION["reply"])
    assert "en retard" not in client.get("/reports/").content.decode()
    assert DECISION["reply"] in client.get(path).content.decode()
    assert client.get(f"/reports/{uuid4()}/").status_code == 404


def test_the_auditor_reads_and_nobody_else_decides(staff: Staff, report: Report) -> None:
    page = staff(Role.AUDITOR).get("/reports/").content.decode()
    assert report.code in page
    assert str(report.uid) not in page
    for role in set(Role) - {Role.DPO}:
        assert staff(role).post(f"/reports/{report.uid}/", DECISION).status_code == 404
    report.refresh_from_db()
    assert report.decided_at is None
