"""What was done to cases, and the way back: a sentence with a button, good for as long as the session keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.cases import actions
from hemicycle.cases.actions import Before, Handling, Stood, proposing
from hemicycle.cases.actions.campaigns import leave
from hemicycle.cases.actions.outcomes import take_outcome_back
from hemicycle.cases.errors import CannotMerge
from hemicycle.cases.models import Case, CaseMessage, CaseQuerySet, Outcome, ProposedAnswer, State
from hemicycle.cases.permissions import may_answer, readable_by
from hemicycle.cases.views.lookup import inbox_page, person
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Answer
from hemicycle.channels.permissions import INBOX
from hemicycle.record.models import Area

# Whoever wants more than this undone goes to the cases themselves.
MOST_UNDONE = 10
_UNDO = "inbox_undo"
KEPT_WORDS = "kept_words"
"""In the session: what was written for ticked cases whose answers were taken back again, or for letters of a campaign
of which more wait; {"campaign": its address or "", "words": by language}."""


def done(
    request: HttpRequest, before: Sequence[Handling], said: str, found: Case | None = None, *, back: str = ""
) -> HttpResponse:
    """Say it, with the way back; on to `back`, or to the case, or to the list."""
    back = back or inbox_page(request, found)
    if before:
        after = actions.stood(Case.objects.filter(pk__in=[one.case for one in before]))
        facts = {"rows": [_kept(one) for one in before], "after": [_kept(one) for one in after]}
        say(request, said, "handling", facts, back=inbox_page(request, found))
    return redirect(back)


def say(request: HttpRequest, said: str, what: str, facts: dict[str, Any], *, back: str) -> None:
    """`what` is one of _HANDLED; `facts` are words and numbers."""
    key = get_random_string(12)
    kept = dict(list(request.session.get(_UNDO, {}).items())[1 - MOST_UNDONE :])
    request.session[_UNDO] = kept | {key: {"back": back, "what": what, **facts}}
    messages.success(request, said, extra_tags=f"undo:{reverse('cases:undo_handling', args=[key])}")


@allow(*INBOX, only_post=True)
def undo(request: HttpRequest, key: str) -> HttpResponse:
    """As it was before; what was undone already is left as it is."""
    kept: dict[str, Any] = request.session.get(_UNDO, {})
    stood = kept.pop(key, None)
    request.session[_UNDO] = kept
    if stood is None:
        messages.error(request, _("This cannot be undone any more."))
        return redirect("cases:inbox")
    if _HANDLED[stood["what"]](request, stood):
        messages.success(request, _("Undone."))
    else:
        messages.error(request, _("This cannot be undone any more."))
    return redirect(stood["back"])


def _readable(request: HttpRequest) -> CaseQuerySet:
    return readable_by(Case.objects.visible_to(request.user), person(request))


def _handling(request: HttpRequest, stood: dict[str, Any]) -> bool:
    """What somebody else changed meanwhile stays. What was noted before an upgrade does not say how it was left."""
    before, after = ([_opened(one) for one in stood.get(name, ())] for name in ("rows", "after"))
    restored = actions.restore(_readable(request), before, after=after, by=person(request))
    left = [str(one) for one in _readable(request).filter(pk__in={one.case for one in before} - restored)]
    if restored and left:
        said = ngettext(
            "%(cases)s changed meanwhile, and stays as it is.",
            "%(cases)s changed meanwhile, and stay as they are.",
            len(left),
        )
        messages.warning(request, said % {"cases": ", ".join(left)})
    return bool(restored)


def _area(request: HttpRequest, stood: dict[str, Any]) -> bool:
    """Where nobody has said another place since."""
    found = _readable(request).filter(pk=stood["case"], area=stood["after"]).select_related("office").first()
    area = Area.objects.filter(pk=stood["before"]).first()
    if found is None or (area is None and stood["before"] is not None):
        return False
    actions.set_area(found, area, by=person(request))
    return True


def _tags(request: HttpRequest, stood: dict[str, Any]) -> bool:
    rows = _readable(request).filter(pk__in=stood["rows"])
    change = actions.untag if stood["added"] else actions.tag
    return bool(change(rows, name=stood["name"], by=person(request)))


def _campaign(request: HttpRequest, stood: dict[str, Any]) -> bool:
    return bool(leave(_readable(request).filter(pk__in=stood["rows"]), by=person(request)))


def _merge(request: HttpRequest, stood: dict[str, Any]) -> bool:
    kept = stood["before"]
    # What was noted before an upgrade does not say how the two stood.
    if "taken" not in kept:
        return False
    before = Before(gone=Stood(**kept["gone"]), kept=Stood(**kept["kept"]), taken=kept["taken"])
    if not _readable(request).filter(pk=before.gone.case).exists():
        return False
    try:
        actions.undo_merge(before, by=person(request))
    except CannotMerge:
        return False
    return True


def _split(request: HttpRequest, stood: dict[str, Any]) -> bool:
    held = CaseMessage.objects.filter(inbound=stood["message"]).select_related("inbound").first()
    old = _readable(request).filter(pk=stood["old"]).first()
    if held is None or old is None:
        return False
    # What was noted before an upgrade does not say how it stood.
    state = stood.get("state", State.OPEN)
    try:
        actions.undo_split(held.inbound, into=old, stood=state, by=person(request))
    except CannotMerge:
        return False
    return True


def _answers(request: HttpRequest, stood: dict[str, Any]) -> bool:
    rows = Answer.objects.visible_to(request.user).filter(written_by=person(request), pk__in=stood["answers"])
    related = rows.select_related("outbound", "inbound", "office")
    taken = [channels.take_back(one, by=person(request)) for one in related]
    if any(taken):
        _keep_words(request, stood)
    return _say_left(request, taken)


def _approvals(request: HttpRequest, stood: dict[str, Any]) -> bool:
    """They wait again, and those who wrote them are notified."""
    rows = Answer.objects.visible_to(request.user).filter(pk__in=stood["answers"])
    related = rows.select_related("outbound", "inbound", "office", "written_by")
    held = CaseMessage.objects.filter(inbound__in=rows.values("inbound")).select_related("case__office")
    case_of = {one.inbound_id: one.case for one in held if may_answer(person(request), one.case)}
    taken = [
        proposing.undo_approval(one, case=case_of[one.inbound_id], by=person(request))
        for one in related
        if one.inbound_id in case_of
    ]
    if any(taken) and (others := int(stood.get("others", 0))):
        said = ngettext(
            "%(n)d approved answer was not to leave by itself, and stays.",
            "%(n)d approved answers were not to leave by themselves, and stay.",
            others,
        )
        messages.warning(request, said % {"n": others})
    return _say_left(request, taken)


def _say_left(request: HttpRequest, taken: list[bool]) -> bool:
    """Whether any was taken back; how many were not."""
    if any(taken) and (left := taken.count(False)):
        said = ngettext("%(n)d answer had left already.", "%(n)d answers had left already.", left)
        messages.warning(request, said % {"n": left})
    return any(taken)


def _proposals(request: HttpRequest, stood: dict[str, Any]) -> bool:
    """What a colleague has approved or sent back meanwhile is theirs."""
    own = ProposedAnswer.objects.visible_to(request.user).waiting().filter(written_by=person(request))
    rows = own.filter(pk__in=stood["proposals"]).select_related("inbound")
    held = CaseMessage.objects.filter(inbound__in=rows.values("inbound")).select_related("case__office")
    case_of = {one.inbound_id: one.case for one in held}
    taken = [
        proposing.take_proposal_back(one, case=case_of[one.inbound_id], by=person(request))
        for one in rows
        if one.inbound_id in case_of
    ]
    if any(taken):
        _keep_words(request, stood)
    if any(taken) and (left := len(stood["proposals"]) - sum(taken)):
        said = ngettext(
            "A colleague had seen to %(n)d answer already.", "A colleague had seen to %(n)d answers already.", left
        )
        messages.warning(request, said % {"n": left})
    return any(taken)


def _keep_words(request: HttpRequest, stood: dict[str, Any]) -> None:
    """Of answers to ticked cases. What was noted before an upgrade has none."""
    if own := stood.get("own"):
        request.session[KEPT_WORDS] = {"campaign": stood["campaign"], "words": own}
        messages.info(request, _("Your words are kept. They stand there again when you answer ticked cases."))


def _outcome(request: HttpRequest, stood: dict[str, Any]) -> bool:
    rows = Outcome.objects.filter(office__in=person(request).offices_as((Role.MEMBER,)))
    found = rows.filter(pk=stood["outcome"]).first()
    return found is not None and take_outcome_back(found, by=person(request))


_HANDLED: dict[str, Callable[[HttpRequest, dict[str, Any]], bool]] = {
    "handling": _handling,
    "area": _area,
    "tags": _tags,
    "campaign": _campaign,
    "merge": _merge,
    "split": _split,
    "answers": _answers,
    "approvals": _approvals,
    "proposals": _proposals,
    "outcome": _outcome,
}


def _kept(one: Handling) -> dict[str, Any]:
    """As a session keeps it: words and numbers."""
    return {name: value if isinstance(value, int) else value and str(value) for name, value in asdict(one).items()}


def _opened(kept: dict[str, Any]) -> Handling:
    times = {
        name: kept[name] and parse_datetime(kept[name]) for name in ("snoozed_until", "closed_at", "waiting_since")
    }
    return Handling(**{**kept, **times})
