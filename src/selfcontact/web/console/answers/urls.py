"""Addresses of answers, by the reference of their request. The DPO acts; the auditor sees that, not what."""

from selfcontact.web.console.answers import views
from selfcontact.web.console.requests.roles import OFFICERS, READERS
from selfcontact.web.routes import route

urlpatterns = [
    route("answers/<str:reference>/", views.show, name="answer_show", roles=READERS),
    route("answers/<str:reference>/prepare/", views.prepare, name="answer_prepare", roles=OFFICERS),
    route("answers/<str:reference>/read/", views.read, name="answer_read", roles=OFFICERS),
    route("answers/<str:reference>/leave-out/", views.leave_out, name="answer_leave_out", roles=OFFICERS),
    route("answers/<str:reference>/publish/", views.publish, name="answer_publish", roles=OFFICERS),
    route("answers/<str:reference>/archive/", views.archive, name="answer_archive", roles=OFFICERS),
    route("answers/<str:reference>/archive/file/", views.archive_file, name="answer_archive_file", roles=OFFICERS),
]
