"""Addresses of the public site. Whoever reads needs no account, no cookie and no script; whoever asks, a cookie."""

from django.urls import path

from selfcontact.identity.public import Purpose
from selfcontact.web import views as shared
from selfcontact.web.public import answering, asking, disclosures, pieces, policy, proofs, reporting, tickets, views
from selfcontact.web.routes import Everyone, adopt

OPEN = {"purpose": Purpose.OPEN, "template": "public/open_answer.html", "route": "answer"}
WITHDRAW = {"purpose": Purpose.WITHDRAW, "template": "public/withdraw.html", "route": "withdrawn"}
RESUME = {"purpose": Purpose.ASK, "template": "public/resume.html", "route": "resumed"}

urlpatterns = adopt(
    [
        path("", views.home, name="home"),
        path("why/", views.why, name="why"),
        path("rights/<slug:slug>/", views.right, name="right"),
        path("rights/<slug:slug>/ask/", asking.ask, name="ask"),
        path("rights/<slug:slug>/ask/<uuid:ticket>/", asking.asked, name="asked"),
        path("answer/", answering.find, OPEN, name="open_answer"),
        path("answer/<uuid:ticket>/", answering.answer, name="answer"),
        path("answer/<uuid:ticket>/<str:ending>/", answering.answer_file, name="answer_file"),
        path("withdraw/", answering.find, WITHDRAW, name="withdraw"),
        path("withdraw/<uuid:ticket>/", answering.come_back, {"template": "public/withdrawn.html"}, name="withdrawn"),
        path("resume/", answering.find, RESUME, name="resume"),
        path("resume/<uuid:ticket>/", answering.come_back, {"template": "public/resumed.html"}, name="resumed"),
        path("piece/<uuid:ticket>/", pieces.piece, name="piece"),
        path("proofs/<str:secret>/", proofs.index, name="proofs"),
        path("proofs/<str:secret>/<int:line>/", proofs.row, name="proof"),
        path("leave/", tickets.leave, name="leave"),
        path("form/", views.paper_form, name="paper_form"),
        path("policy/", policy.policy, name="policy"),
        path("policy/versions/", policy.versions, name="policy_versions"),
        path("policy/feed/", policy.feed, name="policy_feed"),
        path("policy/<int:number>/", policy.version, name="policy_version"),
        path("policy/<int:number>/<slug:language>.txt", policy.text, name="policy_text"),
        path("policy/<int:older>/<int:newer>/", policy.differences, name="policy_differences"),
        path("n/", disclosures.disclosures, name="disclosures"),
        path("n/targeting/", disclosures.targeting, name="targeting"),
        path("n/<slug:code>/", disclosures.disclosure, name="disclosure"),
        path("n/<slug:code>/report/", reporting.report, name="report"),
        path("n/reports/<uuid:report>/", reporting.receipt, name="report_receipt"),
        path("n/<slug:code>/notice.json", disclosures.document, name="disclosure_document"),
        path("n/<slug:code>/<int:number>/", disclosures.disclosure, name="disclosure_version"),
        path("n/<slug:code>/<int:number>/notice.json", disclosures.document, name="disclosure_version_document"),
        path("health/", shared.health, name="health"),
    ],
    Everyone.VISITOR,
)
handler404 = "selfcontact.web.public.views.not_found"
handler500 = "selfcontact.web.views.failed"
