"""How many took part in a campaign, and what became of their letters. Unconfirmed ones are never in one number with
confirmed ones, and those that came by post, which are signed on paper, are in a number of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from hemicycle.accounts.models import Office
from hemicycle.cases.models import Campaign, CampaignReply, CampaignState, Case, OwnPoint, State, open_now
from hemicycle.cases.models.campaign_reply import BY_POST
from hemicycle.channels.models import Medium
from hemicycle.channels.models import State as Delivery


@dataclass(frozen=True, slots=True)
class Counts:
    """Of cases. `apart`: what cannot wait for the answer, and is answered by itself; `points`: of the others, those
    with words of their own that nobody has put aside; `open_points`: of those without an answer; `open`: still to do;
    `to_post`: of those that came by post, what the inbox shows as to do; `answered`: by itself or with others.
    """

    letters: int = 0
    senders: int = 0
    confirmed: int = 0
    by_post: int = 0
    disputed: int = 0
    points: int = 0
    open_points: int = 0
    apart: int = 0
    open: int = 0
    to_post: int = 0
    answered: int = 0

    @property
    def unconfirmed(self) -> int:
        return self.letters - self.confirmed - self.by_post - self.disputed

    @property
    def all_answered(self) -> bool:
        """As `all_answered` below says it of a campaign that runs in a member's office."""
        return bool(self.answered) and not self.open


_FOUND = Q(own_point__in=(OwnPoint.FOUND, OwnPoint.CONFIRMED))
_ON_PAPER = Q(channel=Medium.LETTER)
_COUNTED = {
    "letters": Count("pk"),
    "confirmed": Count("pk", filter=Q(confirmed_at__isnull=False, disputed_at=None) & ~_ON_PAPER),
    "by_post": Count("pk", filter=Q(disputed_at=None) & _ON_PAPER),
    "disputed": Count("pk", filter=Q(disputed_at__isnull=False)),
    "open": Count("pk", filter=Q(state=State.OPEN)),
}


def counts_of(campaign: Campaign) -> Counts:
    """Everything, in one query."""
    counted = Case.objects.of_campaign(campaign).aggregate(
        **_COUNTED,
        senders=Count("sender", distinct=True),
        points=Count("pk", filter=Q(urgency="") & ~Q(own_point=OwnPoint.NONE)),
        open_points=Count("pk", filter=_FOUND & Q(point_answer=None, urgency="")),
        apart=Count("pk", filter=~Q(urgency="")),
        to_post=Count("pk", filter=open_now() & _ON_PAPER),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
    )
    return Counts(**counted)


def counts_of_many(campaigns: Iterable[Campaign]) -> dict[int, Counts]:
    """Letters alone, by the key of each campaign, in one query."""
    keys = [one.pk for one in campaigns]
    rows = Case.objects.filter(campaign__in=keys).unmerged().order_by().values("campaign").annotate(**_COUNTED)
    found = {row.pop("campaign"): Counts(**row) for row in rows}
    return {key: found.get(key, Counts()) for key in keys}


def all_answered() -> Q:
    """Of a member's office, where no announcement answers a campaign: some of its letters are answered, and none is
    open. The next letter that comes opens it again."""
    letters = Case.objects.filter(campaign=OuterRef("pk"))
    nothing_open = ~Exists(letters.filter(state=State.OPEN)) & Exists(letters.filter(answered_at__isnull=False))
    return Q(state=CampaignState.RUNNING) & ~Q(office__kind=Office.Kind.INSTITUTION) & nothing_open


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the answer: how many have it, of how many who are to get it; what was sent, what arrived nowhere, and who
    could not be written to, each with the reason; `to_post`: to how many it has still to be posted on paper."""

    done: int
    total: int
    queued: int
    sent: int
    failed: int
    to_post: int
    why_not: dict[str, int]

    @property
    def is_over(self) -> bool:
        """Nothing more of it leaves by itself."""
        return self.done + self.to_post >= self.total


def progress_of(campaign: Campaign, counts: Counts) -> Progress:
    rows = CampaignReply.objects.filter(campaign=campaign, case__campaign=campaign).order_by()
    states = dict(rows.exclude(outbound=None).values_list("outbound__state").annotate(n=Count("pk")))
    why_not = dict(rows.exclude(why_not="").values_list("why_not").annotate(n=Count("pk")))
    waiting = rows.filter(why_not=BY_POST, case__state=State.OPEN, case__answered_at=None)
    to_post = waiting.count() if BY_POST in why_not else 0
    done = sum(states.values()) + sum(why_not.values()) - to_post
    sent = sum(states.get(state, 0) for state in (Delivery.SENT, Delivery.DELIVERED, Delivery.UNKNOWN))
    failed = sum(states.get(state, 0) for state in (Delivery.FAILED, Delivery.EXPIRED, Delivery.CANCELLED))
    return Progress(
        done=done, to_post=to_post, total=max(done, counts.letters - counts.disputed - counts.apart),
        queued=sum(states.values()) - sent - failed, sent=sent, failed=failed, why_not=why_not,
    )  # fmt: skip
