"""What our answers hold of a person who is erased: their words in ours, their address, what their network calls them.

What was written to them alone goes, with all that was sent of it. What was said in public is the House's own: it
stays, without their name, and without what leads to them or to what they wrote.
"""

from __future__ import annotations

import re
from typing import Any

from hemicycle.channels.fediverse import addresses, documents
from hemicycle.channels.models import (
    Activity,
    Answer,
    Content,
    Dispatch,
    Inbound,
    InboundQuerySet,
    Outbound,
    RemoteInbox,
    State,
)

LEFT_OUT = "[…]"
# Shorter, a name that a network gave may be a number that anybody writes.
LONG = 10


def forget_in_answers(messages: InboundQuerySet) -> None:
    """Part of erasing these messages, or whoever wrote them; before it is forgotten who that was."""
    given = Answer.objects.filter(inbound__in=messages)
    for answer in list(given.select_related("inbound__contact", "outbound__content", "outbound__account")):
        if answer.outbound is not None and not documents.is_direct(answer.outbound):
            _leave_out(answer, answer.outbound, _names_of(answer.inbound))
    _delete_private(given)


def _delete_private(given: Any) -> None:
    rows = Outbound.objects.filter(answer__in=given.values("pk"), contact__isnull=False)
    contents, private = list(rows.values_list("content_id", flat=True)), list(rows.values_list("answer", flat=True))
    inboxes = list(Dispatch.objects.filter(activity__outbound__in=rows).values_list("inbox_id", flat=True))
    rows.delete()
    Answer.objects.filter(pk__in=private).delete()
    Content.objects.filter(pk__in=contents, outbounds=None).delete()
    # Their own inbox is an address of theirs; one that anything else needs is a server's.
    RemoteInbox.objects.filter(pk__in=inboxes, followers=None, dispatches=None).delete()


def _names_of(message: Inbound) -> re.Pattern[str]:
    """What they and what they wrote are called, the longest first, so that no half of a name is left."""
    address = message.contact.address if message.contact is not None else ""
    handle = addresses.handle_of(address) if address.startswith("http") else ""
    number = message.external_id if len(message.external_id) >= LONG else ""
    names = sorted(filter(None, {address, handle, number}), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names) or r"(?!)")


def _leave_out(answer: Answer, row: Outbound, names: re.Pattern[str]) -> None:
    """What has not left stays here."""
    Outbound.objects.filter(pk=row.pk).not_left().move("cancel", code="forgotten")
    kept = {key: value for key, value in row.content.content.items() if key != "mention"}
    content = _without(kept, names) | ({"answers": "", "forgotten": True} if "answers" in kept else {})
    Content.objects.filter(pk=row.content_id).update(content=content, parts=_without(row.content.parts, names))
    Answer.objects.filter(pk=answer.pk).update(text=_without(answer.text, names))
    if row.external_id.startswith("https://"):
        # Where a person posted it: networks write into that address which comment it answers.
        Outbound.objects.filter(pk=row.pk).update(external_id="")
    _say_again(row.pk)


def _without(value: Any, names: re.Pattern[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_without(one, names) for one in value]
    return names.sub(LEFT_OUT, value) if isinstance(value, str) else value


def _say_again(key: int) -> None:
    """The activity in our outbox, of what is left."""
    activity = Activity.objects.filter(outbound=key).first()
    if activity is None:
        return
    row = Outbound.objects.select_related("account", "content", "contact").get(pk=key)
    if row.state in (State.SENT, State.DELIVERED):
        Activity.objects.filter(pk=activity.pk).update(body=documents.written(documents.about_note(row, row)))
