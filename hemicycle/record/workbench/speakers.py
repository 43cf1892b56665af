"""Names under which somebody spoke whom the record does not know, and what staff said of who that is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.record import actions, admin
from hemicycle.record.errors import AlreadyDecided
from hemicycle.record.forms import SpeakerForm
from hemicycle.record.linkage import candidates
from hemicycle.record.linkage.candidates import Candidate
from hemicycle.record.models import Attribution, Contribution
from hemicycle.record.models.people import parties_on
from hemicycle.record.models.speeches import openings
from hemicycle.record.workbench.pages import KEEPERS, back_to, page_of, row_or_404, unknown_names, unknown_speeches

# What they said is there to recognise them by, not to be read; whom to propose is judged by as many as these.
MOST_EXAMPLES, MOST_JUDGED = 5, 1_000


@allow(*KEEPERS)
def speakers(request: HttpRequest) -> HttpResponse:
    """The names to decide, the most frequent first, or what was said of names, the latest first."""
    if request.GET.get("state") == "decided":
        return _decided(request)
    page = page_of(request, unknown_names(request.user))
    examples = Contribution.objects.select_related("sitting__organization", "person").in_bulk(
        [row["example"] for row in page], field_name="address"
    )
    shown = [(examples[row["example"]], row["speeches"]) for row in page]
    return render(request, "record/speakers.html", {"page": page, "shown": shown})


@allow(*KEEPERS)
def speaker(request: HttpRequest, address: str) -> HttpResponse:
    """One name: where it stands, whom of the record it may be, and the form that says so."""
    example = _example(request.user, address)
    speeches = _under(example, request.user)
    judged = list(speeches[:MOST_JUDGED])
    proposed = candidates.candidates(judged, example.sitting.organization)
    form = SpeakerForm(request.POST or None, candidates=_choices(example, proposed), widget=_widget())
    if form.is_valid() and _attribute(request, example, form):
        return redirect("record:speakers")
    days = [speech.sitting.date for speech in judged]
    context = {
        "speech": example,
        "form": form,
        "count": speeches.count(),
        "first": min(days),
        "last": max(days),
        "roles": sorted({str(speech.roles.here) for speech in judged if speech.roles}),
        "examples": openings(judged[:MOST_EXAMPLES], to=request.user, language=get_language()),
    }
    return render(request, "record/speaker.html", context)


@allow(*KEEPERS, only_post=True)
def undo_attribution(request: HttpRequest, key: str) -> HttpResponse:
    attribution = row_or_404(Attribution.objects.all(), key)
    try:
        actions.undo_attribution(attribution, by=request.user)
        messages.success(request, _("Undone. To be decided again: %(name)s.") % {"name": attribution})
    except AlreadyDecided:
        messages.warning(request, _("Someone else has already undone this."))
    return back_to(request, "record:speakers")


def _decided(request: HttpRequest) -> HttpResponse:
    rows = Attribution.objects.select_related("organization", "person").annotate(speeches=Count("contributions"))
    page = page_of(request, rows.newest_first())
    names = User.objects.behind({each for row in page for each in (row.decided_by, row.undone_by)})
    shown = [(row, names.get(row.decided_by, ""), names.get(row.undone_by, "")) for row in page]
    return render(request, "record/attributions.html", {"page": page, "shown": shown})


def _example(user: Any, address: str) -> Contribution:
    found = unknown_speeches(user).select_related("sitting__organization").filter(address=address).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def _under(example: Contribution, user: Any) -> Any:
    """Everything under this name in this body, the latest first."""
    rows = unknown_speeches(user).filter(sitting__organization=example.sitting.organization).named(example.labels)
    return rows.select_related("sitting").newest_first()


def _choices(example: Contribution, proposed: list[Candidate]) -> list[tuple[Candidate, str, list[str]]]:
    """Each with the party of the day and the reasons in words."""
    parties = parties_on(example.sitting.date, [one.person.pk for one in proposed])
    return [
        (one, str(parties.get(one.person.pk, "")), [str(candidates.REASONS[code]) for code in one.reasons])
        for one in proposed
    ]


def _widget() -> AutocompleteSelect:
    """Choosing somebody by typing, as in the reference data, whose keepers are those of the workbench and more."""
    return AutocompleteSelect(Attribution._meta.get_field("person"), admin.site)


def _attribute(request: HttpRequest, example: Contribution, form: SpeakerForm) -> bool:
    values = form.cleaned_data
    try:
        made = actions.attribute(
            example.labels,
            body=example.sitting.organization,
            person=form.person,
            since=values["since"],
            until=values["until"],
            by=request.user,
        )
    except AlreadyDecided:
        form.add_error(None, _("For some of these days, someone has already said who speaks under this name."))
        return False
    count = made.contributions.count()
    sentence = ngettext(
        "%(name)s: %(who)s. %(count)s contribution was changed.",
        "%(name)s: %(who)s. %(count)s contributions were changed.",
        count,
    )
    who = str(made.person or _("nobody in the record"))
    messages.success(request, sentence % {"name": made, "who": who, "count": count})
    return True
