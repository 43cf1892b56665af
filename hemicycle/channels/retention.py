"""How long what went out and what came in is kept.

What came in is kept for as long as the policy says (`messages_kept_days`), with all that belongs to it. Counts without
a person in them are kept for five years: the usual longest term of a parliament (Inter-Parliamentary Union, Parline).
"""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office
from hemicycle.channels.actions.receiving import erase
from hemicycle.channels.models import (
    ANSWER_SOURCE,
    Activity,
    Content,
    Dispatch,
    Inbound,
    InboundQuerySet,
    Outbound,
    OutboundPart,
    Subscriber,
)
from hemicycle.rules import retention
from hemicycle.rules.retention import FOR_GOOD, UNTIL_ENDED

MESSAGES = "messages_kept_days"
TERM = timedelta(days=5 * 365)
YEAR = timedelta(days=365)
BY = "retention"


def erase_of_each_office(rows: QuerySet[Any]) -> None:
    messages: InboundQuerySet = Inbound.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    for office in Office.objects.filter(pk__in=messages.order_by().values("office")):
        erase(messages, office=office, by=BY)


retention.register(
    "channels.Inbound",
    name=_("Letters and comments received"),
    keeps=MESSAGES,
    counted_from="received_at",
    end=erase_of_each_office,
    # What is taken out of themes and templates with each message takes some time.
    batch=50,
    why=_("As long as the policy says, so that what was found can be traced to what was written."),
)
for _part, _name in {"Original": _("Letters as they came"), "Attachment": _("Attachments of letters")}.items():
    retention.register(
        f"channels.{_part}",
        name=_name,
        keeps=MESSAGES,
        counted_from="inbound__received_at",
        why=_("As long as its message."),
    )
