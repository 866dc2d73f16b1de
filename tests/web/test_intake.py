"""The pages of uploads and deliveries: from the operator's file to the refused lines, and the DPO's decisions."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.intake.world import People
from tests.uploads.world import NOON, Depot, on_disk
from tests.web.clients import Signed

from selfcontact.accounts.models import Role
from selfcontact.intake.models import Delivery, Mapping
from selfcontact.uploads import actions, loading, place
from selfcontact.uploads.looking import sealed
from selfcontact.uploads.models import Upload
from selfcontact.uploads.sealing import SEGMENT
from selfcontact.uploads.writing import Writer
from selfcontact.web.clock import clock

Staff = Callable[..., Signed]


def given(content: str | bytes, **changes: str) -> dict[str, object]:
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("Zoe Durand.csv", data)
    form: dict[str, object] = {"mandate": "M", "agreement": "A", "synthetic": "on", "file": file}
    return form | changes


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def answers(page: str, **changes: str) -> dict[str, str]:
    """Return what the form of the preview would send, read off the page."""
    found = {"seen": re.findall(r'name="seen" value="([^"]+)"', page)[0]}
    for name, select in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', select)
        found[name] = chosen[0] if chosen else ""
    return found | changes


def load(upload: Upload) -> None:
    upload.refresh_from_db()
    loading.load(upload, clock())


def test_an_operator_brings_a_file_to_its_delivery_without_a_script(depot: Depot, people: People, staff: Staff) -> None:
    operator = staff(Role.OPERATOR)
    rows = [*people.many(8), people.row(AGE="12"), people.row(MOBILE="0199001234")]
    answer = operator.post("/deliveries/new/", given(people.text(rows)))
    upload = Upload.objects.get()
    where = f"/deliveries/uploads/{upload.uid}/"
    assert (answer.status_code, answer["Location"], upload.state) == (302, where, "received")
    page = text(operator, where)
    assert "8 seraient acceptées" in page
    assert "Mineur" in page
    assert operator.post(f"{where}choices/", answers(page, confirm="yes", remember="on"))["Location"] == where
    assert "En attente d’un travailleur" in text(operator, where)
    load(upload)
    assert operator.get(where)["Location"] == f"/deliveries/{upload.reference}/"
    result = text(operator, f"/deliveries/{upload.reference}/")
    assert "La personne a moins de 18 ans." in result
    report = operator.get(f"/deliveries/{upload.reference}/refused.csv")
    assert b"".join(report.streaming_content).decode() == "line,code\n10,minor\n11,phone_not_mobile\n"  # type: ignore[attr-defined]
    assert Mapping.objects.count() == 1
    assert (on_disk(), "Durand" in result + page) == ([], False)


def test_what_the_operator_corrects_is_what_the_load_reads(depot: Depot, people: People, staff: Staff) -> None:
    operator = staff(Role.OPERATOR)
    upload = depot.received(people.text(people.many(3), header=people.row(MOBILE="0639981111")))
    where = f"/deliveries/uploads/{upload.uid}/"
    page = text(operator, where)
    assert "aucune ligne ne peut être acceptée" in page
    named = "surname first_name address postcode city phone age consent form consent_date channel purpose".split()  # noqa: SIM905
    columns = {f"column_{number}": field for number, field in enumerate(named)}
    again = operator.post(f"{where}choices/", answers(page, look="yes", **columns)).content.decode()
    assert "4 seraient acceptées" in again
    operator.post(f"{where}choices/", answers(again, confirm="yes"))
    load(upload)
    assert depot.delivery(upload).accepted == 4
    assert not Mapping.objects.exists()


def test_the_columns_of_a_provider_are_proposed_again(depot: Depot, people: People, staff: Staff) -> None:
    operator = staff(Role.OPERATOR)
    header = people.header().replace("MOBILE", "Contact principal")
    first = depot.received(people.text(people.many(2), header=header))
    where = f"/deliveries/uploads/{first.uid}/"
    page = text(operator, where)
    operator.post(f"{where}choices/", answers(page, confirm="yes", remember="on", column_5="mobile"))
    second = depot.received(people.text(people.many(2, first=10), header=header))
    assert "Reprises de ce qui a été retenu" in text(operator, f"/deliveries/uploads/{second.uid}/")
    assert "2 seraient acceptées" in text(operator, f"/deliveries/uploads/{second.uid}/")


def test_columns_answered_for_another_reading_are_not_confirmed(depot: Depot, people: People, staff: Staff) -> None:
    operator = staff(Role.OPERATOR)
    upload = depot.received(people.text(people.many(3)))
    where = f"/deliveries/uploads/{upload.uid}/"
    answer = operator.post(f"{where}choices/", answers(text(operator, where), confirm="yes", header="no"))
    assert answer.status_code == 422
    assert "vérifiez-les avant de confirmer" in answer.content.decode()
    upload.refresh_from_db()
    assert upload.state == "received"


def test_a_file_that_is_no_table_says_so_and_can_only_be_destroyed(depot: Depot, staff: Staff) -> None:
    operator = staff(Role.OPERATOR)
    upload = depot.received(b"\x1f\x8b" + bytes(300))
    where = f"/deliveries/uploads/{upload.uid}/"
    page = text(operator, where)
    assert 'role="alert"' in page
    assert "Confirmer et charger" not in page
    assert operator.post(f"{where}cancel/").status_code == 302
    assert on_disk() == []


def test_a_plain_form_without_its_token_or_with_gaps_leaves_nothing(depot: Depot, people: People, staff: Staff) -> None:
    operator = staff(Role.OPERATOR)
    operator.handler.enforce_csrf_checks = True
    assert operator.post("/deliveries/new/", given(people.text(people.many(3)))).status_code == 403
    operator.handler.enforce_csrf_checks = False
    assert operator.post("/deliveries/new/", given(people.text(people.many(3)), mandate="")).status_code == 422
    assert operator.post("/deliveries/new/", given("")).status_code == 422
    assert operator.post("/deliveries/new/", given(b"\xd0\xcf\x11\xe0" + bytes(99))).status_code == 409
    assert (Upload.objects.count(), on_disk()) == (0, [])


def test_a_file_over_the_limit_is_refused_before_it_is_read(
    depot: Depot, people: People, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator = staff(Role.OPERATOR)
    monkeypatch.setattr(place, "free", lambda: 10)
    answer = operator.post("/deliveries/new/", given(people.text(people.many(3))))
    assert answer.status_code == 409
    assert "sur le disque" in answer.content.decode()


def test_the_progress_of_a_load_is_shown_and_leads_on_when_it_is_over(
    depot: Depot, people: People, staff: Staff
) -> None:
    auditor, upload = staff(Role.AUDITOR), depot.confirmed(people.text(people.many(3)))
    Upload.objects.update(
        state="loading",
        done=upload.length // 2,
        lines=1500,
        reading_since=NOON,
        progressed_at=NOON.replace(second=10),
    )
    where = f"/deliveries/uploads/{upload.uid}/"
    for address in (where, f"{where}progress/"):
        page = text(auditor, address)
        assert "150 lignes par seconde" in page
        assert "10\u202fs" in page
        assert 'hx-trigger="every 1s"' in page
        assert "Annuler" not in page.replace("Annulé", "")
    Upload.objects.update(state="failed", failure={"code": "x", "fr": "Déjà chargé.", "en": "Loaded."})
    assert auditor.get(f"{where}progress/")["HX-Redirect"] == where
    assert "Déjà chargé." in text(auditor, where)


def test_an_unfinished_upload_can_be_gone_on_with_or_given_up(depot: Depot, staff: Staff) -> None:
    operator, upload = staff(Role.OPERATOR), depot.open(5000)
    depot.send(upload, [bytes(2000)])
    page = text(operator, f"/deliveries/uploads/{upload.uid}/")
    assert 'data-length="5000"' in page
    assert f"/deliveries/uploads/{upload.uid}/" in text(operator, "/deliveries/")


def test_the_dpo_holds_releases_and_withdraws_a_delivery_and_nobody_else_does(
    depot: Depot, people: People, staff: Staff
) -> None:
    upload = depot.loaded(people.text(people.many(3)))
    where, operator, dpo = f"/deliveries/{upload.reference}/", staff(Role.OPERATOR), staff(Role.DPO)
    assert "Retenir" not in text(operator, where)
    assert operator.post(f"{where}hold/", {"grounds": "x"}).status_code == 404
    delivery = Delivery.objects.get()
    for step, data, state in (
        ("hold", {"grounds": "contrat à revoir"}, "held"),
        ("release", {}, "published"),
        ("withdraw", {"grounds": "sans preuve"}, "withdrawn"),
    ):
        assert dpo.post(f"{where}{step}/", data).status_code == 302
        delivery.refresh_from_db()
        assert delivery.state == state
        if state == "held":
            assert "contrat à revoir" in text(operator, where)
    assert dpo.post(f"{where}release/").status_code == 409


def test_a_decision_without_grounds_is_not_taken(depot: Depot, people: People, staff: Staff) -> None:
    upload, dpo = depot.loaded(people.text(people.many(3))), staff(Role.DPO)
    for step in ("hold", "withdraw"):
        assert dpo.get(f"/deliveries/{upload.reference}/{step}/").status_code == 200
        assert dpo.post(f"/deliveries/{upload.reference}/{step}/", {"grounds": ""}).status_code == 200
    assert Delivery.objects.get().state == "published"


def test_the_list_can_be_of_one_mandate_and_says_what_to_do_when_it_is_empty(
    depot: Depot, people: People, staff: Staff
) -> None:
    operator = staff(Role.OPERATOR)
    assert "Aucune livraison encore" in text(operator, "/deliveries/")
    upload = depot.loaded(people.text(people.many(3)))
    depot.register.open_mandate("N")
    assert upload.reference in text(operator, "/deliveries/?mandate=M")
    assert upload.reference not in text(operator, "/deliveries/?mandate=N")
    assert operator.get("/deliveries/?mandate=inconnu").status_code == 404


def test_a_cancelled_load_is_gone_from_the_list(depot: Depot, people: People, staff: Staff) -> None:
    operator, upload = staff(Role.OPERATOR), depot.confirmed(people.text(people.many(3)))
    operator.post(f"/deliveries/uploads/{upload.uid}/cancel/")
    assert upload.reference not in text(operator, "/deliveries/")
    assert "Ce dépôt a été annulé" in text(operator, f"/deliveries/uploads/{upload.uid}/")
    assert operator.post(f"/deliveries/uploads/{upload.uid}/cancel/").status_code == 409
    assert Upload.objects.get().state == actions.State.CANCELLED


def test_a_file_of_a_plain_form_is_sealed_by_pieces_and_never_held_or_written_as_it_is(
    depot: Depot, people: People, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the file left its seal")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", refuse)
    monkeypatch.setattr("django.core.files.uploadhandler.InMemoryUploadedFile", refuse)
    pieces: list[int] = []
    write = Writer.write

    def counted(self: Writer, piece: bytes) -> None:
        pieces.append(len(piece))
        write(self, piece)

    monkeypatch.setattr(Writer, "write", counted)
    content = people.text(people.many(60_000)).encode()
    staff(Role.OPERATOR).post("/deliveries/new/", given(content))
    assert (sum(pieces), max(pieces) <= SEGMENT, len(pieces) > 3) == (len(content), True, True)
    with sealed(Upload.objects.get()).open() as stream:
        assert stream.read() == content


def test_every_page_asks_the_database_little_however_many_contacts_there_are(
    depot: Depot, people: People, staff: Staff
) -> None:
    auditor, operator, done = staff(Role.AUDITOR), staff(Role.OPERATOR), depot.loaded(people.text(people.many(3)))
    Delivery.objects.update(accepted=1_000_000, lines=1_000_003, refused={"minor": 3})
    for number in range(10, 15):
        depot.received(people.text(people.many(3, first=10 * number)))
    waiting = Upload.objects.latest("id")
    addresses = ["/deliveries/", f"/deliveries/{done.reference}/", f"/deliveries/uploads/{waiting.uid}/"]
    for client, address in [(auditor, one) for one in addresses] + [(operator, one) for one in addresses]:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) < 15, [query["sql"][:90] for query in asked.captured_queries]
