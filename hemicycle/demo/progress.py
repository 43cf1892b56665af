"""How far the demonstration is prepared, read from the rows: whoever looks sees the same, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Banner
from hemicycle.cases.models import Campaign, Heard
from hemicycle.channels.models import Inbound
from hemicycle.demo.duties import is_allocated
from hemicycle.demo.policy import is_governed
from hemicycle.demo.staff import COMMUNICATIONS_OFFICE, DOMAIN
from hemicycle.desk.models import Announcement
from hemicycle.listening.models import Analysis, Dossier, Inquiry, Intake, Upload

# The committee's, and a member's.
INQUIRIES = 2


@dataclass(frozen=True)
class Step:
    name: str
    label: str | Promise
    is_done: Callable[[], bool]


def _is_open() -> bool:
    return User.objects.filter(email__endswith=f"@{DOMAIN}").exists()


def _is_brought() -> bool:
    return Upload.objects.count() >= INQUIRIES


def _is_announced() -> bool:
    return Announcement.objects.filter(office__slug=COMMUNICATIONS_OFFICE).exists()


def _is_read() -> bool:
    return Intake.objects.count() >= INQUIRIES


def is_corrected() -> bool:
    return Announcement.objects.filter(office__slug=COMMUNICATIONS_OFFICE).exclude(corrects=None).exists()


def has_replies() -> bool:
    return Inbound.objects.filter(account__office__slug=COMMUNICATIONS_OFFICE).exists()


def has_letters() -> bool:
    return Campaign.objects.exists()


def _is_analysed() -> bool:
    """Once; what is imported and analysed by whoever tries it later is theirs."""
    busy = Intake.objects.unfinished().exists() or Analysis.objects.unfinished().exists()
    return Dossier.objects.exists() or (not busy and Analysis.objects.exists())


def _is_ready() -> bool:
    """Of an analysis that failed there is no dossier; the page of the inquiry says why."""
    return Dossier.objects.exists() or Inquiry.objects.filter(shown__isnull=True).exists()


def _is_answered() -> bool:
    """Without a released dossier there is nothing that the committee says it heard."""
    return Heard.objects.public().exists() or not Dossier.objects.released().exists()


STEPS = (
    Step("enter", gettext_lazy("entering the parliament"), _is_open),
    Step("govern", gettext_lazy("adopting the policy"), is_governed),
    Step("bring", gettext_lazy("writing the letters"), _is_brought),
    Step("announce", gettext_lazy("writing announcements"), _is_announced),
    Step("allocate", gettext_lazy("allocating duties"), is_allocated),
    Step("read", gettext_lazy("importing the letters"), _is_read),
    Step("correct", gettext_lazy("sending announcements"), is_corrected),
    Step("reply", gettext_lazy("receiving replies"), has_replies),
    Step("receive", gettext_lazy("receiving letters"), has_letters),
    Step("analyse", gettext_lazy("analysing the letters"), _is_analysed),
    Step("write", gettext_lazy("drafting dossiers"), _is_ready),
    Step("answer", gettext_lazy("answering letters"), _is_answered),
)


def banner() -> Banner | None:
    """For every page: how far it is prepared; then, where to find what it would have sent."""
    if not settings.DEMONSTRATION:
        return None
    done = next((number for number, step in enumerate(STEPS) if not step.is_done()), len(STEPS))
    if done == len(STEPS):
        text, action = _("In this demonstration nothing is sent."), _("See what would have been sent")
        return Banner("information", "", text, reverse("demo:sent"), action)
    title = _("The demonstration is being prepared: step %(done)d of %(total)d") % {"done": done, "total": len(STEPS)}
    text = _("You can look around in the meantime. In progress: %(step)s.") % {"step": STEPS[done].label}
    return Banner("information", title, text, done=done, total=len(STEPS))
