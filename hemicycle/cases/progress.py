"""How far a case is, in the few words that may be said to whoever has its reference; which files came with it, and
what was answered to it, for whoever wrote it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Office
from hemicycle.cases.models import Case, State, Triage
from hemicycle.channels.actions import is_notice
from hemicycle.channels.models import Answer, Attachment, Inbound, Medium
from hemicycle.channels.models import State as Delivery
from hemicycle.rules.models import AuditEntry

_ON_ITS_WAY = (Delivery.WAITING, Delivery.SENDING)


# What the names of people begin with in the audit log (`User.audit_label`).
_PEOPLE = "user:"


class Progress(models.TextChoices):
    """From the beginning to the end."""

    RECEIVED = "received", pgettext_lazy("letter", "Received, not read yet")
    BEING_LOOKED_AT = "being looked at", pgettext_lazy("letter", "Being looked at")
    ANSWERED = "answered", pgettext_lazy("letter", "Answered")
    NOTED = "noted", pgettext_lazy("letter", "Read and counted, without an answer")
    INFORMED = "informed", pgettext_lazy("letter", "Read and counted, with a message to you")
    READ = "read", pgettext_lazy("letter", "Read, with a message to you")
    PASSED_ON = "passed on", pgettext_lazy("letter", "Passed on to another office")
    CLOSED = "closed", pgettext_lazy("letter", "Closed without an answer")


def progress_of(case: Case) -> Progress:
    """Of one that was put together with another, that of the other."""
    shown = case.merged_into or case
    if shown.state in (State.OPEN, State.SET_ASIDE):
        return Progress.BEING_LOOKED_AT if _is_seen_to(shown) else Progress.RECEIVED
    if shown.answered_at is not None:
        return Progress.BEING_LOOKED_AT if _is_leaving(shown) else Progress.ANSWERED
    if shown.passings.filter(agreed=True).exists():
        return Progress.PASSED_ON
    # What is written to a member nobody counts.
    is_counted = shown.triage == Triage.INFORM and shown.office.kind == Office.Kind.INSTITUTION
    if shown.triage == Triage.INFORM and any(one.informs for one in answers_to(shown)):
        return Progress.INFORMED if is_counted else Progress.READ
    if shown.triage == Triage.INFORM and _is_leaving(shown):
        return Progress.BEING_LOOKED_AT
    return Progress.NOTED if is_counted else Progress.CLOSED


def _is_seen_to(case: Case) -> bool:
    """Whether anybody of the office has opened or handled it, as the audit log says of letters; those of a campaign
    are read as one."""
    if case.is_public or case.campaign_id is not None or case.answered_at is not None:
        return True
    about = [f"{Case._meta.label_lower}:{case.pk}", f"{Inbound._meta.label_lower}:{case.latest_id}"]
    return bool(AuditEntry.objects.filter(about__in=about, actor__startswith=_PEOPLE).exists())


def _is_leaving(case: Case) -> bool:
    """What was first written to them has not left: until then an officer may take it back."""
    rows = Answer.objects.filter(inbound__in=case.messages.values("inbound"))
    return rows.filter(outbound__state__in=_ON_ITS_WAY).exists() and not answers_to(case)


def names_of_files(case: Case) -> list[str]:
    """Of those that came by the form and were kept."""
    rows = Attachment.objects.filter(inbound__in=case.messages.values("inbound"), refused="")
    return list(rows.filter(inbound__channel=Medium.WEB).order_by("pk").values_list("name", flat=True))


def answers_to(case: Case) -> list[Answer]:
    """What was answered, the first first: what left, and what stands on its page alone."""
    left = Q(outbound=None) | Q(outbound__state__in=(Delivery.SENT, Delivery.DELIVERED, Delivery.UNKNOWN))
    rows = Answer.objects.filter(left, inbound__in=case.messages.values("inbound"))
    return [one for one in rows.order_by("pk") if not is_notice(one)]
