"""Subprocessors and the routes through them, kept from the console."""

from datetime import timedelta

from tests.web.console.registers.conftest import SHA, TODAY, Reader, actions_of, document

from selfcontact.subprocessors import actions
from selfcontact.subprocessors.models import Route, Subprocessor

ROUTE = {
    "reference": "r-2",
    "subprocessor": "carrier",
    "kind": "simulated",
    "host": "127.0.0.1",
    "port": 2775,
    "system_id": "maison",
    "bind": "transceiver",
    "concatenation": "udh",
    "stop_code": "36180",
    "sender_names": "DURAND",
    "window": 50,
    "segments_per_second": 50,
    "price": "0.045",
    "password": "motdepas",
}


def test_a_subprocessor_is_examined_with_its_contract_before_a_route_opens(
    keeper: Reader, carrier: Subprocessor
) -> None:
    keeper.post("/routes/new/", **ROUTE)
    assert keeper.client.post("/routes/r-2/enable/").status_code in {200, 409}
    assert not Route.objects.get(reference="r-2").enabled
    until = (TODAY + timedelta(days=300)).isoformat()
    keeper.post(
        "/subprocessors/carrier/vet/",
        document=document(),
        on=TODAY.isoformat(),
        until=until,
        grounds="sécurité revue",
        transfers="maison mère aux États-Unis, sans accès",
    )
    carrier.refresh_from_db()
    assert carrier.contract_sha256 == SHA
    keeper.post("/routes/r-2/enable/")
    assert Route.objects.get(reference="r-2").enabled


def test_the_password_of_a_route_is_never_shown(keeper: Reader, vetted: Subprocessor) -> None:
    assert "motdepas" not in keeper.post("/routes/new/", **ROUTE)
    assert "motdepas" not in keeper.client.get("/routes/r-2/change/").content.decode()


def test_new_terms_without_a_password_keep_the_one_there_is(keeper: Reader, carrier_route: Route) -> None:
    terms = {"sender_names": "DURAND\nALIX", "window": 20, "segments_per_second": 40, "price": "0.05", "password": ""}
    keeper.post(f"/routes/{carrier_route.reference}/change/", **terms)
    carrier_route.refresh_from_db()
    assert carrier_route.sender_names == ["DURAND", "ALIX"]
    assert carrier_route.price_millicents == 5000
    assert actions.password(carrier_route) == "motdepas"


def test_a_route_to_elsewhere_without_tls_is_refused_in_french(keeper: Reader, vetted: Subprocessor) -> None:
    said = keeper.refused("/routes/new/", **{**ROUTE, "kind": "smpp", "host": "smpp.example"})
    assert "TLS" in said
    assert not Route.objects.filter(reference="r-2").exists()


def test_the_history_of_a_route_says_codes_and_prices_in_words(keeper: Reader, carrier_route: Route) -> None:
    terms = {"sender_names": "DURAND", "window": 20, "segments_per_second": 40, "price": "0.045", "password": ""}
    page = keeper.post(f"/routes/{carrier_route.reference}/change/", **terms)
    assert "prix d’un segment 0,045 €" in page
    assert "nature opérateur simulé" in page
    assert "mot de passe changé non" in page


def test_a_carrier_is_chosen_by_name(keeper: Reader, carrier: Subprocessor) -> None:
    assert "Opérateur SA (carrier)" in keeper.get("/routes/new/")


def test_a_route_is_closed_with_its_reason(keeper: Reader, carrier_route: Route) -> None:
    keeper.post(f"/routes/{carrier_route.reference}/enable/")
    keeper.post(f"/routes/{carrier_route.reference}/disable/", grounds="trop de rejets")
    carrier_route.refresh_from_db()
    assert not carrier_route.enabled
    assert actions_of(carrier_route.uid)[0] == "route:disabled"


def test_a_country_outside_the_union_is_not_offered(keeper: Reader) -> None:
    given = {"reference": "loin", "name": "Far Inc.", "kind": "carrier", "country": "US"}
    assert keeper.refused("/subprocessors/new/", **given)
    assert not Subprocessor.objects.exists()
