"""The configuration of a Kamailio in front of several of these servers: it spreads calls and goes round the dead.

It takes calls from the trunks' addresses only, refuses what is no good SIP, asks each worker every two seconds whether
it is there, and sends a call that one could not take to the next. The audio does not pass through it.
"""

from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from string import Template
from typing import Final

from selfcontact.voice.dialog import bracketed
from selfcontact.voice.peer import HostPort

ROUTING: Final = "kamailio.cfg.template"
CARRIERS: Final = 1


@dataclass(frozen=True, kw_only=True)
class Tls:
    """Where the certificate and its key lie, and the port for SIP over TLS."""

    certificate: Path
    key: Path
    port: int = 5061


@dataclass(frozen=True, kw_only=True)
class Edge:
    """Where the edge listens, whom it lets in, and the workers behind it."""

    listen: HostPort
    workers: tuple[HostPort, ...]
    networks: tuple[str, ...]
    tls: Tls | None = None
    children: int = 4
    #: Requests of one address in two seconds beyond which it is left alone for a while.
    requests_per_source: int = 2000


def files(edge: Edge, folder: Path) -> dict[str, str]:
    """Return the files of the configuration by name, as they will lie in `folder`."""
    routing = Template(Path(__file__).with_name(ROUTING).read_text(encoding="utf-8"))
    host, port = edge.listen
    values = {
        "host": bracketed(host),
        "port": str(port),
        "children": str(edge.children),
        "density": str(edge.requests_per_source),
        "folder": str(folder),
        "tls": _tls(edge, folder),
        "carriers": str(CARRIERS),
    }
    written = {
        "kamailio.cfg": routing.substitute(values),
        "address.list": "".join(_address(network) for network in edge.networks),
        "dispatcher.list": "".join(f"1 sip:{bracketed(host)}:{port}\n" for host, port in edge.workers),
    }
    if edge.tls:
        written["tls.cfg"] = _tls_profile(edge.tls)
    return written


def _address(network: str) -> str:
    block = ip_network(network)
    return f"{CARRIERS} {block.network_address} {block.prefixlen} 0 trunk\n"


def _tls(edge: Edge, folder: Path) -> str:
    if not edge.tls:
        return ""
    host = bracketed(edge.listen[0])
    lines = ["enable_tls=yes", f"listen=tls:{host}:{edge.tls.port}", 'loadmodule "tls.so"']
    return "\n".join([*lines, f'modparam("tls","config","{folder}/tls.cfg")'])


def _tls_profile(tls: Tls) -> str:
    lines = ["[server:default]", "method = TLSv1.2+", "verify_certificate = no", "require_certificate = no"]
    return "\n".join([*lines, f"private_key = {tls.key}", f"certificate = {tls.certificate}", ""])
