"""Who calls whom, as carriers write it, and how a trunk proves itself."""

import hashlib
import itertools
import re

import pytest
import sipmessage
from tests.voice.lab import Caller, codes, lab, offer
from tests.voice.world import LINE_NUMBER

from selfcontact.lib import phone
from selfcontact.lib.personal import Personal
from selfcontact.voice.number import called_number, caller_number, e164
from selfcontact.voice.trunk import Format, Trunk

PLAIN = Trunk(name="carrier", networks=("127.0.0.1/32",))
SHORT = Trunk(name="carrier", networks=("127.0.0.1/32",), formats=(Format.SHORT,))


@pytest.mark.parametrize(
    "written,trunk,number",
    [
        ("+33199001234", PLAIN, "33199001234"),
        ("0033199001234", PLAIN, "33199001234"),
        ("33199001234", PLAIN, "33199001234"),
        ("0199001234", PLAIN, "33199001234"),
        ("199001234", SHORT, "33199001234"),
        ("+33(0)199001234", PLAIN, "33199001234"),
        ("+33-1.99-00.12.34", PLAIN, "33199001234"),
        ("+33199001234;npdi;rn=+33600000000", PLAIN, "33199001234"),
        ("0262991234", PLAIN, "262262991234"),
        ("0590991234", PLAIN, "590590991234"),
        ("0594991234", PLAIN, "594594991234"),
        ("0596991234", PLAIN, "596596991234"),
        ("0639991234", PLAIN, "262639991234"),
        ("0639981234", PLAIN, "33639981234"),
        ("0199001234", SHORT, None),
        ("+" + "1" * 5000, PLAIN, None),
        ("+33199", PLAIN, None),
        ("٠١٩٩٠٠١٢٣٤", PLAIN, None),
        ("112", PLAIN, None),
        ("", PLAIN, None),
    ],
)
def test_a_number_is_read_in_the_carrier_s_ways_of_writing(written: str, trunk: Trunk, number: str | None) -> None:
    assert e164(written, trunk) == number


WAYS = {
    Format.PLUS: "+33199001234",
    Format.ZERO_ZERO: "0033199001234",
    Format.BARE: "33199001234",
    Format.NATIONAL: "0199001234",
    Format.SHORT: "199001234",
}


@pytest.mark.parametrize("written", Format)
@pytest.mark.parametrize("told", Format)
def test_a_line_is_found_in_the_way_of_writing_that_its_trunk_has_and_in_no_other(
    told: Format, written: Format
) -> None:
    with lab(trunks=(Trunk(name="carrier", networks=("127.0.0.1/32",), formats=(told,)),)) as world:
        caller = Caller(world, uri=f"sip:{WAYS[written]}@127.0.0.1")
        assert codes(caller.invite()) == [200 if written is told else 404]


@pytest.mark.parametrize("told", Format)
@pytest.mark.parametrize("number", ["+33639981234", "0033639981234", "33639981234", "0639981234"])
def test_a_caller_is_read_however_the_called_number_is_written(told: Format, number: str) -> None:
    trunk = Trunk(name="carrier", networks=(), formats=(told,))
    caller = caller_number(request(f"To: <sip:a@b>\nFrom: <sip:{number}@x>;tag=t"), trunk)
    assert caller
    assert caller.reveal() == "33639981234"


def test_a_national_number_is_one_of_the_trunk_s_own_country() -> None:
    belgian = Trunk(name="carrier", networks=(), country="32")
    assert e164("0470123456", belgian) == "32470123456"
    assert e164("+32(0)470123456", belgian) == "32470123456"
    assert e164("+33199001234", belgian) == "33199001234"


def test_national_mobile_numbers_are_read_as_the_library_of_numbers_reads_them() -> None:
    for block, tail in itertools.product(range(600, 800), ("000123", "500123", "999123")):
        national = f"0{block}{tail}"
        read = phone.parse(national)
        if isinstance(read, phone.Number):
            assert e164(national, PLAIN) == str(read.e164)
        assert e164(f"+33{national[1:]}", PLAIN) == f"33{national[1:]}"


def request(headers: str, *, uri: str = "sip:0199001234@here") -> sipmessage.Request:
    """Read an INVITE with these headers."""
    text = f"INVITE {uri} SIP/2.0\n{headers}\n\n".replace("\n", "\r\n")
    read = sipmessage.Message.parse(text.encode())
    assert isinstance(read, sipmessage.Request)
    return read


@pytest.mark.parametrize(
    "place,number", [("uri", "33199001234"), ("to", "33199001235"), ("p-called-party-id", "33199001236")]
)
def test_the_called_number_is_where_the_carrier_writes_it(place: str, number: str) -> None:
    trunk = Trunk(name="carrier", networks=(), called_in=place)  # type: ignore[arg-type]
    invite = request("To: <sip:0199001235@here>\nP-Called-Party-ID: <sip:+33199001236@here>\nFrom: <sip:a@b>;tag=x")
    assert called_number(invite, trunk) == number