retention.register(
    "channels.InboundPart",
    name=_("Parts of long text messages"),
    keeps=timedelta(days=1),
    counted_from="came_at",
    why=_("Waits an hour for the rest of its message and becomes part of it then."),
)
retention.register(
    "channels.Measure",
    name=_("Measures of moderation"),
    keeps=MESSAGES,
    counted_from="asked_at",
    why=_("As long as its message: whoever was hidden may ask why, and the House must be able to say so."),
)
retention.register(
    "channels.Appeal",
    name=_("Appeals against measures"),
    keeps=MESSAGES,
    counted_from="measure__asked_at",
    why=_("As long as what it is against."),
)
retention.register(
    "channels.Answer",
    name=_("Answers from the inbox"),
    keeps=MESSAGES,
    counted_from="inbound__received_at",
    why=_("As long as the message it answers."),
)
retention.register(
    "channels.Tally",
    name=_("Counts of likes and shares"),
    keeps=YEAR,
    counted_from="counted_at",
    why=_("As long as the message that it is a count of; no person is in it."),
)
retention.register(
    "channels.ShortLink",
    name=_("Short links"),
    keeps=FOR_GOOD,
    why=_("A link that was sent leads on as long as somebody has the message; no person is in it."),
)
retention.register(
    "channels.ClickCount",
    name=_("Counts of clicks"),
    keeps=TERM,
    counted_from="day",
    why=_("Shows what an announcement reached; counts by day, and no person is in it."),
)
retention.register(
    "channels.FollowerCount",
    name=_("Counts of followers"),
    keeps=TERM,
    counted_from="day",
    why=_("Shows how an account grew; one count a day, and no person is in it."),
)
retention.register(
    "channels.Account",
    name=_("Accounts on channels"),
    keeps=FOR_GOOD,
    why=_("Says which accounts were ours; its secrets go when it closes."),
)
retention.register(
    "channels.Pause",
    name=_("Pauses of everything that goes out"),
    keeps=FOR_GOOD,
    why=_("Shows when the House fell silent and why; holds no person's data."),
)
retention.register(
    "channels.Content",
    name=_("Texts as they were sent"),
    keeps=FOR_GOOD,
    why=_("What the House said through each channel; public, and it answers for it."),
)
retention.register(
    "channels.Content",
    name=_("Texts of answers to one person"),
    part="answers to one person",
    keeps=YEAR,
    # The row of its recipient goes first, by the rule below.
    due=lambda before: Content.objects.filter(
        source__startswith=ANSWER_SOURCE, outbounds__isnull=True, made_at__lt=before
    ),
    why=_("As long as it is known to whom it went."),
)
retention.register(
    "channels.Outbound",
    name=_("Messages sent"),
    keeps=FOR_GOOD,
    why=_("What went out to everybody can be corrected or withdrawn where it stands, as long as it stands there."),
)
retention.register(
    "channels.Outbound",
    name=_("Messages sent to one person"),
    part="to one person",
    keeps=YEAR,
    due=Outbound.objects.to_one_person_before,
    why=_("Who was written to is needed for complaints and bounces, which come within a year."),
)
retention.register(
    "channels.OutboundPart", name=_("Parts of messages sent"), keeps=FOR_GOOD, why=_("As long as its message.")
)
retention.register(
    "channels.OutboundPart",
    name=_("Parts of messages sent to one person"),
    part="to one person",
    keeps=YEAR,
    due=lambda before: OutboundPart.objects.filter(outbound__in=Outbound.objects.to_one_person_before(before)),
    why=_("As long as its message."),
)
retention.register(
    "channels.EarlyReport",
    name=_("Receipts without a message"),
    # 3GPP TS 23.040 allows 63 weeks of validity; operators use two or three days.
    keeps=timedelta(days=7),
    counted_from="came_at",
    why=_("A receipt that no message claimed within days belongs to none."),
)
retention.register(
    "channels.Contact",
    name=_("Addresses of people whom we write to"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.channels.actions.contacts.forget",
    why=_("As long as its owner wants to be written to; they end it themselves."),
)
retention.register(
    "channels.Consent",
    name=_("Consents to be written to"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.channels.actions.contacts.forget",
    why=_("Proves what was agreed to; goes with its contact."),
)
retention.register(
    "channels.Suppression",
    name=_("Addresses that asked for no more messages"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.channels.actions.contacts.allow_again",
    why=_("Who asked to be left alone must stay known, as a keyed hash; else they would be written to again."),
)
retention.register(
    "channels.Server",
    name=_("Fediverse: other servers"),
    keeps=FOR_GOOD,
    why=_("A host, and how it answers; holds nothing of a person."),
)
retention.register(
    "channels.RemoteInbox",
    name=_("Fediverse: where other servers are notified"),
    keeps=FOR_GOOD,
    why=_("Where followers are notified, encrypted; deleted with its server."),
)
retention.register(
    "channels.ActorFollower",
    name=_("Fediverse: followers"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.channels.actions.fediverse.inbox.receive_activity",
    why=_("As long as they follow; they end it at their own server. A keyed hash, no name."),
)
retention.register(
    "channels.Reaction",
    name=_("Fediverse: likes and boosts"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.channels.actions.fediverse.inbox.receive_activity",
    why=_("Counted, as a keyed hash, as long as what it is about is public; taken back, it goes."),
)
retention.register(
    "channels.Block",
    name=_("Fediverse: blocks"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.channels.actions.blocking.unblock",
    why=_("From whom an office receives nothing more, and why, until it is ended."),
)
retention.register(
    "channels.Activity",
    name=_("Fediverse: what our accounts did"),
    keeps=FOR_GOOD,
    why=_("What is said of a public note, as long as that can be withdrawn."),
)
retention.register(
    "channels.Activity",
    name=_("Fediverse: answers and pictures"),
    part="about no note",
    keeps=YEAR,
    due=lambda before: Activity.objects.filter(outbound=None, subject="", made_at__lt=before),
    why=_("An answer to somebody who wanted to follow, or a new picture, is of no use after a year."),
)
retention.register(
    "channels.Dispatch",
    name=_("Fediverse: deliveries"),
    keeps=FOR_GOOD,
    why=_("Which servers have a public note, and must hear when it is corrected or withdrawn."),
)
retention.register(
    "channels.Dispatch",
    name=_("Fediverse: deliveries of answers and pictures"),
    part="about no note",
    keeps=YEAR,
    due=lambda before: Dispatch.objects.filter(
        activity__outbound=None, activity__subject="", activity__made_at__lt=before
    ),
    why=_("As long as its activity."),
)
retention.register(
    "channels.Peer",
    name=_("Fediverse: keys of other servers"),
    keeps=timedelta(days=2),
    counted_from="fetched_at",
    why=_("A key that is asked for anew spares their server questions for no longer."),
)
retention.register(
    "channels.HeardActivity",
    name=_("Fediverse: what other servers sent"),
    keeps=timedelta(days=30),
    counted_from="at",
    why=_("Servers bring again for days what was not answered (Mastodon: a week)."),
)
retention.register(
    "channels.Subscriber",
    name=_("Programs that subscribe to feeds"),
    keeps=timedelta(days=1),
    due=Subscriber.objects.over_before,
    why=_("An address of a program that subscribed to a feed; its lease lasts a month at most."),
)
