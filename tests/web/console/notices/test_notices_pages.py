"""Letters are printed, posted and read again from the console; texts are seen, then published, by the DPO alone."""

from collections.abc import Callable

import pytest
from tests.notices.world import CODE, NOW, STREET, told, write
from tests.requests.world import receive
from tests.web.clients import Signed
from tests.web.console.registers.conftest import Reader, text

from selfcontact.accounts.models import Role
from selfcontact.lib.actor import SYSTEM
from selfcontact.notices import actions, templates
from selfcontact.notices.models import Kind, Language, Means, Notice, Template

Staff = Callable[..., Signed]
NEXT = {"subject": "Reçue", "text": "$reference $rights $received_on $due_on", "note": "Plus court."}
EDIT = "/texts/acknowledged/fr/edit/"


@pytest.fixture
def dpo(staff: Staff) -> Reader:
    return Reader(staff(Role.DPO))


def test_letters_are_printed_together_then_said_to_be_posted(dpo: Reader, as_console: Callable[[], object]) -> None:
    about = receive()
    made = [write(subject=about.uid), write(Kind.IDENTITY_LETTER, subject=about.uid), write(means=Means.MAIL)]
    uids = [str(one.uid) for one in made[:2]]
    with as_console():  # type: ignore[attr-defined]
        listed = dpo.get("/notices/")
        printed = dpo.client.post("/notices/letters/", {"letters": uids, "do": "print"})
        said = dpo.post("/notices/letters/", letters=uids, do="posted", proof="LR 1A 234")
    assert "Lefèvre" not in listed
    assert listed.count(about.reference) == 2
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    assert "no-store" in printed["Cache-Control"]
    assert "2 lettres sont parties" in said
    found = Notice.objects.filter(uid__in=uids)
    assert all(one.printed_at and one.sent_at and one.proof == "LR 1A 234" for one in found)
    assert [action for action, _ in told(about.uid)][-2:] == ["notice:sent"] * 2
    assert not actions.waiting(Means.POST).exists()


@pytest.mark.parametrize("given", [{"do": "print"}, {"do": "whatever"}, {"do": "print", "letters": ["x"]}, {}])
def test_nothing_is_printed_without_a_letter_that_waits(dpo: Reader, given: dict[str, object]) -> None:
    mail = write(means=Means.MAIL)
    for more in ({}, {"letters": [str(mail.uid)]} if "letters" not in given else {}):
        assert "Cochez au moins une lettre" in dpo.post("/notices/letters/", **(given | more))
    assert not Notice.objects.filter(printed_at__isnull=False).exists()


def test_a_letter_is_read_again_with_a_reason_and_never_its_code(dpo: Reader) -> None:
    made = write(Kind.IDENTITY_LETTER)
    page = f"/notices/{made.uid}/"
    assert "Lefèvre" not in dpo.get(page)
    assert "obligatoire" in dpo.refused(page, reason="")
    answer = dpo.client.post(page, {"reason": "la personne appelle"})
    assert STREET.splitlines()[0] in text(answer)
    assert CODE not in text(answer)
    assert told(made.subject_uid)[-1][0] == "notice:disclosed"


def test_what_could_not_leave_is_shown_and_waits_again(dpo: Reader) -> None:
    made = write(means=Means.MAIL)
    assert "accusé de réception" in dpo.get("/notices/mail/")
    actions.failed(actor=SYSTEM, notice=made, reason="550 no such user", at=NOW)
    assert "550 no such user" in dpo.get("/notices/failed/")
    assert "Il attend de nouveau" in dpo.post(f"/notices/{made.uid}/retry/")
    assert "550" not in dpo.get("/notices/failed/")
    assert "rien à renvoyer" in dpo.post(f"/notices/{made.uid}/retry/")


def test_a_forgotten_letter_keeps_its_dates(dpo: Reader) -> None:
    made = write()
    actions.forget(actor=SYSTEM, subject_uid=made.subject_uid)
    said = dpo.get(f"/notices/{made.uid}/")
    assert "Les mots sont oubliés" in said
    assert "Relire" not in said


def test_a_text_is_seen_with_invented_values_then_published(dpo: Reader, as_console: Callable[[], object]) -> None:
    with as_console():  # type: ignore[attr-defined]
        seen = dpo.client.post(EDIT, {**NEXT, "note": "", "preview": "1"})
        assert "d-0123456789 accès, effacement" in text(seen)
        assert Template.objects.filter(kind="acknowledged", language="fr").count() == 1
        said = dpo.post(EDIT, **NEXT, publish="1")
    assert "version 2" in said
    assert templates.current(Kind.ACKNOWLEDGED, Language.FRENCH).subject == "Reçue"
    assert "Remplacée" in dpo.get("/texts/acknowledged/fr/1/")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "rien"}, "doit contenir"),
        ({"text": NEXT["text"] + " $nom"}, "Champ inconnu"),
        ({"note": ""}, "ce qui change"),
        ({"text": NEXT["text"] + " {{ settings.SECRET_KEY }} ${x}"}, "Dollar seul"),
    ],
)
def test_a_text_that_lacks_something_is_refused_and_not_lost(dpo: Reader, changes: dict[str, str], said: str) -> None:
    answer = dpo.client.post(EDIT, {**NEXT, **changes, "publish": "1"})
    page = text(answer)
    assert said in page
    assert "Reçue" in answer.content.decode()
    assert templates.current(Kind.ACKNOWLEDGED, Language.FRENCH).number == 1


def test_markup_in_a_text_stays_letters(dpo: Reader) -> None:
    page = dpo.client.post(EDIT, {**NEXT, "text": NEXT["text"] + "<script>x</script>", "preview": "1"})
    assert b"<script>x" not in page.content
    assert b"&lt;script&gt;x" in page.content


def test_every_text_has_its_page(dpo: Reader) -> None:
    listed = dpo.client.get("/texts/").content.decode()
    for kind in Kind:
        for language in Language:
            assert f'href="/texts/{kind}/{language}/"' in listed
    assert dpo.client.get("/texts/whatever/fr/").status_code == 404
    assert dpo.client.get("/texts/whatever/fr/edit/").status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR])
def test_nobody_but_the_dpo_prints_reads_or_publishes(staff: Staff, role: Role, database: str) -> None:
    made, client = write(), staff(role)
    for address in (f"/notices/{made.uid}/", EDIT):
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "x", **NEXT, "publish": "1"}).status_code == 404
    assert client.post("/notices/letters/", {"letters": [str(made.uid)], "do": "print"}).status_code == 404
    seen = 200 if role == Role.AUDITOR else 404
    addresses = ("/notices/", "/notices/mail/", "/notices/failed/", "/notices/sent/", "/texts/", "/texts/done/en/")
    assert [client.get(address).status_code for address in addresses] == [seen] * len(addresses)
    assert [action for action, _ in told(made.subject_uid)] == ["notice:written"]


def test_no_list_asks_the_database_much(dpo: Reader) -> None:
    about = receive()
    made = [write(subject=about.uid) for _ in range(60)]
    addresses = ("/notices/", "/notices/mail/", "/texts/", f"/notices/{made[0].uid}/", EDIT, "/texts/done/fr/")
    for address in addresses:
        assert dpo.queries(address) < 15
