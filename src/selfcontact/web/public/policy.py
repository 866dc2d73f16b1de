"""The policy as anyone may read it: in force, before, what changed, and a feed of the changes."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selfcontact.policies.models import LANGUAGES, Version
from selfcontact.policies.reading import Compared, Shown, compared, shown
from selfcontact.policies.succession import succession
from selfcontact.web.public.days import today
from selfcontact.web.public.reading import reading


@reading
def policy(request: HttpRequest) -> HttpResponse:
    """Show the version in force."""
    places = succession(Version.objects.all(), today())
    place = next((one for one in places if one.state == "binding"), None)
    announced = [one for one in reversed(places) if one.state == "announced"]
    return render(
        request, "public/policy.html", {"place": place, "announced": announced, "shown": place and _show(place.version)}
    )


@reading
def versions(request: HttpRequest) -> HttpResponse:
    """List every version that was ever published."""
    return render(request, "public/policies.html", {"places": succession(Version.objects.all(), today())})


@reading
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version, whether it binds or not."""
    places = succession(Version.objects.all(), today())
    place = next((one for one in places if one.version.number == number), None)
    if place is None:
        raise Http404
    return render(request, "public/policy.html", {"place": place, "shown": _show(place.version)})


@reading
def differences(request: HttpRequest, older: int, newer: int) -> HttpResponse:
    """Show what changed between two versions."""
    found = Version.objects.in_bulk([older, newer], field_name="number")
    if len(found) < 2:
        raise Http404
    told: Compared = compared(found[older], found[newer], get_language() or "fr")
    return render(request, "public/differences.html", {"told": told})


@reading
def text(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Give a version's text byte for byte as it was hashed."""
    found = get_object_or_404(Version, number=number)
    if language not in LANGUAGES or found.language(language) != language:
        raise Http404
    return HttpResponse(found.text(language), content_type="text/plain; charset=utf-8")


@reading
def feed(request: HttpRequest) -> HttpResponse:
    """Give the changes to whoever follows them from afar."""
    base, language = settings.FACE_URLS["public"], get_language() or "fr"
    made = Atom1Feed(
        title=f"{_('Politique de confidentialité')} · {settings.COMPANY_NAME}",
        link=f"{base}{reverse('policy')}",
        description="",
        language=language,
        author_name=settings.COMPANY_NAME,
        feed_url=f"{base}{reverse('policy_feed')}",
    )
    for one in Version.objects.order_by("-number"):
        made.add_item(
            title=_("Version %(number)s, en vigueur le %(day)s")
            % {"number": one.number, "day": date_format(one.in_force_on, "DATE_FORMAT")},
            link=f"{base}{reverse('policy_version', args=[one.number])}",
            description=one.change(language),
            unique_id=one.uid.urn,
            pubdate=one.published_at,
            updateddate=one.published_at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


def _show(version: Version) -> Shown:
    return shown(version, get_language() or "fr")
