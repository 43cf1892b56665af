"""Dossiers: drafted from what the inquiry shows, released by a person, replaced by a later version in the open."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.template.defaultfilters import date as date_words
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hemicycle.accounts.actions import end_notices, notify
from hemicycle.rules import audit, work
from hemicycle.rules.classification import Classification

from ..dossier import content
from ..dossier.releasing import who_may, why_not_proposed, why_not_released
from ..dossier.removed import Removed, in_an_older_version, in_the_successor
from ..errors import ListeningError, NotADraft, NothingToReport
from ..models import Analysis, Dossier, Inquiry
from ..models.dossier import AWAITS_RELEASE, DOSSIER_LIFE, DRAFTED, RELEASE_DECLINED, RELEASED, SUPERSEDED
from ..models.inquiry import CORRECTORS, RELEASERS
from . import name_of
from .inquiries import locked


def draft_dossier(inquiry: Inquiry, *, language: str, title: str = "", question: str = "", by: Any) -> Dossier:
    """Make the dossier in this language from what the inquiry shows now; it replaces an older draft.

    `title` and `question`: the inquiry's own in this language; without them those of the dossier before stay.
    Raises NothingToReport where no analysis is shown.
    """
    version = _next_version(inquiry, language)
    with translation.override(language):
        notice = _replaces(inquiry, language, version)
    asked = _asked(inquiry, language, title, question)
    document = content.build(_shown(inquiry), language, version=version, notice=notice, asked=asked)
    return _store_draft(inquiry, document, by=by)


@transaction.atomic
def release_dossier(dossier: Dossier, *, by: Any) -> Dossier:
    """From now on anyone may read it; the version before it in the same language is replaced.

    Two people release: one proposes it, another one gives it; in a member's own office the member alone. Raises
    NotADraft, QuotesNotReviewed, NotByOneself.
    """
    draft = _locked_draft(dossier)
    _refuse(why_not_released(draft, by=by))
    with translation.override(draft.language):
        released = _release(draft, _is_replaced_by(draft), by=by)
    end_notices(AWAITS_RELEASE, about=draft)
    return released


@transaction.atomic
def propose_release(dossier: Dossier, *, by: Any) -> Dossier:
    """Ask another person to release it. Raises NotADraft, QuotesNotReviewed, NobodyToRelease."""
    draft = _locked_draft(dossier)
    _refuse(why_not_proposed(draft, by=by))
    draft.proposed_by, draft.proposed_by_name, draft.proposed_at = audit.actor_of(by), name_of(by), timezone.now()
    draft.declined_why = ""
    draft.save(update_fields=["proposed_by", "proposed_by_name", "proposed_at", "declined_why"])
    _note("listening.dossier_propose", draft, by=by)
    office = draft.inquiry.office
    notify(AWAITS_RELEASE, to=who_may(RELEASERS, office), about=draft, office=office, by=by)
    return draft


@transaction.atomic
def decline_release(dossier: Dossier, *, why: str, by: Any) -> Dossier:
    """It goes back to whoever proposed it, with a reason. Raises NotADraft where nobody proposes it any more."""
    draft = _locked_draft(dossier)
    if not draft.is_proposed:
        raise NotADraft(_("Nobody proposes the release of this dossier any more."))
    proposer = draft.proposed_by
    _forget_proposal(draft)
    draft.declined_why = why.strip()
    draft.save(update_fields=[*PROPOSAL, "declined_why"])
    _note("listening.dossier_decline", draft, by=by)
    end_notices(AWAITS_RELEASE, about=draft)
    office = draft.inquiry.office
    asked = [one for one in who_may(CORRECTORS, office) if one.user.audit_label == proposer]
    notify(RELEASE_DECLINED, to=asked, about=draft, office=office, by=by)
    return draft


@transaction.atomic
def withdraw_proposal(dossier: Dossier, *, by: Any) -> Dossier:
    """Whoever proposed the release takes it back. Raises NotADraft where it is not proposed, or by somebody else."""
    draft = _locked_draft(dossier)
    if not draft.is_proposed or draft.proposed_by != audit.actor_of(by):
        raise NotADraft(_("You do not propose the release of this dossier any more."))
    _forget_proposal(draft)
    draft.save(update_fields=PROPOSAL)
    _note("listening.dossier_withdraw", draft, by=by)
    end_notices(AWAITS_RELEASE, about=draft)
    return draft


PROPOSAL = ("proposed_by", "proposed_by_name", "proposed_at")


def _forget_proposal(draft: Dossier) -> None:
    draft.proposed_by = draft.proposed_by_name = ""
    draft.proposed_at = None


def _locked_draft(dossier: Dossier) -> Dossier:
    draft: Dossier = Dossier.objects.select_for_update().select_related("inquiry__office").get(pk=dossier.pk)
    if not draft.is_draft:
        raise NotADraft(_("This dossier has been released already."))
    return draft


def _refuse(why: ListeningError | None) -> None:
    if why is not None:
        raise why


@transaction.atomic
def _store_draft(inquiry: Inquiry, document: content.Content, *, by: Any) -> Dossier:
    """One draft a language: the row of an older one takes the new words."""
    inquiry = locked(inquiry)
    language, member = document["language"], inquiry.classification == Classification.CONFIDENTIAL
    draft = inquiry.dossiers.drafts().filter(language=language).first() or Dossier(inquiry=inquiry, language=language)
    draft.version = document["version"]
    draft.classification = Classification.CONFIDENTIAL if member else Classification.INTERNAL
    draft.content, draft.digest = document, content.digest(document)
    draft.messages, draft.notice = document["facts"]["counts"]["messages"]["n"], document["notice"]
    draft.drafted_by, draft.drafted_by_name, draft.drafted_at = audit.actor_of(by), name_of(by), timezone.now()
    # What was proposed is not what is drafted now.
    _forget_proposal(draft)
    draft.declined_why = ""
    draft.save()
    end_notices(AWAITS_RELEASE, about=draft)
    _note("listening.dossier_draft", draft, by=by)
    return draft


def _release(draft: Dossier, replaced: str, *, by: Any, notified_at: datetime | None = None) -> Dossier:
    """`replaced`: what the version before says of itself from now on."""
    for before in (
        Dossier.objects.select_for_update().released().filter(inquiry=draft.inquiry, language=draft.language)
    ):
        _supersede(before, replaced)
    draft.state = DOSSIER_LIFE.after(draft.state, "release")
    draft.classification = Classification.PUBLIC
    draft.released_by, draft.released_by_name, draft.released_at = audit.actor_of(by), name_of(by), timezone.now()
    draft.notified_at = notified_at
    draft.save()
    _note("listening.dossier_release", draft, by=by)
    work.wake()
    return draft


def _supersede(dossier: Dossier, notice: str) -> None:
    dossier.state = DOSSIER_LIFE.after(dossier.state, "supersede")
    dossier.notice, dossier.superseded_at = notice, timezone.now()
    dossier.save(update_fields=["state", "notice", "superseded_at"])


def citing(inquiries: Iterable[Inquiry], messages: Collection[int]) -> dict[Dossier, int]:
    """The dossiers of these inquiries that cite one of the messages, in a number or in words: how many of them."""
    rows = Dossier.objects.filter(inquiry__in=[inquiry.pk for inquiry in inquiries]).select_related("inquiry__office")
    wanted = frozenset(messages)
    cited = {one: _cited(one).intersection(wanted) for one in rows.order_by("pk")}
    return {one: len(found) for one, found in cited.items() if found}


def _cited(dossier: Dossier) -> frozenset[int]:
    return frozenset(key for note in dossier.content.get("notes", {}).values() for key in note)


def reissue_without(dossiers: Mapping[Dossier, int], *, why: Removed, by: Any) -> None:
    """After messages that these cite, so many, were erased or taken out: no version keeps their words, and each in
    force has a successor.

    The digest of an older version stays, so that whoever holds a copy can tell which one it is. Belongs inside the
    transaction in which they went.
    """
    for dossier, n in dossiers.items():
        with translation.override(dossier.language):
            if dossier.state == RELEASED:
                _replace(dossier, n, why=why, by=by)
            elif dossier.state == SUPERSEDED:
                _empty(dossier, in_an_older_version(why, n))
    for dossier in dossiers:
        if dossier.is_draft:
            draft_dossier(dossier.inquiry, language=dossier.language, by=by)


def _replace(dossier: Dossier, n: int, *, why: Removed, by: Any) -> None:
    """If there is a draft, the new version takes its place, and the draft is made again after it. That somebody had
    their message erased, or objected, is no news: who was notified of the version before is left alone."""
    version = _next_version(dossier.inquiry, dossier.language)
    notice = in_the_successor(why, n, version=version, day=_day(timezone.now()), before=dossier.version)
    # Nobody has looked at what would take the place of its quotes.
    shown = _shown(dossier.inquiry)
    asked = _asked(dossier.inquiry, dossier.language, "", "")
    document = content.build(shown, dossier.language, version=version, notice=notice, only_accepted=True, asked=asked)
    _release(_store_draft(dossier.inquiry, document, by=by), notice, by=by, notified_at=dossier.notified_at)
    _empty(dossier, notice)


def _empty(dossier: Dossier, notice: str) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(content={}, notice=notice)


def _asked(inquiry: Inquiry, language: str, title: str, question: str) -> content.Asked | None:
    """The inquiry's title and question in the language of a dossier, as given now or for the last one."""
    if language == inquiry.language:
        return None
    if title:
        return content.Asked(title, question, language)
    given = inquiry.dossiers.filter(language=language, content__title_language=language).newest_first()
    last = given.values("content__title", "content__question").first()
    return content.Asked(last["content__title"], last["content__question"], language) if last else None


