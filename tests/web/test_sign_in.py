"""Signing in: by invitation, with two factors, to one face."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.test.utils import override_settings
from tests.web.clients import PASSWORD, make_user, staff_client, totp

from selfcontact import settings
from selfcontact.accounts import actions
from selfcontact.accounts.actions import Place
from selfcontact.accounts.models import Face, Invitation, Role, User
from selfcontact.ledger.models import Entry
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.web.clock import now

pytestmark = pytest.mark.usefixtures("console")
ADMINISTRATOR = Place(face=Face.CONSOLE, roles=[Role.ADMINISTRATOR])


def invited(email: str = "ada@selfcontact.example", place: Place = ADMINISTRATOR) -> str:
    """Return the path of a fresh invitation."""
    link = actions.invite(actor=SYSTEM, email=email, name="Ada", place=place, at=now()).link
    return re.sub(r"^https?://[^/]+", "", link)


def test_an_invitation_opens_an_account_once_and_asks_for_a_second_factor_before_anything_else() -> None:
    path, browser = invited(), Client()
    assert browser.post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert browser.post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 409
    browser.post("/account/login/", {"login": "ada@selfcontact.example", "password": PASSWORD})
    assert browser.get("/")["Location"] == "/account/second-factor/required/"
    browser.get("/account/second-factor/totp/activate/")
    secret = browser.session["mfa.totp.secret"]
    browser.post("/account/second-factor/totp/activate/", {"code": totp(secret)})
    assert browser.get("/").status_code == 200


def test_an_invitation_is_mailed_and_its_link_is_shown_once() -> None:
    client = staff_client(Role.ADMINISTRATOR)
    answer = client.post(
        "/users/invite/", {"email": "bo@selfcontact.example", "name": "Bo", "face": "console", "roles": ["operator"]}
    )
    assert answer.status_code == 200
    link = re.search(r"http://\S+/invitation/\S+/", str(mail.outbox[0].body))
    assert link
    assert link[0] in answer.content.decode()
    assert not Invitation.objects.filter(secret_sha256__contains=link[0].split("/")[-2]).exists()


def test_an_invitation_kept_for_want_of_a_mail_server_is_closed_to_other_accounts_of_the_machine(
    tmp_path: Path,
) -> None:
    said = "https://console.example.org/invitation/secret/"
    with override_settings(EMAIL_BACKEND=settings.EMAIL_BACKEND, EMAIL_FILE_PATH=tmp_path / "outbox"):
        mail.send_mail("Votre accès", said, None, ["ada@selfcontact.example"])
    (letter,) = (tmp_path / "outbox").iterdir()
    assert "invitation" in letter.read_text(encoding="utf-8")
    assert (tmp_path / "outbox").stat().st_mode & 0o077 == 0


def test_an_expired_or_replaced_invitation_opens_nothing() -> None:
    first = invited()
    second = invited()
    assert Client().get(first).status_code == 409
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    assert Client().get(second).status_code == 409


def test_a_weak_password_is_refused_with_the_reason() -> None:
    answer = Client().post(invited(), {"password": "123456789012", "again": "123456789012"})
    assert answer.status_code == 200
    assert not User.objects.get(email="ada@selfcontact.example").is_active


def test_a_password_alone_does_not_open_the_console() -> None:
    user, secret = make_user("two@selfcontact.example", face=Face.CONSOLE, roles=[Role.OPERATOR])
    browser = Client()
    answer = browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == "/account/second-factor/authenticate/"
    assert browser.get("/").status_code == 302
    browser.post("/account/second-factor/authenticate/", {"code": "000000"})
    assert browser.get("/").status_code == 302
    browser.post("/account/second-factor/authenticate/", {"code": totp(secret)})
    assert browser.get("/").status_code == 200


def test_a_code_signs_in_once() -> None:
    user, secret = make_user("two@selfcontact.example", face=Face.CONSOLE, roles=[Role.OPERATOR])
    code = totp(secret)
    opened = []
    for _ in range(2):
        browser = Client()
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
        browser.post("/account/second-factor/authenticate/", {"code": code})
        opened.append(browser.get("/").status_code)
    assert opened == [200, 302]


def test_a_code_signs_in_once_even_after_the_thirty_seconds_for_which_allauth_remembers_it() -> None:
    user, secret = make_user("two@selfcontact.example", face=Face.CONSOLE, roles=[Role.OPERATOR])
    code = totp(secret)
    opened = []
    for _ in range(2):
        browser = Client()
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
        browser.post("/account/second-factor/authenticate/", {"code": code})
        opened.append(browser.get("/").status_code)
        cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")
    assert opened == [200, 302]


def test_a_session_opened_by_a_password_alone_ends_when_the_first_factor_is_set_elsewhere() -> None:
    path, thief, owner = invited(), Client(), Client()
    owner.post(path, {"password": PASSWORD, "again": PASSWORD})
    for browser in (thief, owner):
        browser.post("/account/login/", {"login": "ada@selfcontact.example", "password": PASSWORD})
    owner.get("/account/second-factor/totp/activate/")
    owner.post("/account/second-factor/totp/activate/", {"code": totp(owner.session["mfa.totp.secret"])})
    assert owner.get("/").status_code == 200
    assert thief.get("/")["Location"].startswith("/account/login/")


def test_someone_of_a_candidates_team_does_not_enter_the_console() -> None:
    user, _ = make_user("team@equipe.example", face=Face.PORTAL)
    browser = Client()
    answer = browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == "/account/inactive/"
    assert browser.get("/").status_code == 302


def test_after_five_wrong_passwords_even_the_right_one_waits() -> None:
    user, _ = make_user("lock@selfcontact.example", face=Face.CONSOLE, roles=[Role.OPERATOR])
    browser = Client()
    for _ in range(5):
        browser.post("/account/login/", {"login": user.email, "password": "wrong"})
    answer = browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code != 302


BEHIND = """
import django
django.setup()
from allauth.account.adapter import get_adapter
from django.test import RequestFactory
request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.66, 198.51.100.7")
print(get_adapter().get_client_ip(request))
"""


@pytest.mark.parametrize(("hosts", "counted"), [("console.example.org", "198.51.100.7"), ("localhost", "127.0.0.1")])
def test_attempts_are_counted_for_the_visitor_whom_the_proxy_in_front_names_and_for_no_other(
    hosts: str, counted: str, database: str
) -> None:
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "selfcontact.settings",
        "DATABASE_URL": database,
        "SELFCONTACT_HOSTS": hosts,
        "SELFCONTACT_SECRET_KEY": "a key of this test alone",
    }
    said = subprocess.run([sys.executable, "-c", BEHIND], env=env, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == counted


def test_a_page_says_the_same_of_a_wrong_password_and_of_an_unknown_address() -> None:
    make_user("known@selfcontact.example", face=Face.CONSOLE, roles=[Role.OPERATOR])
    said = []
    for login in ("known@selfcontact.example", "nobody@selfcontact.example"):
        page = Client().post("/account/login/", {"login": login, "password": "wrong"}).content.decode()
        said.append(re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", page))
    assert said[0] == said[1]


def test_the_last_second_factor_cannot_be_removed() -> None:
    client = staff_client(Role.OPERATOR)
    client.post("/account/second-factor/totp/deactivate/")
    assert client.get("/").status_code == 200
    assert Authenticator.objects.filter(user=client.user, type="totp").exists()


def test_the_secret_of_a_second_factor_is_not_in_the_database() -> None:
    client = staff_client(Role.OPERATOR)
    stored = str(Authenticator.objects.get(user=client.user, type="totp").data)
    assert client.secret not in stored


def test_sessions_are_listed_and_ended_from_another_one() -> None:
    user, secret = make_user("many@selfcontact.example", face=Face.CONSOLE, roles=[Role.OPERATOR])
    here, there = Client(), Client()
    for step, browser in enumerate((here, there)):
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
        browser.post("/account/second-factor/authenticate/", {"code": totp(secret, step)})
        assert browser.get("/").status_code == 200
    assert here.get("/account/sessions/").content.decode().count("127.0.0.1") >= 2
    here.post("/account/sessions/")
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200


def test_closing_an_account_ends_its_sessions_at_once() -> None:
    victim, client = staff_client(Role.OPERATOR), staff_client(Role.ADMINISTRATOR)
    client.post(f"/users/{victim.user.uid}/close/")
    assert victim.get("/").status_code == 302


def test_the_link_of_an_account_closed_before_it_was_opened_opens_nothing() -> None:
    path, client = invited("gone@selfcontact.example"), staff_client(Role.ADMINISTRATOR)
    gone = User.objects.get(email="gone@selfcontact.example")
    client.post(f"/users/{gone.uid}/close/")
    assert Client().post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 409
    gone.refresh_from_db()
    assert not gone.is_active


def test_whoever_lost_every_factor_begins_anew_by_a_new_link_once_the_account_was_closed() -> None:
    lost, client = staff_client(Role.OPERATOR).user, staff_client(Role.ADMINISTRATOR)
    assert client.post(f"/users/{lost.uid}/renew/").status_code == 409
    assert Authenticator.objects.filter(user=lost).exists()
    client.post(f"/users/{lost.uid}/close/")
    page = client.post(f"/users/{lost.uid}/renew/").content.decode()
    assert not Authenticator.objects.filter(user=lost).exists()
    path = re.search(r"/invitation/[^<\"/]+/", page)
    assert path
    newcomer = Client()
    fresh = f"{PASSWORD}, et neuve"
    newcomer.post(path.group(), {"password": fresh, "again": fresh})
    newcomer.post("/account/login/", {"login": lost.email, "password": fresh})
    assert newcomer.get("/")["Location"] == "/account/second-factor/required/"


@pytest.mark.parametrize("back", ["//evil.example/", "http://testserver//evil.example/", "https://evil.example/", "x"])
@pytest.mark.parametrize("address", ["/language/", "/theme/"])
def test_choosing_a_language_or_a_theme_leads_nowhere_else(address: str, back: str) -> None:
    answer = Client().post(address, {"language": "en", "theme": "dark", "next": back})
    assert answer["Location"] == "/"


def test_the_last_administrator_stays() -> None:
    client = staff_client(Role.ADMINISTRATOR)
    assert client.post(f"/users/{client.user.uid}/close/").status_code == 409
    with pytest.raises(UserError, match="dernier administrateur"):
        actions.set_roles(actor=SYSTEM, user=client.user, roles=[Role.OPERATOR])


def test_the_ledger_says_who_was_invited_and_who_came() -> None:
    before = Entry.objects.count()
    Client().post(invited(), {"password": PASSWORD, "again": PASSWORD})
    assert actions.note_accepted(actor=SYSTEM) == 1
    assert actions.note_accepted(actor=SYSTEM) == 0
    assert Entry.objects.count() == before + 2


def test_every_page_forbids_scripts_from_elsewhere_and_caches() -> None:
    answer = Client().get("/account/login/")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "no-store" in answer["Cache-Control"]
