"""What people say of the quotes of a dossier, each read in its letter."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.rules import audit

from ..dossier.reviews import Quoted, quotes_in
from ..errors import NotACorrection, NotADraft
from ..models import Dossier, QuoteReview
from . import name_of
from .dossiers import draft_dossier
from .inquiries import locked

Verdict = QuoteReview.Verdict
# Twice the longest quote (dossier/quoting.py): some languages need half as much again.
LONGEST_TRANSLATION = 800


@transaction.atomic
def accept_quote(dossier: Dossier, *, message: int, digest: str, translation: str = "", by: Any) -> Dossier:
    """Somebody read it in its letter: it may go out, with the office's translation where one is given."""
    draft, quoted = _quoted(dossier, message, digest)
    words = " ".join(translation.split())[:LONGEST_TRANSLATION]
    _store(draft, quoted, Verdict.ACCEPTED, words, by=by)
    return draft if words == quoted.translation(draft.language) else _again(draft, by=by)


@transaction.atomic
def replace_quote(dossier: Dossier, *, message: int, digest: str, by: Any) -> Dossier:
    """It goes out nowhere; the next one that can be quoted takes its place and awaits a look."""
    draft, quoted = _quoted(dossier, message, digest)
    _store(draft, quoted, Verdict.REPLACED, "", by=by)
    return _again(draft, by=by)


@transaction.atomic
def restore_quote(dossier: Dossier, *, review: int, by: Any) -> Dossier:
    """Take a verdict back: the quote may be proposed again, and awaits a look."""
    draft = _locked_draft(dossier)
    found = draft.inquiry.quote_reviews.filter(pk=review).first()
    if found is None:
        raise NotACorrection(_("This quote is not set aside."))
    _note("listening.quote_restore", draft, found.inbound_id, by=by)
    found.delete()
    return _again(draft, by=by)


def _quoted(dossier: Dossier, message: int, digest: str) -> tuple[Dossier, Quoted]:
    draft = _locked_draft(dossier)
    for one in quotes_in(draft):
        if (one.message, one.digest) == (message, digest):
            return draft, one
    raise NotACorrection(_("This quote is no longer in the dossier; the page shows what is in it now."))


def _locked_draft(dossier: Dossier) -> Dossier:
    inquiry = locked(dossier.inquiry)
    draft: Dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if not draft.is_draft:
        raise NotADraft(_("This dossier has been released already."))
    draft.inquiry = inquiry
    return draft


def _store(draft: Dossier, quoted: Quoted, verdict: str, translation: str, *, by: Any) -> None:
    known = quoted.review.translations if quoted.review else {}
    translations = {**known, draft.language: translation}
    facts = {"verdict": verdict, "translations": {code: words for code, words in translations.items() if words}}
    QuoteReview.objects.update_or_create(
        inquiry=draft.inquiry,
        inbound_id=quoted.message,
        digest=quoted.digest,
        defaults={**facts, "by": audit.actor_of(by), "by_name": name_of(by), "at": timezone.now()},
    )
    _note(f"listening.quote_{'accept' if verdict == Verdict.ACCEPTED else 'replace'}", draft, quoted.message, by=by)


def _again(draft: Dossier, *, by: Any) -> Dossier:
    return draft_dossier(draft.inquiry, language=draft.language, by=by)


def _note(action: str, draft: Dossier, message: int, *, by: Any) -> None:
    audit.record(
        action,
        by=by,
        about=draft,
        office=draft.inquiry.office,
        inquiry=draft.inquiry.address,
        language=draft.language,
        version=draft.version,
        message=message,
    )
