"""The policy: everyone reads it, two roles publish it."""

from selfcontact.web.console.policies import views
from selfcontact.web.console.policies.roles import TELLERS, WRITERS
from selfcontact.web.routes import EVERY_STAFF, route

urlpatterns = [
    route("policies/", views.index, name="policy_list", roles=EVERY_STAFF),
    route("policies/publish/", views.publish, name="policy_publish", roles=WRITERS),
    route("policies/<int:number>/", views.show, name="policy_show", roles=EVERY_STAFF),
    route("policies/<int:number>/tell/", views.tell, name="policy_tell", roles=TELLERS),
    route("policies/<int:number>/told/", views.told, name="policy_told", roles=TELLERS),
    route("policies/<int:older>/<int:newer>/", views.differences, name="policy_diff", roles=EVERY_STAFF),
]
