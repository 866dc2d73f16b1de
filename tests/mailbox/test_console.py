"""What the DPO sees of mails: that they wait, and with a reason what they say; attachments only as opaque octets."""

import pytest
from django.urls import reverse
from tests.mailbox.servers import MailServer
from tests.mailbox.world import deeds, take_in, written
from tests.web.clients import staff_client
from tests.web.conftest import console

from selfcontact.accounts.models import Role
from selfcontact.mailbox.models import Attachment, Mail
from selfcontact.requests.models import Kind, Request

__all__ = ["console"]
REASON = {"reason": "instruction de la demande"}


@pytest.fixture
def mail(server: MailServer, console: None) -> Mail:
    """Take in a mail of a machine, with an attachment."""
    raw = written(
        "Effacez mes données.",
        headers={"Precedence": "bulk"},
        attachments={"<script>alert(1)</script>.html": b"<script>alert(2)</script>"},
    )
    server.post_and_wait(raw)
    (made,) = take_in()
    return made


def test_a_mail_that_waits_is_listed_without_a_word_of_it(mail: Mail) -> None:
    page = staff_client(Role.AUDITOR).get(reverse("mailbox_list")).content.decode()
    assert reverse("mailbox_read", args=[mail.uid]) in page
    assert "Effacez" not in page
    assert "Lefèvre" not in page


def test_its_words_are_shown_with_a_reason_and_the_ledger_knows(mail: Mail) -> None:
    client, address = staff_client(Role.DPO), reverse("mailbox_read", args=[mail.uid])
    assert "Effacez" not in client.get(address).content.decode()
    assert "Effacez" not in client.post(address, {"reason": ""}).content.decode()
    page = client.post(address, REASON).content.decode()
    assert "Effacez mes données." in page
    assert "<script>alert" not in page
    assert deeds(mail.uid) == ["mail:taken", "mail:disclosed"]


def test_only_the_dpo_reads(mail: Mail) -> None:
    for role in (Role.AUDITOR, Role.OPERATOR, Role.ADMINISTRATOR):
        assert staff_client(role).get(reverse("mailbox_read", args=[mail.uid])).status_code == 404


def test_an_attachment_is_downloaded_as_octets_that_no_browser_shows(mail: Mail) -> None:
    address = reverse("mailbox_attachment", args=[Attachment.objects.get(mail=mail).uid])
    client = staff_client(Role.DPO)
    assert b"alert(2)" not in client.get(address).content
    answer = client.post(address, REASON)
    assert answer.content == b"<script>alert(2)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="piece-1.bin"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert deeds(mail.uid) == ["mail:taken", "mail:attachment-disclosed"]


def test_a_request_is_opened_for_it_and_shows_its_thread(mail: Mail) -> None:
    client = staff_client(Role.DPO)
    client.post(reverse("mailbox_act", args=[mail.uid, "open"]), {"kinds": [str(Kind.ERASURE)]})
    request = Request.objects.get()
    page = client.get(reverse("request_show", args=[request.reference])).content.decode()
    assert reverse("mailbox_read", args=[mail.uid]) in page
    assert reverse("mailbox_read", args=[mail.uid]) not in client.get(reverse("mailbox_list")).content.decode()


def test_what_is_dealt_with_leaves_the_list(mail: Mail) -> None:
    client = staff_client(Role.DPO)
    client.post(reverse("mailbox_act", args=[mail.uid, "settle"]))
    address = reverse("mailbox_read", args=[mail.uid])
    assert address not in client.get(reverse("mailbox_list")).content.decode()
    assert address in client.get(reverse("mailbox_settled")).content.decode()
