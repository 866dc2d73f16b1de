"""Addresses of what is written to people. What stands in them is drawn at random, or the name of a text."""

from selfcontact.web.console.notices import letters, texts
from selfcontact.web.console.requests.roles import OFFICERS, READERS
from selfcontact.web.routes import route

urlpatterns = [
    route("notices/", letters.index, name="notice_list", roles=READERS, which="post"),
    route("notices/mail/", letters.index, name="notice_mail", roles=READERS, which="mail"),
    route("notices/failed/", letters.index, name="notice_failed", roles=READERS, which="failed"),
    route("notices/sent/", letters.index, name="notice_sent", roles=READERS, which="sent"),
    route("notices/letters/", letters.letters, name="notice_letters", roles=OFFICERS),
    route("notices/<uuid:uid>/", letters.show, name="notice_show", roles=OFFICERS),
    route("notices/<uuid:uid>/retry/", letters.retry, name="notice_retry", roles=OFFICERS),
    route("texts/", texts.index, name="text_list", roles=READERS),
    route("texts/<slug:kind>/<slug:language>/", texts.show, name="text_show", roles=READERS),
    route("texts/<slug:kind>/<slug:language>/edit/", texts.edit, name="text_edit", roles=OFFICERS),
    route("texts/<slug:kind>/<slug:language>/<int:number>/", texts.show, name="text_version", roles=READERS),
]
