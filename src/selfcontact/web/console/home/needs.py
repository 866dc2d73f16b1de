"""What waits for somebody now, the most pressing first. Each part asks the database once, however much there is."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selfcontact.audits.models import Audit
from selfcontact.campaigns.models import Campaign, ParkedReceipt
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Mandate
from selfcontact.subprocessors.models import Route
from selfcontact.uploads.models import Upload
from selfcontact.web.console.home.alarms import alarms
from selfcontact.web.console.home.calendar import calendar, open_mandates
from selfcontact.web.console.home.need import APPROVER, DPO, MOST, OPERATOR, Need
from selfcontact.web.console.home.requests import requests
from selfcontact.web.console.registers.health import warnings
from selfcontact.web.console.registers.pages import GUARDS, address
from selfcontact.web.console.sending.words import CAUSES
from selfcontact.web.templatetags.web import when

ORDER = {"bad": 0, "warn": 1, "info": 2}
#: A failed upload is spoken of this long, and a receipt may wait this long for its message.
FRESH = timedelta(days=7)
PARKED = timedelta(minutes=15)
WAITING = (Campaign.State.SUBMITTED, Campaign.State.APPROVED, Campaign.State.SCHEDULED, Campaign.State.PAUSED)
#: By the state of an audit: what is said of it, what there is to do, and how it presses.
_AUDITS: Mapping[str, tuple[Promise, Promise, Literal["bad", "warn", "info"]]] = {
    Audit.State.FAILED: (
        gettext_lazy("Sondage %(reference)s échoué : plus rien ne part vers les contacts de %(provider)s"),
        gettext_lazy("La livraison est retenue, le fournisseur suspendu. Le délégué seul peut lever l’échec."),
        "bad",
    ),
    Audit.State.DRAWN: (
        gettext_lazy("Sondage %(reference)s tiré : demandez ses preuves à %(provider)s"),
        gettext_lazy("Le lien du fournisseur se fait sur la page du sondage."),
        "info",
    ),
    Audit.State.ASKED: (
        gettext_lazy("Sondage %(reference)s : des preuves de %(provider)s attendent d’être jugées"),
        gettext_lazy("Le délai du fournisseur est passé."),
        "warn",
    ),
}


def needs(now: datetime) -> list[Need]:
    """Return everything that waits, in the order in which it presses."""
    mandates = open_mandates()
    of_people = (*requests(now), *_replies(mandates), *alarms())
    found = [
        *_campaigns(now),
        *calendar(mandates, now),
        *_routes(now),
        *of_people,
        *_deliveries(now),
        *_uploads(now),
    ]
    return sorted(found, key=lambda one: ORDER[one.level])


def sending() -> QuerySet[Campaign]:
    """Return the campaigns that are being sent."""
    found = Campaign.objects.filter(state=Campaign.State.RUNNING).select_related("mandate__candidate")
    return found.order_by("-started_at")[:MOST]


def _deliveries(now: datetime) -> Iterator[Need]:
    """Deliveries that are held, and those whose audit failed or waits: to be asked, or to be judged. One question."""
    newest = Audit.objects.filter(delivery=OuterRef("pk")).order_by("-pk")
    of_audit = {f"audit_{name}": Subquery(newest.values(name)[:1]) for name in ("reference", "state", "due_at")}
    late = Q(audit_state=Audit.State.ASKED, audit_due_at__lte=now)
    waits = Q(state=Delivery.State.HELD) | late | Q(audit_state__in=(Audit.State.FAILED, Audit.State.DRAWN))
    found = Delivery.objects.annotate(**of_audit).filter(waits, mandate__state="live")
    for one in found.select_related("mandate", "agreement__provider").order_by("-pk")[: 2 * MOST]:
        if vars(one)["audit_state"] in _AUDITS:
            yield _audit(one)
        elif one.state == Delivery.State.HELD:
            yield _held(one)


def _held(one: Delivery) -> Need:
    return Need(
        title=_("Livraison %(reference)s retenue") % {"reference": one.reference},
        text=_("Aucune campagne ne la lit tant que le délégué n’a pas décidé. Mandat %(mandate)s.")
        % {"mandate": one.mandate.reference},
        roles=DPO,
        url=address("delivery_show", one.reference),
    )


def _audit(one: Any) -> Need:
    """Say how the newest audit of a delivery stands; its columns are the annotations of `_deliveries`."""
    said = {"reference": one.audit_reference, "provider": one.agreement.provider.name}
    title, text, level = _AUDITS[one.audit_state]
    return Need(
        title=str(title) % said,
        text=str(text) % said,
        level=level,
        roles=DPO if level == "bad" else OPERATOR | DPO,
        url=address("audit_show", one.audit_reference),
    )


def _uploads(now: datetime) -> Iterator[Need]:
    received, failed = Upload.State.RECEIVED, Upload.State.FAILED
    found = Upload.objects.filter(state__in=(received, failed)).exclude(state=failed, touched_at__lt=now - FRESH)
    for one in found.order_by("-pk")[:MOST]:
        waits = one.state == received
        title = _("Fichier %(reference)s à confirmer") if waits else _("Fichier %(reference)s : chargement échoué")
        text = _("Vérifiez ses colonnes, puis lancez le chargement.") if waits else _("Rien n’a été gardé du fichier.")
        url = address("upload_show", str(one.uid))
        yield Need(title=title % {"reference": one.reference}, text=text, url=url)


def _campaigns(now: datetime) -> Iterator[Need]:
    recent = Q(state=Campaign.State.STOPPED, ended_at__gt=now - FRESH) & ~Q(guard__cause="")
    found = Campaign.objects.filter(
        Q(state__in=(*WAITING, Campaign.State.RUNNING)) | recent & Q(guard__isnull=False)
    ).select_related("mandate__candidate", "route", "guard")
    for one in found.order_by("earliest", "pk")[: 5 * MOST]:
        if not one.route.enabled and one.state != Campaign.State.SUBMITTED:
            yield _closed_route(one)
        if one.state != Campaign.State.RUNNING:
            yield _halted(one) if _cause(one) else _campaign(one, now)


def _cause(one: Campaign) -> str:
    """Return why the guard of a campaign halted it, or nothing."""
    guard = getattr(one, "guard", None)
    return str(CAUSES[guard.cause]) if guard and guard.cause else ""


def _halted(one: Campaign) -> Need:
    said = {"reference": one.reference, "cause": _cause(one)}
    over = one.state == Campaign.State.STOPPED
    text = _("Elle ne repartira pas.") if over else _("Cherchez la cause, puis reprenez-la ou arrêtez-la.")
    return Need(
        title=_("Campagne %(reference)s arrêtée par sa surveillance : %(cause)s") % said,
        text=text,
        level="bad",
        roles=OPERATOR | APPROVER,
        url=_page(one),
    )


def _closed_route(one: Campaign) -> Need:
    return Need(
        title=_("La route %(route)s est fermée : la campagne %(reference)s attend")
        % {"route": one.route.reference, "reference": one.reference},
        level="bad",
        roles=GUARDS | OPERATOR,
        url=address("route_show", one.route.reference),
    )


def _campaign(one: Campaign, now: datetime) -> Need:
    said = {"reference": one.reference, "candidate": one.mandate.candidate.name, "at": when(one.earliest)}
    late = one.earliest < now
    if one.state == Campaign.State.SUBMITTED:
        title, text = _("Campagne %(reference)s : attend l’accord de %(candidate)s"), _("Créneau prévu : %(at)s.")
        return _of(one, title % said, text % said, late=late)
    if one.state == Campaign.State.APPROVED:
        title, text = _("Campagne %(reference)s approuvée : attend son départ"), _("Créneau prévu : %(at)s.")
        return _of(one, title % said, text % said, late=late, approver=True)
    if one.state == Campaign.State.SCHEDULED:
        return _of(one, _("Campagne %(reference)s : part seule le %(at)s") % said, "", late=late, calm=not late)
    title, text = (
        _("Campagne %(reference)s suspendue"),
        _("Reprenez-la ou arrêtez-la : son créneau finit le %(until)s."),
    )
    return _of(one, title % said, text % {"until": when(one.latest)}, late=now > one.latest)


def _of(one: Campaign, title: str, text: str, *, late: bool, approver: bool = False, calm: bool = False) -> Need:
    return Need(
        title=title,
        text=text,
        level="info" if calm else "bad" if late else "warn",
        roles=APPROVER if approver else OPERATOR,
        url=_page(one),
    )


def _page(one: Campaign) -> str:
    composed = address("campaign_show", one.reference) if one.state == Campaign.State.SUBMITTED else ""
    return composed or address("sending_show", one.reference)


def _routes(now: datetime) -> Iterator[Need]:
    old = ParkedReceipt.objects.filter(route=OuterRef("pk"), received_at__lt=now - PARKED)
    for one in Route.objects.filter(enabled=True).select_related("subprocessor").annotate(parked=Exists(old)):
        said = [f"{sign.title} : {sign.label}. {sign.text}".strip() for sign in warnings(one, now)]
        if one.parked:
            said.append(_("Des accusés attendent depuis longtemps un message que personne ne connaît."))
        if said:
            title = _("La route %(route)s se dégrade") % {"route": one.reference}
            url = address("route_show", one.reference)
            yield Need(title=title, text=" ".join(said), roles=GUARDS | OPERATOR, url=url)


def _replies(mandates: Iterable[Mandate]) -> Iterator[Need]:
    count = sum(getattr(one, "waiting", 0) for one in mandates)
    if count:
        one, several = _("Une réponse attend d’être lue"), _("%(count)d réponses attendent d’être lues")
        yield Need(
            title=one if count == 1 else several % {"count": count},
            text=_("Si elle fait douter, son numéro est gelé : plus rien ne lui part jusqu’à la décision."),
            roles=DPO,
            url=address("reply_list"),
        )
