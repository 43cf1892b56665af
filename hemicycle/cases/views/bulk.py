"""What is done about the ticked cases of the list at once, with undo."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.cases import actions
from hemicycle.cases.actions import Handling, proposing
from hemicycle.cases.actions.answer_templates import why_not_fillable
from hemicycle.cases.actions.campaigns import join_many
from hemicycle.cases.campaigns.adding import letters_added
from hemicycle.cases.forms.cases import SnoozeForm
from hemicycle.cases.inbox import window
from hemicycle.cases.inbox.informing import message_to
from hemicycle.cases.inbox.many import (
    Planned,
    Proposed,
    from_texts,
    key_of,
    languages_of,
    name_for_most,
    names_of_templates,
    planned,
    said_at_once,
    said_proposed,
    shown_of,
)
from hemicycle.cases.inbox.rows import whole
from hemicycle.cases.models import (
    AnswerTemplate,
    Campaign,
    CampaignState,
    Case,
    CaseQuerySet,
    State,
    Triage,
    urgent_unanswered,
)
from hemicycle.cases.permissions import may_decide, readable_by
from hemicycle.cases.views.drafts import forget_words
from hemicycle.cases.views.handling import assigned, closed, tagged, warn_of_snooze
from hemicycle.cases.views.lookup import MOST_OF_CAMPAIGN, PER_PAGE, inbox_page, person, seen_in
from hemicycle.cases.views.undoing import KEPT_WORDS, done, say
from hemicycle.channels import actions as channels
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.models import Answer
from hemicycle.channels.permissions import ANSWERERS, INBOX


@allow(*INBOX, only_post=True)
def bulk(request: HttpRequest) -> HttpResponse:
    """What is ticked on one page of the list; of it what this person may read."""
    rows = _ticked(request)
    if not rows.exists():
        messages.error(request, _("Tick the cases first. Letters are closed and assigned by those who read them."))
        return redirect(inbox_page(request))
    return _DONE.get(request.POST.get("do", ""), _assign)(request, rows)


@allow(*ANSWERERS, only_post=True)
def bulk_answer(request: HttpRequest) -> HttpResponse:
    """What each of the ticked cases would get; sent by the button of that page, each in its own language."""
    rows = _ticked(request).filter(office__in=person(request).offices_as(ANSWERERS))
    plan = _plan(request, rows)
    if "send" not in request.POST or not any(not one.why for one in plan):
        return _show_plan(request, rows, plan)
    given = _give(request, plan)
    campaign, own = _campaign(request), _own_words(request)
    back = reverse("cases:campaign", args=[campaign]) if campaign else inbox_page(request)
    request.session[KEPT_WORDS] = {"campaign": campaign, "words": own} if campaign else {}
    _say_given(request, given, back=back, own=own, campaign=campaign)
    return redirect(back)


def _say_given(request: HttpRequest, given: Given, *, back: str, **words: Any) -> None:
    """With the way back; `words`: what was written for these alone."""
    if given.changed:
        said = ngettext(
            "%(cases)s gets no answer: somebody answered it meanwhile, or its writer wrote again. Look at it first.",
            "%(cases)s get no answer: somebody answered them meanwhile, or their writers wrote again. Look at them "
            "first.",
            len(given.changed),
        )
        messages.warning(request, said % {"cases": ", ".join(map(str, given.changed))})
    if given.at_once:
        messages.success(request, said_at_once(given.at_once))
    if given.proposed:
        say(
            request,
            said_proposed(given.proposed, writer=person(request)),
            "proposals",
            {"proposals": [one.pk for _case, one in given.proposed], **words},
            back=back,
        )
    if given.leaving:
        said = ngettext(
            "%(n)d answer leaves in %(seconds)d seconds.",
            "%(n)d answers leave in %(seconds)d seconds.",
            len(given.leaving),
        ) % {"n": len(given.leaving), "seconds": channels.WAITS.seconds}
        say(request, said, "answers", {"answers": given.leaving, **words}, back=back)


@dataclass(slots=True)
class Given:
    """What became of the answers of one form: keys of those that leave, what waits for a colleague, and how many stand
    on the pages of their letters at once, or are to be printed."""

    leaving: list[int] = field(default_factory=list)
    proposed: list[Proposed] = field(default_factory=list)
    at_once: int = 0
    changed: list[Case] = field(default_factory=list)


def _give(request: HttpRequest, plan: Sequence[Planned]) -> Given:
    """What cannot be answered any more is left out, and where more stands now than on the page that said what would
    leave."""
    form, given, entries = request.POST.get("key", "")[:32], Given(), proposing.entries_of(one.case for one in plan)
    for one in plan:
        key = key_of(form, one.case)
        words: dict[str, Any] = {"text": one.text, "lang": one.lang, "key": key, "by": person(request)}
        if one.why:
            continue
        seen = seen_in(request, f"seen-{one.case.reference}")
        if seen is not None and seen < entries[one.case.pk] and not Answer.objects.filter(key=key).exists():
            given.changed.append(one.case)
            continue
        forget_words(request, one.case)
        with suppress(CannotAnswer):
            if one.to_approve:
                given.proposed.append((one.case, proposing.propose(one.message, case=one.case, **words)))
                continue
            answer = channels.give_answer(one.message, **words)
            if answer.outbound_id is None:
                given.at_once += 1
            else:
                given.leaving.append(answer.pk)
    return given


def _campaign(request: HttpRequest) -> str:
    """The address of the campaign from whose page its letters are answered; "" for cases that were ticked."""
    asked = Campaign.objects.visible_to(request.user).for_staff().filter(address=request.POST.get("campaign", ""))
    return str(asked.values_list("address", flat=True).first() or "")


def _ticked(request: HttpRequest) -> CaseQuerySet:
    most = MOST_OF_CAMPAIGN if request.POST.get("campaign") else PER_PAGE
    visible = Case.objects.visible_to(request.user).filter(reference__in=request.POST.getlist("rows")[:most])
    return readable_by(visible, person(request))


def _plan(request: HttpRequest, rows: CaseQuerySet) -> list[Planned]:
    name, own = request.POST.get("template", ""), _own_words(request)
    if name:
        texts = {(one.office_id, one.lang): one.text for one in _templates(request) if one.name == name}
        missing = _("The template is not written in its language.")
    else:
        offices = person(request).offices_as(ANSWERERS)
        texts = {(office, lang): text for office in offices for lang, text in own.items()}
        missing = _("You wrote nothing in its language.")
    if not texts or (not name and _wrong_in(own)[1]):
        return []
    return planned(whole(window.in_order(rows)), words=from_texts(texts), missing=missing)


def _own_words(request: HttpRequest) -> dict[str, str]:
    """What is written for these cases alone, by language."""
    written = {lang: request.POST.get(f"text-{lang}", "").strip() for lang, _name in settings.LANGUAGES}
    return {lang: text for lang, text in written.items() if text}


def _wrong_in(own: dict[str, str]) -> tuple[str, str]:
    """In which language something stands in braces that nobody can fill in, and what is said of it; "" twice else."""
    return next(((lang, why) for lang, text in own.items() if (why := why_not_fillable(text))), ("", ""))


def _show_plan(request: HttpRequest, rows: CaseQuerySet, plan: list[Planned]) -> HttpResponse:
    templates = _templates(request)
    cases = list(rows.select_related("latest__account", "latest__contact"))
    chosen, own, is_own = request.POST.get("template", ""), _own_words(request), "own" in request.POST
    campaign, kept = _campaign(request), request.session.get(KEPT_WORDS, {})
    if not chosen and not is_own and kept.get("words") and kept["campaign"] in ("", campaign):
        own, is_own = kept["words"], True
    wrong, error = _wrong_in(own) if is_own else ("", "")
    if is_own and not own:
        error = _("Write an answer.")
    context = {
        "cases": cases,
        "references": [one.reference for one in cases],
        "names": names_of_templates(templates),
        "chosen": chosen or name_for_most(cases, templates),
        "written": [(lang, n, own.get(lang, "")) for lang, n in languages_of(cases).items()],
        "is_own": is_own,
        "error": error,
        "wrong": wrong,
        **shown_of(plan, reader=person(request)),
        "key": request.POST.get("key") or channels.new_key(),
        "query": request.GET.urlencode(),
        "campaign": campaign,
        "of_campaign": Campaign.objects.filter(address=campaign).first() if campaign else None,
        "back": reverse("cases:campaign", args=[campaign]) if campaign else inbox_page(request),
    }
    return render(request, "cases/inbox/bulk_answer.html", context, status=422 if error else 200)


def _templates(request: HttpRequest) -> list[AnswerTemplate]:
    return list(AnswerTemplate.objects.filter(office__in=person(request).offices_as(ANSWERERS)))


def _close(request: HttpRequest, rows: CaseQuerySet) -> HttpResponse:
    if request.POST.get("triage") == Triage.INFORM:
        return (_inform if "closing" in request.POST else _show_informing)(request, rows)
    before = _close_others(request, rows)
    said = ngettext("%(n)d case closed.", "%(n)d cases closed.", len(before)) % {"n": len(before)}
    if len(before) == 1:
        said = closed(Case.objects.get(pk=before[0].case))
    return done(request, before, said)


def _close_others(request: HttpRequest, rows: CaseQuerySet, *, but: Collection[int] = ()) -> list[Handling]:
    """All without these and without what cannot wait and nobody has answered: that is named, and closed by itself."""
    urgent = list(rows.filter(urgent_unanswered()))
    if urgent:
        said = ngettext(
            "%(cases)s cannot wait and has no answer yet: close it by itself.",
            "%(cases)s cannot wait and have no answer yet: close each by itself.",
            len(urgent),
        )
        messages.warning(request, said % {"cases": ", ".join(map(str, urgent))})
    others = rows.exclude(pk__in=[*but, *(one.pk for one in urgent)])
    return actions.close(others, triage=request.POST.get("triage", ""), by=person(request))


def _to_inform(request: HttpRequest, rows: CaseQuerySet) -> list[Planned]:
    """What is closed already gets nothing more, so that nobody is written to twice."""
    user, waiting = person(request), rows.filter(state=State.OPEN)
    mine = waiting.filter(office__in=user.offices_as(ANSWERERS))
    return planned(whole(window.in_order(mine)), words=message_to, only_sure=True)


def _show_informing(request: HttpRequest, rows: CaseQuerySet) -> HttpResponse:
    """What each would get, before it is closed; where nobody can be written to, that."""
    plan = _to_inform(request, rows)
    given = [one for one in plan if not one.why]
    context = {
        "references": list(rows.values_list("reference", flat=True)),
        "unreached": rows.exclude(pk__in=[one.case.pk for one in given]).count(),
        "stays": any(one.stays_open for one in plan) or rows.filter(urgent_unanswered()).exists(),
        "key": channels.new_key(informs=True),
        "query": request.GET.urlencode(),
        "back": inbox_page(request),
        **shown_of(plan, reader=person(request)),
    }
    return render(request, "cases/inbox/bulk_inform.html", context)


def _inform(request: HttpRequest, rows: CaseQuerySet) -> HttpResponse:
    """Those who can be written to get the message, which closes their case; the others are closed without, and so are
    all where nobody is to be written to."""
    plan, writes = _to_inform(request, rows), "write" in request.POST
    given = _give(request, plan) if writes else Given()
    but = [one.case.pk for one in plan if one.stays_open or (writes and not one.why)]
    before = _close_others(request, rows, but=but)
    _say_given(request, given, back=inbox_page(request))
    said = ngettext(
        "%(n)d case closed without a message.", "%(n)d cases closed without a message.", len(before)
    ) % {"n": len(before)}  # fmt: skip
    return done(request, before, said)


def _assign(request: HttpRequest, rows: CaseQuerySet) -> HttpResponse:
    to = _chosen(request)
    readable = rows if to is None else readable_by(rows, to)
    keys = set(readable.values_list("pk", flat=True))
    if left_out := [one for one in window.in_order(rows.unmerged()) if one.pk not in keys]:
        said = ngettext(
            "%(name)s may not read %(cases)s, which stays as it is.",
            "%(name)s may not read %(cases)s, which stay as they are.",
            len(left_out),
        )  # fmt: skip
        messages.warning(request, said % {"name": to, "cases": ", ".join(map(str, left_out))})
    if not keys:
        return redirect(inbox_page(request))
    before = actions.assign(readable, to=to, by=person(request))
    return done(request, before, assigned(to, len(before)))


def _snooze(request: HttpRequest, rows: CaseQuerySet) -> HttpResponse:
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["until"])))
        return redirect(inbox_page(request))
    until = form.cleaned_data["until"]
    before = actions.snooze(rows, until=until, by=person(request))
    said = ngettext(
        "%(n)d case snoozed until %(day)s.", "%(n)d cases snoozed until %(day)s.", len(before)
    ) % {"n": len(before), "day": date_format(until, "DATE_FORMAT")}  # fmt: skip
    warn_of_snooze(request, before, until)
    return done(request, before, said)


def _tag(request: HttpRequest, rows: CaseQuerySet) -> HttpResponse:
    name, added = request.POST.get("tag", "").strip(), request.POST["do"] == "tag"
    if not name:
        messages.error(request, _("Write the name of a tag."))
        return redirect(inbox_page(request))
    changed = (actions.tag if added else actions.untag)(rows, name=name, by=person(request))
    if changed:
        facts = {"rows": changed, "name": name, "added": added}
        say(request, tagged(name, len(changed), added=added), "tags", facts, back=inbox_page(request))
    else:
        messages.info(request, _("None of them changed."))
    return redirect(inbox_page(request))


def _join_campaign(request: HttpRequest, rows: CaseQuerySet) -> HttpResponse:
    """Those of its office that are in none yet; the page says how many are left out."""
    running = Campaign.objects.visible_to(request.user).filter(state=CampaignState.RUNNING)
    campaign = running.filter(address=request.POST.get("campaign", "")).select_related("office").first()
    if campaign is None or not may_decide(person(request), campaign):
        messages.error(request, _("Choose a campaign."))
        return redirect(inbox_page(request))
    keys = list(rows.filter(office=campaign.office, campaign=None).values_list("pk", flat=True))
    added = join_many(dict.fromkeys(keys, ""), campaign, by=person(request))
    if added:
        say(request, letters_added(added), "campaign", {"rows": keys}, back=inbox_page(request))
    if added < rows.count():
        messages.warning(
            request, _("Those of another office, and those that are in a campaign already, are left out.")
        )
    return redirect(inbox_page(request))


def _answer(request: HttpRequest, rows: CaseQuerySet) -> HttpResponse:
    rows = rows.filter(office__in=person(request).offices_as(ANSWERERS))
    return _show_plan(request, rows, _plan(request, rows))


_DONE: dict[str, Callable[[HttpRequest, CaseQuerySet], HttpResponse]] = {
    "close": _close,
    "assign": _assign,
    "snooze": _snooze,
    "tag": _tag,
    "untag": _tag,
    "answer": _answer,
    "campaign": _join_campaign,
}


def _chosen(request: HttpRequest) -> User | None:
    """Of the list's own choices; whether they may read it is for the action to say."""
    chosen = request.POST.get("assignee", "")
    if chosen == "mine":
        return person(request)
    with suppress(ValueError):
        return User.objects.filter(pk=UUID(chosen), is_active=True).first()
    return None
