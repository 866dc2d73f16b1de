"""What the calendar brings: silences that begin, mandates that end. Two queries, however many mandates there are."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selfcontact.campaigns.models import Reply
from selfcontact.compliance.elections import Election, load
from selfcontact.compliance.silence import next_silence, silence_windows
from selfcontact.compliance.window import Window
from selfcontact.mandates.models import Instruction, Mandate
from selfcontact.web.console.home.need import OPERATOR, Need
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.cautions import in_force
from selfcontact.web.console.registers.pages import GUARDS, KEEPERS, address
from selfcontact.web.console.registers.timeline import PARIS
from selfcontact.web.console.registers.timeline_facts import territories
from selfcontact.web.templatetags.web import when

AHEAD = timedelta(hours=48)
SOON = timedelta(days=14)


def open_mandates() -> list[Mandate]:
    """Return the mandates that have not ended, each with `waiting`: its replies that wait to be read."""
    own = Reply.objects.filter(mandate_id=OuterRef("pk"), waiting=True).order_by().values("mandate_id")
    waiting = Coalesce(Subquery(own.annotate(count=Count("uid")).values("count")), 0)
    found = Mandate.objects.exclude(state=Mandate.State.ENDED).select_related("candidate").annotate(waiting=waiting)
    return list(found.prefetch_related("instructions").order_by("ends_on", "reference"))


def calendar(mandates: Iterable[Mandate], now: datetime) -> Iterator[Need]:
    """Yield what the days ahead ask for."""
    yield from _silences(mandates, now)
    for one in mandates:
        yield from _mandate(one, now)


def _silences(mandates: Iterable[Mandate], now: datetime) -> Iterator[Need]:
    """One line for each silence, with the territories that it covers."""
    together: dict[tuple[str, Window], set[str]] = {}
    for one in mandates:
        if one.state == Mandate.State.LIVE and (election := load().get(one.election)):
            for territory, window in _near(election, territories(tuple(one.area)), now):
                together.setdefault((one.election, window), set()).add(territory)
    for (name, window), codes in sorted(together.items(), key=lambda found: found[0][1].start):
        yield _silence(name, window, codes, now)


def _near(election: Election, codes: Iterable[str], now: datetime) -> Iterator[tuple[str, Window]]:
    for code in codes:
        window = next_silence(now, silence_windows(election, frozenset({code})))
        if window is not None and window.start <= now + AHEAD:
            yield code, window


def _silence(election: str, window: Window, codes: Iterable[str], now: datetime) -> Need:
    where = ", ".join(
        str(words.territory(code)) for code in sorted(codes, key=lambda code: (code != "metropole", code))
    )
    said = {"from": when(window.start), "until": when(window.end), "election": words.election(election)}
    begun = window.start <= now
    title = _("Silence en cours jusqu’au %(until)s") if begun else _("Le silence commence le %(from)s")
    return Need(
        title=title % said,
        text=_("%(election)s : aucun message vers %(where)s (heures de Paris), jusqu’au %(until)s.")
        % {**said, "where": where},
        level="bad" if begun else "warn",
        roles=OPERATOR,
        url=address("mandate_list"),
    )


def _mandate(one: Mandate, now: datetime) -> Iterator[Need]:
    if one.state == Mandate.State.ENDING:
        title = _("Fin du mandat %(reference)s commencée, certificat attendu") % {"reference": one.reference}
        yield Need(title=title, roles=GUARDS, url=address("mandate_ending", one.reference))
        return
    yield from _instructions(one, now)
    yield from _end(one, now)


def _instructions(one: Mandate, now: datetime) -> Iterator[Need]:
    signed = {found.kind for found in one.instructions.all() if in_force(found, now)}
    if Instruction.Kind.PROCESSING not in signed:
        title = _("Mandat %(reference)s : aucune instruction de traitement en vigueur") % {"reference": one.reference}
        text = _("Aucun fichier ne peut être chargé avant elle (RGPD, article 28).")
        yield Need(title=title, text=text, roles=KEEPERS, url=address("mandate_show", one.reference))


def _end(one: Mandate, now: datetime) -> Iterator[Need]:
    today, election = now.astimezone(PARIS).date(), load().get(one.election)
    said = {"reference": one.reference, "day": date_format(one.ends_on, "j F Y")}
    url = address("mandate_show", one.reference)
    if one.ends_on < today:
        title, text = _("Mandat %(reference)s : fin prévue passée"), _("Mettez-y fin, ou déplacez sa fin.")
        yield Need(title=title % said, text=text, level="bad", roles=GUARDS, url=url)
    elif election is not None and election.last_day < today:
        title = _("Mandat %(reference)s : le scrutin est fini") % said
        text = _("Rien ne justifie plus de garder ces données : mettez fin au mandat, ou attendez le %(day)s.") % said
        yield Need(title=title, text=text, roles=GUARDS, url=url)
    elif one.ends_on <= today + SOON:
        title = _("Mandat %(reference)s : finit le %(day)s") % said
        yield Need(title=title, text=_("Après ce jour, rien ne part plus."), roles=GUARDS, url=url)
