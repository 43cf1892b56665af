"""One speech for itself: its words, where in the debate it stands, and what its text said before it was corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.record.models import AgendaItem, Contribution, SpeechText
from hemicycle.record.models.speeches import Opening, openings

from . import debate, linked_data
from .pages import on, page, refuse_unless_allowed


@allow(public=True)
def speech(request: HttpRequest, address: str) -> HttpResponse:
    rows = Contribution.objects.select_related("sitting__organization", "sitting__source", "item", "person")
    found = get_object_or_404(rows, address=address)
    refuse_unless_allowed(request, found)
    texts = debate.Texts(Contribution.objects.filter(pk=found.pk), to=request.user)
    wanted = debate.Wanted.of(request.GET, get_language(), texts.languages)
    rendered = texts.render(found, wanted, debate.parties_of([found], found.sitting.date).get(found.person_id))
    if rendered is None:
        raise Http404
    headings, (before, after) = list(_headings(found)), _neighbours(request, found)
    return page(
        request,
        "debates/speech",
        title=_title(rendered, headings),
        description=" ".join(paragraph.words for paragraph in rendered.paragraphs[:3]),
        of=found,
        speech=found,
        sitting=found.sitting,
        rendered=rendered,
        headings=headings,
        before=before,
        after=after,
        wanted=wanted,
        choices=texts.choices(wanted),
        corrections=list(_corrections(request, found, rendered)),
        linked=linked_data.speech(request, rendered),
    )


def _title(rendered: debate.RenderedSpeech, headings: Sequence[AgendaItem]) -> str:
    """Who on what, and when: what the link says where it is shared."""
    who = rendered.name.text or rendered.speech.instead_of_a_name
    about = _("%(who)s: %(about)s") % {"who": who, "about": headings[-1].titles.here} if headings else who
    return f"{about}, {on(rendered.speech.sitting.date)}"


def _headings(speech: Contribution) -> Iterator[AgendaItem]:
    """The headings it stands under, the outermost first."""
    items = {item.pk: item for item in speech.sitting.items.all()}
    found: list[AgendaItem] = []
    at = items.get(speech.item_id)
    while at is not None:
        found.append(at)
        at = items.get(at.parent_id)
    return reversed(found)


def _neighbours(request: HttpRequest, speech: Contribution) -> tuple[Opening | None, Opening | None]:
    """What was said just before and just after, with its first words."""
    rows = speech.sitting.contributions.current().readable_by(request.user).select_related("person")
    before = rows.filter(order__lt=speech.order).order_by("-order").first()
    after = rows.filter(order__gt=speech.order).order_by("order").first()
    there = [row for row in (before, after) if row is not None]
    opened = {one.speech.pk: one for one in openings(there, to=request.user, language=get_language())}
    return opened.get(before.pk) if before else None, opened.get(after.pk) if after else None


def _corrections(
    request: HttpRequest, speech: Contribution, rendered: debate.RenderedSpeech
) -> Iterator[dict[str, object]]:
    """Each earlier text in the language shown, with the one that replaced it, the latest first."""
    rows = SpeechText.objects.readable_by(request.user).filter(
        contribution=speech, language=rendered.lang, kind=rendered.kind
    )
    texts = list(rows.filter(valid_to__isnull=False).order_by("-valid_to").prefetch_related("segments"))
    newer = "\n\n".join(paragraph.words for paragraph in rendered.paragraphs)
    for text in texts:
        older = "\n\n".join(segment.text for segment in text.segments.all())
        yield {"at": text.valid_to, "old": older, "new": newer}
        newer = older
