"""The adapter: its account, its text as a post, and which of the other files does what."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.adapters.wordpress import answering, comments
from hemicycle.channels.adapters.wordpress.posting import found_post, slug_of
from hemicycle.channels.adapters.wordpress.server import Server
from hemicycle.channels.contract import (
    COMMENT,
    Access,
    AccountField,
    Act,
    Adapter,
    CannotConnect,
    Connection,
    Count,
    Message,
    ModerationTarget,
    Outcome,
    OutgoingText,
    Receipt,
    Receive,
    Rendered,
)
from hemicycle.channels.text.threads import LINK

LONGEST_SLUG = 60


class WordPress(Adapter):
    """`in_doubt_seconds`: PHP ends a request after 30 seconds, as it comes; longer ones are rare."""

    kind = "wordpress"
    label = _("WordPress")
    medium = "web"
    edits = True
    answers_directly = False
    in_doubt_seconds = 60.0
    fields = (
        AccountField("address", _("Address of the site"), "server", required=True),
        AccountField("user", _("User name"), required=True),
        AccountField("password", _("Application password"), secret=True, required_to_send=True),
        AccountField("what", _("What is made there"), "choice", default="posts", choices=("posts", "pages")),
        AccountField("comments_open", _("People may comment on it there"), "yes"),
        AccountField("comments", _("Comments of the site come in"), "yes", default="yes"),
    )
    reasons = {
        "held-there": _("The site holds it back until somebody approves it there."),
    }

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        if outgoing.answers:
            return answering.rendered(outgoing)
        title = outgoing.title or outgoing.body.partition("\n")[0][:150]
        paragraphs = [one for one in outgoing.body.split("\n\n") if one.strip()]
        content = {
            "act": str(outgoing.act),
            "title": title,
            "content": _html(outgoing, paragraphs),
            "excerpt": escape(outgoing.notice or (paragraphs[0].strip()[:300] if paragraphs else "")),
            "slug": slugify(title)[:LONGEST_SLUG].strip("-") or "post",
            "tags": [tag.lstrip("#") for tag in outgoing.hashtags],
            "pictures": [picture.file for picture in outgoing.pictures],
        }
        shown = "\n\n".join(filter(None, (outgoing.notice, title, outgoing.body)))
        return Rendered(content, (shown,), (Count("characters", len(shown)),))

    def thread_of(self, external_id: str, raw: bytes) -> str:
        return external_id

    def connect(self, access: Access) -> Connection:
        """Raises NotAuthorised where the site does not know us."""
        server = Server(access)
        server.read("users/me", context="edit")
        return answering.Sender(server)

    def look_up(self, access: Access, message: Message) -> Receipt | None:
        """By the slug; what changes or removes a post is idempotent."""
        if "answers" in message.content:
            return answering.look_up(Server(access), message)
        if message.content["act"] != Act.SAY and message.supersedes is not None:
            return Receipt(Outcome.REFUSED, code="not-there")
        server = Server(access)
        try:
            post = server.find(server.what, slug_of(message))
        except CannotConnect:
            return None
        return found_post(post) if post else Receipt(Outcome.REFUSED, code="not-there")

    def receives(self, settings: Mapping[str, Any]) -> bool:
        return bool(settings.get("comments", True))

    def hide(self, access: Access, target: ModerationTarget) -> bool:
        return comments.moderate(Server(access), target.external_id, "hold")

    def show(self, access: Access, target: ModerationTarget) -> bool:
        return comments.moderate(Server(access), target.external_id, "approved")

    def moderation_url(self, access: Access, target: ModerationTarget) -> str:
        number = target.external_id.removeprefix(COMMENT)
        return f"{access.address.rstrip('/')}/wp-admin/comment.php?action=editcomment&c={number}"

    def fetch(self, access: Access, receive: Receive) -> None:
        comments.fetch(Server(access), receive)


def _html(outgoing: OutgoingText, paragraphs: list[str]) -> str:
    """Everything in it is text; only addresses become links."""
    lines = [f"<p><strong>{_linked(outgoing.notice)}</strong></p>"] if outgoing.notice else []
    lines += [f"<p>{_linked(one.strip())}</p>" for one in paragraphs]
    if outgoing.link:
        lines.append(f"<p>{_linked(outgoing.link)}</p>")
    return f'<div lang="{escape(outgoing.lang)}">\n' + "\n".join(lines) + "\n</div>"


def _linked(text: str) -> str:
    parts, at = [], 0
    for found in LINK.finditer(text):
        parts += [escape(text[at : found.start()]), f'<a href="{escape(found[0])}">{escape(found[0])}</a>']
        at = found.end()
    return "".join([*parts, escape(text[at:])]).replace("\n", "<br>\n")
