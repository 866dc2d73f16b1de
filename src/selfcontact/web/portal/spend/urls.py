"""What a mandate costs, and the papers that say so."""

from selfcontact.web.portal.spend import views
from selfcontact.web.routes import EVERY_SEAT, route

urlpatterns = [
    route("mandates/<uuid:uid>/spend/", views.show, name="spend", roles=EVERY_SEAT),
    route("mandates/<uuid:uid>/account.csv", views.as_csv, name="account_csv", roles=EVERY_SEAT),
    route("mandates/<uuid:uid>/account.ods", views.as_ods, name="account_ods", roles=EVERY_SEAT),
    route("mandates/<uuid:uid>/account.pdf", views.as_pdf, name="account_pdf", roles=EVERY_SEAT),
]
