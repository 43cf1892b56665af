"""Who takes part in a text: the working group and the participants, several hundred at most."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.adapters import send_first_password_link
from hemicycle.accounts.permissions import allow

from ..actions import discussion
from ..forms.people import InvitationForm
from ..models import LEADERS, Participant, Policy
from ..presenters import people as presenter
from .lookup import edited_policy, head, person, settled, visible_policy
from .responses import confirmation

ON_A_PAGE = 50


@allow(*LEADERS, signed_in=True)
@settled
def people(request: HttpRequest, address: str) -> HttpResponse:
    """Addresses are shown to the working group alone."""
    policy = visible_policy(request, address)
    context = head(request, policy.in_hand(), "people")
    form = InvitationForm(request.POST or None) if context["edits"] else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            _invite(request, policy, form)
            if not form.bad:
                return redirect("governance:people", address)
            form = _with_bad_lines(form)
    filters = presenter.filters(policy, request.GET)
    page = Paginator(presenter.asked_for(policy, filters), ON_A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "form": form,
        "filters": filters,
        "page_obj": page,
        "is_filtered": any(one.value for one in filters),
        "total": page.paginator.count,
    }
    status = 422 if form is not None and (form.errors or form.bad) else 200
    return render(request, "governance/people.html", context, status=status)


def _invite(request: HttpRequest, policy: Policy, form: InvitationForm) -> None:
    """Everybody on a line that could be read; the others stay in the field, each with what is wrong."""
    language, part = form.cleaned_data["language"], form.cleaned_data["part"]
    for one in form.invited:
        participant = discussion.invite(
            policy, email=one.email, name=one.name, body=one.body, part=part, language=language, by=person(request)
        )
        send_first_password_link(participant.person)
    if n := len(form.invited):
        said = ngettext("%(n)s person was invited.", "%(n)s people were invited.", n)
        messages.success(request, said % {"n": n})


def _with_bad_lines(form: InvitationForm) -> InvitationForm:
    """What could not be read, to be mended and sent again."""
    again = InvitationForm(initial={**form.cleaned_data})
    again.bad = form.bad
    return again


def _participant(policy: Policy, key: int) -> Participant:
    rows = Participant.objects.select_related("person", "policy").filter(policy=policy, left_at=None)
    return get_object_or_404(rows, pk=key)


@allow(*LEADERS, signed_in=True)
@settled
def end(request: HttpRequest, address: str, key: int) -> HttpResponse:
    """Somebody takes part no more, by the working group or their own hand."""
    policy, by = visible_policy(request, address), person(request)
    row = _participant(policy, key)
    is_own = row.person_id == by.pk
    if not is_own and not policy.is_edited_by(by):
        raise PermissionDenied
    if request.method == "POST":
        discussion.leave(row, by=by)
        messages.success(request, _("%(name)s takes part no more.") % {"name": row.person})
        return redirect("governance:texts") if is_own else redirect("governance:people", address)
    return confirmation(
        request,
        head(request, policy.in_hand(), "people"),
        heading=_("End the participation of %(name)s") % {"name": row.person},
        consequences=[
            _("They do not see the text any more."),
            _("What they said and proposed stays, with their name."),
        ],
        submit=_("End the participation"),
        back=reverse("governance:people", args=[address]),
    )


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def invite_again(request: HttpRequest, address: str, key: int) -> HttpResponse:
    """The link to choose a password once more, to somebody who has not used it."""
    row = _participant(edited_policy(request, address), key)
    if row.person.has_not_signed_in:
        send_first_password_link(row.person)
        messages.success(request, _("A new link is on its way to %(email)s.") % {"email": row.person.email})
    return redirect("governance:people", address)
