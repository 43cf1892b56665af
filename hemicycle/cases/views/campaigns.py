"""The campaigns of one's offices: what each says, who took part, what is decided about it, and its one answer."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.permissions import allow
from hemicycle.cases import addresses, permissions
from hemicycle.cases.actions import campaigns as actions
from hemicycle.cases.actions.campaigns import to_reply
from hemicycle.cases.campaigns.adding import adding, letters_added
from hemicycle.cases.campaigns.approving import approving_of
from hemicycle.cases.campaigns.board import LOOKING, Board
from hemicycle.cases.campaigns.counts import Counts, counts_of, counts_of_many, progress_of
from hemicycle.cases.campaigns.given_answers import given_to
from hemicycle.cases.campaigns.notes import WHY_NOT, flood_note
from hemicycle.cases.campaigns.points import Points
from hemicycle.cases.errors import CannotMerge, CannotReceive, HasAnswer
from hemicycle.cases.forms.campaigns import (
    AddForm,
    CampaignForm,
    MergeForm,
    NewCampaignForm,
    OrganiserForm,
    PointForm,
    RefuseForm,
    WriterForm,
)
from hemicycle.cases.models import Campaign, CampaignOrigin, CampaignSearch, CampaignState, Case, OwnPoint
from hemicycle.cases.views.lookup import MOST_OF_CAMPAIGN, move, page_of, person
from hemicycle.channels.permissions import ANSWERERS, INBOX
from hemicycle.desk.models import WRITERS, Announcement
from hemicycle.rules import periods

# Each is read and answered; the inbox has all.
MOST_APART = 50


@allow(*INBOX)
def board(request: HttpRequest) -> HttpResponse:
    """By state, the newest first."""
    asked = Board(person(request), request.GET)
    page = page_of(asked.rows().select_related("office", "bill", "committee"), request)
    counted = counts_of_many(page.object_list)
    rows = [(one, counted[one.pk]) for one in page.object_list]
    may_look = bool(person(request).offices_as(ANSWERERS))
    may_make = person(request).has_role(permissions.MAKE_CAMPAIGNS)
    by_post = any(one.by_post for one in counted.values())
    context = {
        "asked": asked, "page": page, "rows": rows, "by_post": by_post, "may_look": may_look, "may_make": may_make,
    }  # fmt: skip
    return render(request, "cases/campaigns/board.html", context)


@allow(*ANSWERERS, only_post=True)
def look(request: HttpRequest) -> HttpResponse:
    """Now, instead of within five minutes: somebody sees the same letter again and again."""
    offices = person(request).offices_as(ANSWERERS)
    if actions.start_searches(of=offices) or CampaignSearch.objects.filter(office__in=offices).unfinished().exists():
        return redirect(f"{reverse('cases:campaigns')}?{LOOKING}=1")
    messages.info(request, _("There is no new letter."))
    return redirect("cases:campaigns")


@allow(*permissions.MAKE_CAMPAIGNS)
def new_campaign(request: HttpRequest) -> HttpResponse:
    """Made by staff; letters that are in none of its words are added on its page."""
    held = person(request).offices_as(permissions.MAKE_CAMPAIGNS)
    offices = Office.objects.filter(pk__in=held, kind=Office.Kind.INSTITUTION).order_by("name")
    form = NewCampaignForm(request.POST or None, offices=offices)
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("office", "text", "lang", "bill")}
        made = actions.make_campaign(**asked, titles=form.titles(), by=person(request))
        messages.success(request, _("Its letters are handled as one campaign from now on."))
        return redirect("cases:campaign", made.address)
    return render(request, "cases/campaigns/new.html", {"form": form}, status=422 if form.errors else 200)


@allow(*INBOX)
def campaign(request: HttpRequest, address: str) -> HttpResponse:
    return show(request, found_campaign(request, address))


@allow(*ANSWERERS, only_post=True)
def accept(request: HttpRequest, address: str) -> HttpResponse:
    """Under a name, and about a bill: what was found becomes a campaign, what was announced can be read and joined."""
    found = decidable(request, address)
    form = CampaignForm(request.POST, campaign=found)
    if not form.is_valid():
        return show(request, found, form=form, status=422)
    actions.describe(found, titles=form.titles(), bill=form.cleaned_data["bill"], by=person(request))
    if found.state in (CampaignState.PROPOSED, CampaignState.REFUSED):
        move(request, actions.accept, found, said=_("Its letters are handled as one campaign from now on."))
    else:
        messages.success(request, _("Saved."))
    return redirect("cases:campaign", found.address)


@allow(*ANSWERERS, only_post=True)
def refuse(request: HttpRequest, address: str) -> HttpResponse:
    found = decidable(request, address)
    form = RefuseForm(request.POST)
    if found.origin == CampaignOrigin.ORGANISER and not form.is_valid():
        return show(request, found, refuse=form, status=422)
    said = _("Refused. The letters stay in the inbox, each by itself.")
    move(request, actions.refuse, found, reason=request.POST.get("reason", ""), said=said)
    return redirect("cases:campaign", found.address)


@allow(*ANSWERERS, only_post=True)
def end(request: HttpRequest, address: str) -> HttpResponse:
    """It is over without an answer, or goes on."""
    found = decidable(request, address)
    move(request, actions.resume if "resume" in request.POST else actions.end, found, said=_("Saved."))
    return redirect("cases:campaign", found.address)


@allow(*ANSWERERS, only_post=True)
def merge(request: HttpRequest, address: str) -> HttpResponse:
    found = decidable(request, address)
    form = MergeForm(request.POST, others=_others(found))
    if not form.is_valid():
        return show(request, found, merge=form, status=422)
    try:
        kept = actions.merge_campaigns(found, into=form.cleaned_data["into"], by=person(request))
    except CannotMerge:
        form.add_error("into", _("These cannot be merged: one of them has an answer already."))
        return show(request, found, merge=form, status=422)
    messages.success(request, _("Merged. All letters are here."))
    return redirect("cases:campaign", kept.address)


@allow(*ANSWERERS, only_post=True)
def add(request: HttpRequest, address: str) -> HttpResponse:
    """Letters that the software did not see, by their references."""
    found = decidable(request, address)
    form = AddForm(request.POST)
    if not form.is_valid():
        return show(request, found, add=form, status=422)
    given = adding(form.cleaned_data["references"].replace(",", " ").split(), found)
    if not given.cases:
        form.add_error("references", given.explained)
        return show(request, found, add=form, status=422)
    for case in given.cases:
        actions.join(case, found, by=person(request))
    messages.success(request, letters_added(len(given.cases)))
    if given.left_out:
        messages.warning(request, _("Not added: %(which)s") % {"which": given.explained})
    return redirect("cases:campaign", found.address)


@allow(*permissions.ANSWER_LETTERS, only_post=True)
def organiser(request: HttpRequest, address: str) -> HttpResponse:
    """Of a campaign that nobody announced; leads to the case in which they are written to."""
    found, user = decidable(request, address), person(request)
    if found.origin == CampaignOrigin.ORGANISER or not permissions.may_read_letters(user, found):
        raise PermissionDenied
    if "remove" in request.POST:
        actions.remove_organiser(found, by=user)
        messages.success(request, _("Saved."))
        return redirect("cases:campaign", found.address)
    form = OrganiserForm(request.POST, auto_id="id_organiser_%s")
    if form.is_valid():
        said = form.cleaned_data
        try:
            case = actions.name_organiser(found, organisation=said["organisation"], address=said["email"], by=user)
        except CannotReceive:
            form.add_error(None, _("The office has no account for e-mail through which it could write."))
        else:
            messages.success(request, _("Saved. Here you write to the organiser."))
            return redirect("cases:case", case.reference)
    return show(request, found, organiser=form, status=422)


@allow(*WRITERS, only_post=True)
def write_answer(request: HttpRequest, address: str) -> HttpResponse:
    """Opens the draft at the desk."""
    found = found_campaign(request, address)
    if not permissions.may_write_answer(person(request), found):
        raise PermissionDenied
    try:
        answer = actions.draft_answer(found, by=person(request))
    except HasAnswer:
        messages.info(request, _("The answer is being written already."))
        return redirect("cases:campaign", found.address)
    return redirect("desk:compose", answer.address)


@allow(*INBOX, only_post=True)
def ask_to_write(request: HttpRequest, address: str) -> HttpResponse:
    """A colleague gets a notice that leads here."""
    found, user = found_campaign(request, address), person(request)
    if not _may_ask_to_write(found, user):
        raise PermissionDenied
    approving = approving_of(found, user)
    form = WriterForm(request.POST, colleagues=approving.colleagues, auto_id="id_writer_%s")
    if not form.is_valid():
        return show(request, found, writer=form, status=422)
    to = next(one for one in approving.colleagues if str(one.pk) == form.cleaned_data["to"])
    actions.ask_to_write(found, to=to, by=user)
    messages.success(request, _("%(name)s has been asked to write it.") % {"name": to})
    return redirect("cases:campaign", found.address)


def found_campaign(request: HttpRequest, address: str) -> Campaign:
    """A campaign of an office in which the person works."""
    rows = Campaign.objects.visible_to(request.user).for_staff()
    related = ("office", "bill", "committee", "answer", "organiser_case", "merged_into")
    found: Campaign = get_object_or_404(rows.select_related(*related), address=address)
    return found


def decidable(request: HttpRequest, address: str) -> Campaign:
    found = found_campaign(request, address)
    if not permissions.may_decide(person(request), found):
        raise PermissionDenied
    return found


def show(
    request: HttpRequest,
    found: Campaign,
    *,
    form: CampaignForm | None = None,
    refuse: RefuseForm | None = None,
    merge: MergeForm | None = None,
    add: AddForm | None = None,
    point: PointForm | None = None,
    writer: WriterForm | None = None,
    organiser: OrganiserForm | None = None,
    ticked: Collection[int] = (),
    status: int = 200,
) -> HttpResponse:
    """The page of one, with what somebody has just filled in and ticked."""
    user, counts = person(request), counts_of(found)
    reads = permissions.may_read_letters(user, found)
    context: dict[str, Any] = {
        "campaign": found,
        "counts": counts,
        "numbers": _numbers(counts, is_of_a_member=found.is_of_a_member) if counts.letters else [],
        "reads": reads,
        "public_url": addresses.campaign(found.address) if found.is_public else "",
        "flood": flood_note(found),
        **(_answer_here(found, counts, user) if found.is_of_a_member else _answer(found, counts, user, writer)),
    }
    if reads:
        context |= _points(request, found, ticked)
        context["apart"] = list(
            Case.objects.of_campaign(found).exclude(urgency="").order_by("state", "-heard_at", "-pk")[:MOST_APART]
        )
    if permissions.may_decide(user, found):
        context |= {
            "may_decide": True,
            "form": form or CampaignForm(campaign=found),
            "refuse_form": refuse or RefuseForm(auto_id="id_refuse_%s"),
            "merge_form": merge or MergeForm(others=_others(found), auto_id="id_merge_%s"),
            "add_form": add or AddForm(auto_id="id_add_%s"),
            "organiser_form": organiser or _organiser_form(found, reads=reads),
            "point_form": point or PointForm(initial={"lang": found.lang}, auto_id="id_point_%s"),
        }
    return render(request, "cases/campaigns/campaign.html", context, status=status)


def _organiser_form(found: Campaign, *, reads: bool) -> OrganiserForm | None:
    if found.origin == CampaignOrigin.ORGANISER or found.state == CampaignState.MERGED or not reads:
        return None
    return OrganiserForm(auto_id="id_organiser_%s", initial={"organisation": found.organisation})


def _points(request: HttpRequest, found: Campaign, ticked: Collection[int]) -> dict[str, Any]:
    """For those who read letters: what senders added, and what was answered."""
    points = Points(found, request.GET.get("q") or request.POST.get("q", ""))
    rows = points.rows().select_related("point_answer", "campaign_reply").order_by("own_point", "pk")
    page = page_of(rows, request)
    given = given_to(found) if found.is_of_a_member else []
    if page.object_list or given:
        actions.note_points_read(found, by=person(request))
    replies = [getattr(one, "campaign_reply", None) for one in page]
    return {
        "points": page,
        "points_about": points.words,
        "shared_words": points.shared(),
        "given": given,
        "takes_answers": not found.is_of_a_member and any(one is None or one.is_to_come for one in replies),
        "ticked": ticked,
        "ticked_elsewhere": sorted(set(ticked) - {one.pk for one in page}),
        "every": bool(request.POST.get("every")),
    }


def _is_to_be_written(found: Campaign) -> bool:
    answer: Announcement | None = found.answer
    return found.state == CampaignState.RUNNING and (answer is None or answer.state in actions.GIVEN_UP)


def _may_ask_to_write(found: Campaign, user: User) -> bool:
    return _is_to_be_written(found) and permissions.may_ask_to_write(user, found)


def _answer(found: Campaign, counts: Counts, user: User, writer: WriterForm | None) -> dict[str, Any]:
    answer: Announcement | None = found.answer
    may_write = permissions.may_write_answer(user, found)
    begun = answer is not None and answer.state not in actions.GIVEN_UP
    context: dict[str, Any] = {
        "answer": answer if begun else None,
        "answer_url": reverse("desk:announcement", args=[answer.address]) if begun and may_write and answer else "",
        "may_write": may_write and _is_to_be_written(found),
        "waits": to_reply(found).confirmed().count() if found.state == CampaignState.RUNNING else 0,
    }
    if _may_ask_to_write(found, user):
        approving = context["approving"] = approving_of(found, user)
        context["writer_form"] = writer or WriterForm(colleagues=approving.colleagues, auto_id="id_writer_%s")
    if found.state == CampaignState.ANSWERED:
        progress = progress_of(found, counts)
        held = periods.stops(actions.TO_MANY) is not None and not progress.is_over
        in_force = actions.answer_in_force(found) is not None
        context |= {"progress": progress, "is_held": held and in_force, "to_print": in_force}
        stopped = {} if in_force else {actions.WITHDRAWN: to_reply(found).count()}
        why_not = sorted((progress.why_not | {why: n for why, n in stopped.items() if n}).items())
        context["why_not"] = [(WHY_NOT.get(why, WHY_NOT["nobody"]) % {"n": n}, n) for why, n in why_not]
    return context


def _answer_here(found: Campaign, counts: Counts, user: User) -> dict[str, Any]:
    """In a member's office its letters are answered as ticked cases are; those that say more, each by itself."""
    waiting = to_reply(found).exclude(own_point__in=(OwnPoint.FOUND, OwnPoint.CONFIRMED))
    answered = Case.objects.of_campaign(found).exclude(answered_at=None).exclude(sender="")
    waiting = waiting.exclude(sender__in=answered.order_by().values("sender"))
    is_running = found.state == CampaignState.RUNNING
    may = is_running and permissions.may_decide(user, found)
    # One more than is answered at once, so that they need no counting where these are all.
    found_ones = list(waiting.values_list("reference", flat=True)[: MOST_OF_CAMPAIGN + 1]) if may else []
    return {
        "all_answered": is_running and counts.all_answered,
        "to_answer": found_ones[:MOST_OF_CAMPAIGN],
        "waits": waiting.count() if len(found_ones) > MOST_OF_CAMPAIGN else len(found_ones),
    }


def _numbers(counts: Counts, *, is_of_a_member: bool) -> list[dict[str, Any]]:
    by_post = [{"label": _("By post"), "value": counts.by_post}] if counts.by_post else []
    here = [{"label": _("Letters answered"), "value": counts.answered}] if is_of_a_member else []
    disowned = [{"label": _("Not by whom they name"), "value": counts.disputed}] if counts.disputed else []
    apart = [{"label": _("Answered by themselves"), "value": counts.apart}] if counts.apart else []
    return [
        {"label": _("Letters"), "value": counts.letters},
        {"label": _("Senders"), "value": counts.senders},
        {"label": _("Address confirmed"), "value": counts.confirmed},
        {"label": _("Address not confirmed"), "value": counts.unconfirmed},
        *by_post,
        *disowned,
        *here,
        *apart,
        {"label": _("With words of their own"), "value": counts.points},
        {"label": _("Points without an answer"), "value": counts.open_points},
    ]


def _others(found: Campaign) -> Any:
    open_ones = (CampaignState.PROPOSED, CampaignState.RUNNING)
    return Campaign.objects.for_staff().filter(office=found.office_id, state__in=open_ones).exclude(pk=found.pk)
