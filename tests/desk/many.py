"""A desk with thousands of announcements in every state, made at once: for counting queries, here and in the bench."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle

from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.desk.models import Announcement, AnnouncementText, Proposal, State
from hemicycle.desk.workflow import PUBLIC
from hemicycle.rules.classification import Classification


def make_many(count: int, *, office: Office, officer: User, editor: User) -> None:
    """Spread over the states, over two writers, and over the hundred days before and after today."""
    now, people = timezone.now(), ((officer, officer), (officer, editor), (editor, editor))
    rows = []
    for number, state in zip(range(count), cycle(State), strict=False):
        # Of each state, each of them has some.
        author, last = people[number // len(State) % len(people)]
        at = now + timedelta(hours=(number % 4_800) - 2_400)
        is_public = state in PUBLIC
        rows.append(
            Announcement(
                office=office, author=author, last_editor=last, state=state, release_at=at, not_after=None,
                released_at=min(at, now) if is_public else None, changed_at=now - timedelta(minutes=number),
                classification=Classification.PUBLIC if is_public else Classification.INTERNAL,
            )
        )  # fmt: skip
    made = Announcement.objects.bulk_create(rows, batch_size=1_000)
    AnnouncementText.objects.bulk_create(
        [
            AnnouncementText(
                announcement=row, lang=lang, title=f"Announcement {n} ({lang})", body=f"What is said in {n}."
            )
            for n, row in enumerate(made)
            for lang in ("en", "fr")
        ],
        batch_size=1_000,
    )
    _send_some_back(made, editor)


def _send_some_back(made: list[Announcement], editor: User) -> None:
    drafts = [row for row in made if row.state == State.DRAFT][:500]
    editions = [row.editions.model(announcement=row, number=1, digest="", content={}, editor=editor) for row in drafts]
    kept = drafts[0].editions.model.objects.bulk_create(editions)
    Proposal.objects.bulk_create(
        [
            Proposal(announcement=row, edition=one, by=editor, note="Again")
            for row, one in zip(drafts, kept, strict=True)
        ]
    )
