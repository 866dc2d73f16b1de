"""Addresses of the register."""

from selfcontact.web.console.registers.pages import GUARDS, KEEPERS
from selfcontact.web.console.registers.views import (
    agreements,
    candidates,
    endings,
    first_contact,
    instructions,
    mandates,
    providers,
    routes,
    sponsors,
    subprocessors,
)
from selfcontact.web.routes import EVERY_STAFF, route

CANDIDATES = [
    route("candidates/", candidates.candidate_list, name="candidate_list", roles=EVERY_STAFF),
    route("candidates/new/", candidates.candidate_add, name="candidate_add", roles=KEEPERS),
    route("candidates/<str:reference>/", candidates.candidate_show, name="candidate_show", roles=EVERY_STAFF),
    route("candidates/<str:reference>/correct/", candidates.candidate_correct, name="candidate_correct", roles=KEEPERS),
]
MANDATES = [
    route("mandates/", mandates.mandate_list, name="mandate_list", roles=EVERY_STAFF),
    route("mandates/new/", mandates.mandate_add, name="mandate_add", roles=KEEPERS),
    route("mandates/areas/", mandates.area_search, name="area_search", roles=KEEPERS),
    route("mandates/<str:reference>/", mandates.mandate_show, name="mandate_show", roles=EVERY_STAFF),
    route("mandates/<str:reference>/move-end/", mandates.mandate_move_end, name="mandate_move_end", roles=KEEPERS),
    route("mandates/<str:reference>/ceiling/", mandates.mandate_ceiling, name="mandate_ceiling", roles=KEEPERS),
    route("mandates/<str:reference>/end/", endings.mandate_end, name="mandate_end", roles=GUARDS),
    route("mandates/<str:reference>/ending/", endings.mandate_ending, name="mandate_ending", roles=EVERY_STAFF),
    route(
        "mandates/<str:reference>/certificate/", endings.certificate_show, name="certificate_show", roles=EVERY_STAFF
    ),
    route(
        "mandates/<str:reference>/certificate.json",
        endings.certificate_download,
        name="certificate_download",
        roles=EVERY_STAFF,
    ),
    route(
        "mandates/<str:reference>/instructions/new/",
        instructions.instruction_add,
        name="instruction_add",
        roles=KEEPERS,
    ),
    route("mandates/<str:reference>/first-contact/", first_contact.first_contact, name="first_contact", roles=KEEPERS),
    route("mandates/<str:reference>/sponsor/", sponsors.sponsor_declare, name="sponsor_declare", roles=KEEPERS),
    route(
        "mandates/<str:reference>/sponsor/withdraw/", sponsors.sponsor_withdraw, name="sponsor_withdraw", roles=KEEPERS
    ),
    route(
        "instructions/<str:reference>/withdraw/",
        instructions.instruction_withdraw,
        name="instruction_withdraw",
        roles=KEEPERS,
    ),
]
PROVIDERS = [
    route("providers/", providers.provider_list, name="provider_list", roles=EVERY_STAFF),
    route("providers/new/", providers.provider_add, name="provider_add", roles=KEEPERS),
    route("providers/<str:reference>/", providers.provider_show, name="provider_show", roles=EVERY_STAFF),
    route("providers/<str:reference>/vet/", providers.provider_vet, name="provider_vet", roles=GUARDS),
    route("providers/<str:reference>/suspend/", providers.provider_suspend, name="provider_suspend", roles=GUARDS),
    route("providers/<str:reference>/agreements/new/", agreements.agreement_add, name="agreement_add", roles=KEEPERS),
    route("agreements/", agreements.agreement_list, name="agreement_list", roles=EVERY_STAFF),
    route("agreements/<str:reference>/", agreements.agreement_show, name="agreement_show", roles=EVERY_STAFF),
    route("agreements/<str:reference>/end/", agreements.agreement_end, name="agreement_end", roles=GUARDS),
    route("agreements/<str:reference>/forms/new/", agreements.form_add, name="form_add", roles=KEEPERS),
    route("forms/", agreements.form_list, name="form_list", roles=EVERY_STAFF),
    route("forms/<uuid:uid>/", agreements.form_show, name="form_show", roles=EVERY_STAFF),
    route("forms/<uuid:uid>/document/", agreements.form_document, name="form_document", roles=KEEPERS),
    route("forms/<uuid:uid>/withdraw/", agreements.form_withdraw, name="form_withdraw", roles=GUARDS),
]
SUBPROCESSORS = [
    route("subprocessors/", subprocessors.subprocessor_list, name="subprocessor_list", roles=EVERY_STAFF),
    route("subprocessors/new/", subprocessors.subprocessor_add, name="subprocessor_add", roles=KEEPERS),
    route(
        "subprocessors/<str:reference>/", subprocessors.subprocessor_show, name="subprocessor_show", roles=EVERY_STAFF
    ),
    route("subprocessors/<str:reference>/vet/", subprocessors.subprocessor_vet, name="subprocessor_vet", roles=GUARDS),
    route(
        "subprocessors/<str:reference>/suspend/",
        subprocessors.subprocessor_suspend,
        name="subprocessor_suspend",
        roles=GUARDS,
    ),
    route("routes/", routes.route_list, name="route_list", roles=EVERY_STAFF),
    route("routes/new/", routes.route_add, name="route_add", roles=KEEPERS),
    route("routes/<str:reference>/", routes.route_show, name="route_show", roles=EVERY_STAFF),
    route("routes/<str:reference>/change/", routes.route_change, name="route_change", roles=KEEPERS),
    route("routes/<str:reference>/enable/", routes.route_enable, name="route_enable", roles=KEEPERS),
    route("routes/<str:reference>/disable/", routes.route_disable, name="route_disable", roles=routes.CLOSERS),
]
urlpatterns = [*CANDIDATES, *MANDATES, *PROVIDERS, *SUBPROCESSORS]
