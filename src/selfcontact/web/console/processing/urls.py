"""Addresses of the record and the assessment: those who answer for the house, and those who check it."""

from selfcontact.accounts.models import Role
from selfcontact.web.console.processing import views
from selfcontact.web.routes import route

READERS = frozenset({Role.DPO, Role.ADMINISTRATOR, Role.AUDITOR})

urlpatterns = [
    route("processing/", views.show, name="processing", roles=READERS),
    route("processing/record/", views.draw_record, name="processing_record", roles=READERS),
    route("processing/assessment/", views.draw_assessment, name="processing_assessment", roles=READERS),
]
