"""Addresses of voice lines."""

from selfcontact.web.console.lines import house, listening, trunks, views
from selfcontact.web.console.lines.roles import KEEPERS, MAKERS, SPEAKERS, STOPPERS
from selfcontact.web.routes import EVERY_STAFF, route

urlpatterns = [
    route("lines/", views.index, name="line_list", roles=EVERY_STAFF),
    route("lines/new/", views.add, name="line_add", roles=MAKERS),
    route("lines/house/", house.index, name="line_house", roles=EVERY_STAFF),
    route("lines/house/speak/", house.speak, name="line_house_speak", roles=SPEAKERS),
    route("lines/house/<slug:part>/<slug:language>/", house.record, name="line_house_record", roles=SPEAKERS),
    route("lines/house/<slug:part>/<slug:language>/back/", house.withdraw, name="line_house_withdraw", roles=SPEAKERS),
    route("lines/trunks/", trunks.index, name="trunk_list", roles=EVERY_STAFF),
    route("lines/trunks/new/", trunks.add, name="trunk_add", roles=KEEPERS),
    route("lines/trunks/<str:reference>/change/", trunks.change, name="trunk_change", roles=KEEPERS),
    route("lines/trunks/<str:reference>/open/", trunks.enable, name="trunk_enable", roles=KEEPERS),
    route("lines/trunks/<str:reference>/close/", trunks.disable, name="trunk_disable", roles=KEEPERS),
    route("lines/listen/<uuid:uid>/", listening.listen, name="line_listen", roles=EVERY_STAFF),
    route("lines/<str:reference>/", views.show, name="line_show", roles=EVERY_STAFF),
    route("lines/<str:reference>/live/", listening.live, name="line_live", roles=EVERY_STAFF),
    route("lines/<str:reference>/change/", views.change, name="line_change", roles=MAKERS),
    route("lines/<str:reference>/do/<slug:deed>/", views.act, name="line_act", roles=STOPPERS),
    route("lines/<str:reference>/<slug:part>/<slug:language>/", views.record, name="line_record", roles=MAKERS),
]
