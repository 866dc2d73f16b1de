"""Where a webhook may go, and where it may not, whatever its name pretends."""

import socket
from ipaddress import ip_network

import pytest

from selfcontact.integrations import courier
from selfcontact.integrations.addresses import ForbiddenAddressError, Target, demand, parse, resolve
from selfcontact.lib.errors import UserError


def named(*addresses: str) -> object:
    """Return what answers for the resolver: every name leads to these addresses."""

    def answer(host: str, port: int, **kwargs: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return answer


TARGET = Target(scheme="https", host="hooks.example", port=443, path="/")


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/", "ftp://hooks.example/", "https://", "https:///a", "//hooks.example/", "hooks.example",
        "https://user:secret@hooks.example/", "https://hooks.example/#part", "https://hooks.example:99999/",
        "https://hooks.example/a b", "https://hooks.example/\r\nx: y", "https://[::1/", "https://hôte.example/", "",
    ],
)  # fmt: skip
def test_only_a_whole_https_url_is_taken(url: str) -> None:
    with pytest.raises(UserError):
        parse(url)


def test_the_parts_of_a_url_are_kept() -> None:
    assert parse("https://hooks.example/a?b=c") == Target(scheme="https", host="hooks.example", port=443, path="/a?b=c")
    assert parse("http://127.0.0.1:8080").port == 8080


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::",
        "::10.0.0.1", "::ffff:0:10.0.0.1", "fec0::1",
        "0.0.0.0",  # noqa: S104 - nothing is bound
    ],
)  # fmt: skip
def test_an_internal_address_is_never_reached(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", named(address))
    with pytest.raises(ForbiddenAddressError):
        resolve(TARGET, ())
    assert courier.post("https://hooks.example/", "{}", {}, ()).outcome == "refused_address"
    with pytest.raises(UserError) as refused:
        demand("https://hooks.example/", ())
    assert refused.value.code == "webhook_address"


def test_one_internal_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", named("93.184.215.14", "10.0.0.1"))
    with pytest.raises(ForbiddenAddressError):
        resolve(TARGET, ())


def test_a_public_address_and_a_network_that_the_settings_allow_are_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", named("93.184.215.14"))
    assert resolve(TARGET, ()) == "93.184.215.14"
    monkeypatch.setattr(socket, "getaddrinfo", named("10.1.2.3"))
    assert resolve(TARGET, (ip_network("10.1.0.0/16"),)) == "10.1.2.3"


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def connect(place: tuple[str, int], timeout: float) -> socket.socket:
        asked.append(place)
        # By now the name would lead elsewhere; nothing asks for it again.
        monkeypatch.setattr(socket, "getaddrinfo", named("10.0.0.1"))
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", named("93.184.215.14"))
    monkeypatch.setattr(socket, "create_connection", connect)
    assert courier.post("https://hooks.example/", "{}", {}, ()).outcome == "unreachable"
    assert asked == [("93.184.215.14", 443)]


def test_a_name_that_leads_nowhere_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*args: object, **kwargs: object) -> list[object]:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(UserError) as refused:
        demand("https://hooks.example/", ())
    assert refused.value.code == "webhook_unknown_host"
    assert courier.post("https://hooks.example/", "{}", {}, ()).outcome == "unreachable"


def test_a_receiver_that_never_answers_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "WHOLE", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert courier.post(url, "{}", {}, (ip_network("127.0.0.0/8"),)).outcome == "timeout"


def test_a_machine_without_the_right_certificate_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "STEP", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        assert courier.post(url, "{}", {}, (ip_network("127.0.0.0/8"),)).outcome in {"timeout", "tls"}