@pytest.mark.parametrize(
    "headers,number",
    [
        ("From: <sip:0639981234@x>;tag=t", "33639981234"),
        ("From: <sip:0639981234@x>;tag=t\nP-Asserted-Identity: <tel:+33639985678>", "33639985678"),
        ("From: <sip:sales@x>;tag=t\nP-Asserted-Identity: <sip:sales@x>, <tel:+33639985678>", "33639985678"),
        ("From: <sip:0639981234@x>;tag=t\nPrivacy: id;critical", None),
        ("From: <sip:anonymous@anonymous.invalid>;tag=t\nP-Asserted-Identity: <tel:+33639985678>", None),
        ("From: <sip:0639981234@x>;tag=t\nPrivacy: none", "33639981234"),
        ("From: <sip:@x>;tag=t", None),
    ],
)
def test_the_caller_is_whom_the_carrier_names_unless_it_is_withheld(headers: str, number: str | None) -> None:
    try:
        invite = request(headers)
        caller = caller_number(invite, PLAIN)
    except ValueError:
        caller = None
    assert (caller.reveal() if caller else None) == number


SECRET = Trunk(
    name="carrier", networks=("127.0.0.1/32",), accounts={"line": Personal("pass phrase")}, realm="voice.example"
)


def credentials(challenge: str, *, password: str = "pass phrase", count: int = 1, method: str = "INVITE") -> str:
    """Answer a challenge as RFC 7616 says."""
    given = dict(re.findall(r'(\w+)="?([^",\r]+)"?', challenge))
    digest = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}[given["algorithm"]]
    uri = f"sip:+{LINE_NUMBER}@127.0.0.1"
    secret = digest(f"line:{given['realm']}:{password}".encode()).hexdigest()
    asked = digest(f"{method}:{uri}".encode()).hexdigest()
    proof = digest(f"{secret}:{given['nonce']}:{count:08x}:0a4f113b:auth:{asked}".encode()).hexdigest()
    return (
        f'Authorization: Digest username="line", realm="{given["realm"]}", nonce="{given["nonce"]}", uri="{uri}", '
        f'response="{proof}", algorithm={given["algorithm"]}, qop=auth, nc={count:08x}, cnonce="0a4f113b"\n'
    )


def challenges(answer: str) -> list[str]:
    """Return the challenges of a 401."""
    return re.findall(r"WWW-Authenticate: (.*)\r\n", answer)


@pytest.mark.parametrize("algorithm", [0, 1])
def test_a_trunk_with_a_password_is_asked_for_it_in_sha256_and_md5(algorithm: int) -> None:
    with lab(trunks=(SECRET,)) as world:
        (refusal,) = Caller(world).invite()
        assert codes([refusal]) == [401]
        assert [text.rpartition("=")[2] for text in challenges(refusal)] == ["SHA-256", "MD5"]
        assert codes(Caller(world).invite(headers=credentials(challenges(refusal)[algorithm]))) == [200]


def test_a_wrong_password_a_nonce_of_ours_twice_and_one_of_nobody_s_are_refused() -> None:
    with lab(trunks=(SECRET,)) as world:
        (refusal,) = Caller(world).invite()
        challenge = challenges(refusal)[0]
        assert codes(Caller(world).invite(headers=credentials(challenge, password="guess"))) == [401]
        assert codes(Caller(world).invite(headers=credentials(challenge))) == [200]
        assert codes(Caller(world).invite(headers=credentials(challenge))) == [401]
        assert codes(Caller(world).invite(headers=credentials(challenge, count=2))) == [200]
        forged = challenge.replace('nonce="', 'nonce="0')
        assert codes(Caller(world).invite(headers=credentials(forged, count=3))) == [401]


def test_a_nonce_grows_old() -> None:
    with lab(trunks=(SECRET,)) as world:
        (refusal,) = Caller(world).invite()
        world.after(62)
        assert codes(Caller(world).invite(headers=credentials(challenges(refusal)[0]))) == [401]


@pytest.mark.parametrize("header", ["Basic abc", "Digest", "Digest a=b", 'Digest nonce="é"', "x" * 900])
def test_credentials_of_any_shape_break_nothing(header: str) -> None:
    with lab(trunks=(SECRET,)) as world:
        assert codes(Caller(world).invite(headers=f"Authorization: {header}\n")) == [401]
        assert world.board.metrics.dropped == {}


def test_passwords_are_not_printed() -> None:
    assert "pass phrase" not in repr(SECRET)


def test_trunks_may_change_while_calls_are_up() -> None:
    with lab() as world:
        caller = Caller(world)
        caller.call()
        world.board.use((Trunk(name="other", networks=("127.0.0.9/32",)),))
        text = Caller(world).message("INVITE", body=offer(), headers="Content-Type: application/sdp\n")
        assert world.say(text) == []
        assert codes(world.say(text, host="127.0.0.9")) == [488]
