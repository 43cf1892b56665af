"""Replies on closed networks, added by a person: pasted, or in a file that the network gave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions
from hemicycle.channels.adapters.by_hand import BadExport, Found, read_export
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.forms import ManualRepliesForm
from hemicycle.channels.models import Account, AccountQuerySet, Outbound, State
from hemicycle.channels.permissions import MAY_ADD_REPLIES
from hemicycle.channels.views.by_hand import KINDS
from hemicycle.channels.views.lookup import person

MOST_POSTS = 200
"""Who answers an older one is brought by a file, or without naming it."""

# %(file)s, %(line)s and %(columns)s say where, for whoever opens the file.
_BAD: dict[str, Promise] = {
    "unknown-layout": gettext_lazy(
        "“%(file)s” is of no layout that is known. Make a CSV file of it, with a column called text, and upload that."
    ),
    "nothing-known": gettext_lazy(
        "Nothing in “%(file)s” is known. Ask the network for messages and comments, as JSON, not as HTML."
    ),
    "not-json": gettext_lazy("“%(file)s”, line %(line)s, is broken. Download it once more."),
    "not-utf-8": gettext_lazy("“%(file)s”, line %(line)s, is not UTF-8. Save it as CSV UTF-8, and upload that."),
    "no-text-column": gettext_lazy(
        "“%(file)s” has no column with the words. It has: %(columns)s. Call the column of the words text."
    ),
    "own-unknown": gettext_lazy(
        "“%(file)s” does not tell which messages are your own. Upload the whole ZIP, or say in the account what the"
        " network’s files call it."
    ),
    "only-our-own": gettext_lazy(
        "“%(file)s” holds only what your own account wrote: the network does not give away here what others answered."
        " Paste their replies instead."
    ),
    "too-large": gettext_lazy("“%(file)s” is larger than 50 MB. Ask the network for messages and comments, no media."),
    "too-many-files": gettext_lazy("“%(file)s” holds too many files. Ask the network for messages alone."),
    "bomb": gettext_lazy("“%(file)s” unpacks to more than 100 MB, and was not read. Ask the network for less."),
    "broken-zip": gettext_lazy("“%(file)s” is broken. Download it once more."),
    "encrypted": gettext_lazy("“%(file)s” is protected by a password. Unpack it, and upload what is inside."),
}  # fmt: skip


@allow(*MAY_ADD_REPLIES)
def replies(request: HttpRequest) -> HttpResponse:
    """Each message once, however often it is added."""
    offices = Office.objects.filter(
        pk__in=person(request).assignments.filter(role__in=MAY_ADD_REPLIES).values("office")
    )
    accounts = Account.objects.visible_to(request.user).open().filter(kind__in=KINDS, office__in=offices)
    form = ManualRepliesForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        accounts=accounts, posts=_posts(accounts),
    )  # fmt: skip
    if form.is_valid() and _added(request, form):
        return redirect("channels:manual_replies")
    context = {"form": form, "has_accounts": accounts.exists()}
    return render(request, "channels/manual_replies.html", context, status=422 if form.errors else 200)


def _posts(accounts: AccountQuerySet) -> Any:
    sent = Outbound.objects.filter(account__in=accounts, state=State.SENT).exclude(external_id="")
    latest = sent.order_by("-sent_at", "-pk").values("pk")[:MOST_POSTS]
    return Outbound.objects.filter(pk__in=list(latest.values_list("pk", flat=True))).select_related(
        "account", "content"
    )


def _added(request: HttpRequest, form: ManualRepliesForm) -> bool:
    """Whether something was read; what was wrong with it stands at the form."""
    account, file = form.cleaned_data["account"], form.cleaned_data["file"]
    found = Found(frozenset())
    if file:
        try:
            found = read_export(file.name, file.read(), actions.own_names(account))
        except BadExport as error:
            form.add_error("file", str(_BAD[error.code]) % _where(error))
            return False
    said: Sequence[InboundMessage] = found.messages if file else form.messages()
    added = actions.add_replies(said, account=account, by=person(request))
    messages.success(request, _summary(added, found.ours))
    if found.whole:
        messages.warning(request, _kept_whole(found.whole))
    for code, number in found.aside.items():
        messages.warning(request, _set_aside(code, number, *found.first_aside[code]))
    return True


def _where(error: BadExport) -> dict[str, object]:
    return {"file": error.name[-100:], "line": error.line, "columns": ", ".join(error.columns)}


def _summary(added: actions.AddedReplies, ours: int) -> str:
    said = [ngettext("%(n)s new reply.", "%(n)s new replies.", added.new) % {"n": added.new}]
    if added.already_there:
        said.append(_("%(n)s were here already.") % {"n": added.already_there})
    if ours:
        said.append(_("%(n)s of your own were left out.") % {"n": ours})
    if added.left:
        said.append(_("%(n)s are left: upload the same file once more.") % {"n": added.left})
    return " ".join(said)


def _kept_whole(number: int) -> str:
    return ngettext(
        "%(n)s letter is of no form that is known: it is in the inbox as it came. Read there what was answered.",
        "%(n)s letters are of no form that is known: they are in the inbox as they came. Read there what was"
        " answered.",
        number,
    ) % {"n": number}


def _set_aside(code: str, number: int, file: str, line: int) -> str:
    why = {
        "no-words": _("have no words"),
        "broken-row": _("are broken"),
        "too-many-letters": _("are too many letters for one file"),
    }.get(code, _("cannot be read"))
    return _("Set aside: %(n)s, since they %(why)s. The first stands in “%(file)s”, entry %(line)s.") % {
        "n": number, "why": why, "file": file[-100:], "line": line,
    }  # fmt: skip