def _next_version(inquiry: Inquiry, language: str) -> int:
    """The number of the draft there is, or the one after the last that was released."""
    released = inquiry.dossiers.filter(language=language).exclude(state=DRAFTED)
    return 1 + (released.aggregate(last=Max("version"))["last"] or 0)


def _shown(inquiry: Inquiry) -> Analysis:
    found: Inquiry = Inquiry.objects.select_related("shown", "office", "bill").get(pk=inquiry.pk)
    if found.shown is None or found.shown.redacted is None:
        raise NothingToReport(_("There is no analysis yet that a dossier could be made from."))
    found.shown.inquiry = found
    return found.shown


def _day(when: Any) -> str:
    return str(date_words(timezone.localtime(when), "DATE_FORMAT"))


def _replaces(inquiry: Inquiry, language: str, version: int) -> str:
    """What a new version says of the one before it."""
    before = inquiry.dossiers.released().filter(language=language).only("version", "released_at").first()
    if before is None:
        return ""
    facts = {"version": version, "before": before.version, "day": _day(before.released_at)}
    return _("Version %(version)s replaces version %(before)s of %(day)s.") % facts


def _is_replaced_by(draft: Dossier) -> str:
    facts = {"version": draft.version, "day": _day(timezone.now())}
    return _("Version %(version)s of %(day)s replaces this version.") % facts


def _note(action: str, dossier: Dossier, *, by: Any) -> None:
    audit.record(
        action,
        by=by,
        about=dossier,
        office=dossier.inquiry.office,
        inquiry=dossier.inquiry.address,
        language=dossier.language,
        version=dossier.version,
        digest=dossier.digest,
        messages=dossier.messages,
    )
