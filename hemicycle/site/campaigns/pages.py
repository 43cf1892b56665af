"""Campaigns in the open: what each says, how many took part, and the one answer."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language

from hemicycle.accounts.permissions import allow
from hemicycle.cases import addresses
from hemicycle.cases.actions.campaigns import answer_in_force
from hemicycle.cases.campaigns.counts import counts_of_many
from hemicycle.cases.campaigns.notes import flood_note
from hemicycle.cases.models import Campaign
from hemicycle.desk.public import announcements as public
from hemicycle.record.models import Document

from ..writing.subjects import name_of

PER_PAGE = 25


@allow(public=True)
def campaigns(request: HttpRequest) -> HttpResponse:
    """The newest first; of one bill, where the address names it."""
    rows = Campaign.objects.public().select_related("bill", "committee")
    bill, asked = None, request.GET.get("bill", "")
    if asked:
        bill = get_object_or_404(Document.objects.bills().readable_by(None), address=asked)
        rows = rows.filter(bill=bill)
    page = Paginator(rows.order_by("-opened_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    counted = counts_of_many(page.object_list)
    context = {
        "page": page,
        "rows": [(one, counted[one.pk]) for one in page.object_list],
        "by_post": any(one.by_post for one in counted.values()),
        "bill": bill,
        "bill_name": name_of(bill) if bill is not None else "",
        "announce": "" if bill is not None and bill.has_ended else addresses.announce_campaign(bill=asked),
    }
    return render(request, "site/campaigns/list.html", context)


@allow(public=True)
def campaign(request: HttpRequest, address: str) -> HttpResponse:
    """One: its text, who took part, how to take part, and the answer. One that was merged leads to the other."""
    rows = Campaign.objects.public().select_related("bill", "committee", "answer", "office")
    found = get_object_or_404(rows.at(address))
    if found.address != address:
        return redirect(addresses.campaign(found.address))
    return render(request, "site/campaigns/campaign.html", about(found))


def about(found: Campaign) -> dict[str, Any]:
    """What its public page says of it; that of its organiser says the same."""
    answer, closed = answer_in_force(found) if found.answer is not None else None, found.closed
    return {
        "campaign": found,
        "counts": counts_of_many([found])[found.pk],
        "flood": flood_note(found),
        "answer": answer,
        "answer_text": public.text_for(answer, get_language() or "") if answer is not None else None,
        "write": addresses.write_in_campaign(found.address) if closed is None else "",
        "closed": closed.label if closed is not None else "",
    }
