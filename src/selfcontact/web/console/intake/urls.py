"""Files of providers: the pages of uploads and deliveries, and the addresses that programs upload to."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.intake import deliveries, files, looking, tus
from selfcontact.web.routes import EVERY_STAFF, route

OPERATORS = frozenset({Role.OPERATOR})
OFFICERS = frozenset({Role.DPO})
urlpatterns = [
    route("deliveries/", deliveries.index, name="delivery_list", roles=EVERY_STAFF),
    route("deliveries/new/", files.new, name="upload_new", roles=OPERATORS),
    route("deliveries/uploads/<uuid:uid>/", files.show, name="upload_show", roles=EVERY_STAFF),
    route("deliveries/uploads/<uuid:uid>/progress/", files.progress, name="upload_progress", roles=EVERY_STAFF),
    route("deliveries/uploads/<uuid:uid>/choices/", looking.choose, name="upload_choices", roles=OPERATORS),
    route("deliveries/uploads/<uuid:uid>/cancel/", files.cancel, name="upload_cancel", roles=OPERATORS),
    route("deliveries/<str:reference>/", deliveries.show, name="delivery_show", roles=EVERY_STAFF),
    route("deliveries/<str:reference>/refused.csv", deliveries.report, name="delivery_report", roles=EVERY_STAFF),
    route("deliveries/<str:reference>/hold/", deliveries.hold, name="delivery_hold", roles=OFFICERS),
    route("deliveries/<str:reference>/release/", deliveries.release, name="delivery_release", roles=OFFICERS),
    route("deliveries/<str:reference>/withdraw/", deliveries.withdraw, name="delivery_withdraw", roles=OFFICERS),
    route("intake/uploads/", tus.creation, name="upload_creation", roles=OPERATORS),
    route("intake/uploads/<uuid:uid>/", tus.content, name="upload_content", roles=OPERATORS),
]
