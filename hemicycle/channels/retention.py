"""How long what went out and what came in is kept.

Five years: the usual longest term of a parliament (Inter-Parliamentary Union, Parline), so that a dossier can be
traced to its letters as long as the bill may come back to the same House, and no longer.
"""

from datetime import timedelta

from hemicycle.rules import retention

TERM = timedelta(days=5 * 365)

retention.register(
    "channels.Inbound",
    keeps=TERM,
    counted_from="received_at",
    why="one term of the House, so that what was found can be traced to what was written",
)
for _part in ("Original", "Attachment"):
    retention.register(
        f"channels.{_part}", keeps=TERM, counted_from="inbound__received_at", why="as long as its message"
    )
retention.register(
    "channels.InboundPart",
    keeps=timedelta(days=1),
    counted_from="came_at",
    why="waits an hour for the rest of its message and becomes part of it then",
)
retention.register(
    "channels.Measure",
    keeps=TERM,
    counted_from="asked_at",
    why="as long as its message: whoever was hidden may ask why, and the House must be able to say so",
)
retention.register(
    "channels.Appeal", keeps=TERM, counted_from="measure__asked_at", why="as long as what it is against"
)
retention.register(
    "channels.Tally",
    keeps=timedelta(days=365),
    counted_from="counted_at",
    why="as long as the message that it is a count of; no person is in it",
)
retention.register("channels.Account", keeps=None, why="Says which accounts were ours; its secrets go when it closes.")
retention.register(
    "channels.Pause", keeps=None, why="Shows when the House fell silent and why; holds no person's data."
)
retention.register(
    "channels.Content", keeps=None, why="What the House said through each channel; public, and it answers for it."
)
retention.register(
    "channels.Outbound",
    keeps=timedelta(days=365),
    counted_from="due_at",
    why="who was written to is needed for complaints and bounces, which come within a year",
)
retention.register(
    "channels.OutboundPart", keeps=timedelta(days=365), counted_from="outbound__due_at", why="as long as its message"
)
retention.register(
    "channels.EarlyReport",
    keeps=timedelta(days=7),
    counted_from="came_at",
    why="a receipt that no message claimed within days belongs to none",
)
retention.register(
    "channels.Contact", keeps=None, why="As long as its owner wants to be written to; they end it themselves."
)
retention.register("channels.Consent", keeps=None, why="Proves what was agreed to; goes with its contact.")
retention.register(
    "channels.Suppression",
    keeps=None,
    why="Who asked to be left alone must stay known, as a keyed hash; else they would be written to again.",
)
for _lasting, _why in {
    "Server": "A host, and how it answers; holds nothing of a person.",
    "RemoteInbox": "Where followers are told, sealed; goes with its server.",
    "ActorFollower": "As long as they follow; they end it at their own server. A keyed hash, no name.",
    "Reaction": "Counted, as a keyed hash, as long as what it is about is public; taken back, it goes.",
    "Block": "Whom an office hears no more, and why, until it is ended.",
}.items():
    retention.register(f"channels.{_lasting}", keeps=None, why=_why)
retention.register(
    "channels.Activity", keeps=timedelta(days=365), counted_from="made_at", why="as long as the message it tells of"
)
retention.register(
    "channels.Dispatch", keeps=timedelta(days=365), counted_from="activity__made_at", why="as long as its activity"
)
retention.register(
    "channels.Peer",
    keeps=timedelta(days=2),
    counted_from="fetched_at",
    why="a key that is asked for anew spares their server questions for no longer",
)
retention.register(
    "channels.HeardActivity",
    keeps=timedelta(days=30),
    counted_from="at",
    why="servers bring again for days what was not answered (Mastodon: a week)",
)
retention.register(
    "channels.Subscriber",
    keeps=timedelta(days=1),
    counted_from="until",
    why="an address of a program that subscribed to a feed; its lease lasts a month at most",
)
