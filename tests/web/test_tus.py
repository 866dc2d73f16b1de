"""Uploads as programs make them, over a real line: tuspy is the peer, which knows nothing of us but the protocol."""

import base64
import hashlib
import io
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from tests.intake.world import People
from tests.uploads.world import on_disk
from tests.web.clients import Signed
from tests.web.line import Line
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from selfcontact.accounts.models import Role
from selfcontact.uploads import limits, place
from selfcontact.uploads.looking import sealed
from selfcontact.uploads.models import Upload

DATA = b"".join(b"%07d\n" % number for number in range(60_000))
GIVEN = {"mandate": "M", "agreement": "A", "synthetic": "1"}


def stored(upload: Upload) -> bytes:
    with sealed(upload).open() as stream:
        return stream.read()


def test_a_peer_uploads_a_file_stops_anywhere_and_goes_on_later(line: Line) -> None:
    first = line.client().uploader(file_stream=io.BytesIO(DATA), chunk_size=70_001, metadata=GIVEN)
    first.upload(stop_at=200_000)
    upload = Upload.objects.get()
    assert (upload.state, upload.offset) == ("receiving", first.offset)
    assert 200_000 <= upload.offset < len(DATA)
    # Another program, later, which knows the address alone: it asks how far the upload is.
    second = line.client().uploader(file_stream=io.BytesIO(DATA), url=first.url, chunk_size=50_000)
    assert second.offset == upload.offset
    second.upload()
    upload.refresh_from_db()
    assert (upload.state, upload.synthetic, stored(upload) == DATA) == ("received", True, True)


def test_what_came_before_the_line_broke_is_not_asked_for_again(line: Line) -> None:
    peer = line.client().uploader(file_stream=io.BytesIO(DATA), chunk_size=1000, metadata=GIVEN)
    peer.upload(stop_at=1000)
    path = urlsplit(str(peer.url)).path
    head = {
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": "1000",
        "Content-Length": str(len(DATA) - 1000),
    }
    line.raw(f"PATCH {path} HTTP/1.1", head, DATA[1000:90_000])
    again = line.client().uploader(file_stream=io.BytesIO(DATA), url=peer.url)
    assert again.offset == 90_000
    again.upload()
    assert stored(Upload.objects.get()) == DATA


def test_a_peer_that_sends_checksums_is_believed_only_when_they_are_right(line: Line) -> None:
    peer = line.client().uploader(
        file_stream=io.BytesIO(DATA), chunk_size=100_000, metadata=GIVEN, upload_checksum=True
    )
    peer.upload()
    upload = Upload.objects.get()
    assert stored(upload) == DATA
    other = line.client().uploader(file_stream=io.BytesIO(DATA), chunk_size=1000, metadata=GIVEN)
    other.upload(stop_at=1000)
    wrong = base64.b64encode(hashlib.sha1(b"other", usedforsecurity=False).digest()).decode()
    assert other.client is not None
    other.client.set_headers({"Upload-Checksum": f"sha1 {wrong}"})
    with pytest.raises(TusUploadFailed) as refusal:
        other.upload(stop_at=2000)
    assert refusal.value.status_code == 460
    assert Upload.objects.order_by("-id")[0].offset == 1000


def test_a_peer_that_gives_up_leaves_nothing(line: Line) -> None:
    peer = line.client().uploader(file_stream=io.BytesIO(DATA), chunk_size=1000, metadata=GIVEN)
    peer.upload(stop_at=5000)
    path = urlsplit(str(peer.url)).path
    assert len(on_disk()) == 1
    assert line.ask("DELETE", path)[0] == 204
    assert (on_disk(), Upload.objects.get().state) == ([], "cancelled")
    assert line.ask("HEAD", path)[0] == 410
    assert line.ask("DELETE", path)[0] == 410


def test_what_is_spoken_here_is_said_to_whoever_asks(line: Line) -> None:
    status, said = line.ask("OPTIONS", "/intake/uploads/")
    assert status == 204
    assert "Tus-Version: 1.0.0" in said
    assert "Tus-Extension: creation,checksum,expiration,termination" in said
    assert f"Tus-Max-Size: {limits.largest()}" in said
    status, said = line.ask("POST", "/intake/uploads/", Tus_Resumable="0.2.2", Content_Length="0")
    assert (status, "Tus-Version: 1.0.0" in said) == (412, True)


def test_a_request_that_does_not_fit_is_refused_with_its_reason(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    peer = line.client().uploader(file_stream=io.BytesIO(DATA), chunk_size=1000, metadata=GIVEN)
    peer.upload(stop_at=1000)
    path, stream = urlsplit(str(peer.url)).path, "application/offset+octet-stream"
    patch = {"Content_Type": stream, "Content_Length": "0"}
    assert line.ask("PATCH", path, **patch, Upload_Offset="999")[0] == 409
    assert line.ask("PATCH", path, **patch)[0] == 400
    assert line.ask("PATCH", path, Content_Type="text/plain", Content_Length="0", Upload_Offset="1000")[0] == 415
    assert line.ask("GET", path)[0] == 405
    made = {"Content_Length": "0", "Upload_Metadata": "mandate TQ==,agreement QQ=="}
    assert line.ask("POST", "/intake/uploads/", **made)[0] == 400
    assert line.ask("POST", "/intake/uploads/", **made, Upload_Length=str(limits.largest() + 1))[0] == 413
    assert line.ask("POST", "/intake/uploads/", Content_Length="0", Upload_Length="5")[0] == 400
    monkeypatch.setattr(place, "free", lambda: 100)
    status, said = line.ask("POST", "/intake/uploads/", **made, Upload_Length="500")
    assert status == 507
    assert "disk_full" in said


def test_nobody_uploads_without_a_session_or_without_its_token(line: Line) -> None:
    stranger = Line(url=line.url)
    # Without a session there is nothing to forge a request for: the sign-in is what answers.
    with pytest.raises((TusCommunicationError, TusUploadFailed)):
        stranger.client().uploader(file_stream=io.BytesIO(DATA), metadata=GIVEN).upload()
    forged = Line(url=line.url, cookies=line.cookies, forged=True)
    with pytest.raises(TusCommunicationError) as refusal:
        forged.client().uploader(file_stream=io.BytesIO(DATA), metadata=GIVEN).upload()
    assert refusal.value.status_code == 403
    assert Upload.objects.count() == 0


def test_a_file_that_came_by_pieces_is_previewed_like_any_other(
    line: Line, people: People, staff: Callable[..., Signed]
) -> None:
    text = people.text(people.many(5)).encode()
    line.client().uploader(file_stream=io.BytesIO(text), chunk_size=37, metadata=GIVEN).upload()
    page = staff(Role.OPERATOR).get(f"/deliveries/uploads/{Upload.objects.get().uid}/").content.decode()
    assert "5 seraient acceptées" in page
