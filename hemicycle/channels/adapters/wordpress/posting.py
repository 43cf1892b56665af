"""Making a post, changing it, putting it into the trash."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from hemicycle.channels.adapters.wordpress.server import Server, refusal
from hemicycle.channels.contract import Act, ChannelError, MarkInFlight, Message, Outcome, Receipt
from hemicycle.channels.files.pictures import ENDINGS, JPEG, PNG, WEBP, Takes, of_file
from hemicycle.channels.http.exchange import Reply

# Of our key, in the slug: 16 hexadecimal digits, so that no other post ends like it.
KEY_DIGITS = 16
POST = "post:"
_GONE = (404, 410)
# WordPress keeps no larger one (big_image_size_threshold); nginx, told nothing else, lets no more octets through.
TAKES = Takes((JPEG, PNG, WEBP), 1_000_000, largest=((2560, 2560),))


def slug_of(message: Message) -> str:
    return f"{message.content['slug']}-{message.key[:KEY_DIGITS]}"


def found_post(post: Mapping[str, Any]) -> Receipt:
    return Receipt(Outcome.ACCEPTED, external_ids=names_of(post))


def names_of(post: Mapping[str, Any]) -> tuple[str, ...]:
    """Where it stands, and its number, by which comments name it."""
    return str(post.get("link", ""))[:200] or f"{POST}{post['id']}", f"{POST}{post['id']}"


class Line:
    """Nothing is kept open between two requests."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.what = "pages" if server.access.settings.get("what") == "pages" else "posts"

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        act = message.content["act"]
        there = _number(message.supersedes.external_ids) if message.supersedes else ""
        if act == Act.WITHDRAW:
            return self._withdraw(there, mark_in_flight)
        if message.attempt > 1 and not there and (found := self.server.find(self.what, slug_of(message))):
            mark_in_flight()
            return found_post(found)
        data = self._fields(message)
        if act == Act.CORRECT and there:
            reply = self.server.call("POST", f"{self.what}/{there}", data=data, before=mark_in_flight)
            if reply is None or reply.status in (500, 502, 504):
                # To say it once more changes nothing.
                return Receipt(Outcome.REFUSED, code="no-answer")
            if reply.status not in _GONE:
                return _made(reply)
            # Somebody removed it there: it is said anew.
            if found := self.server.find(self.what, slug_of(message)):
                return found_post(found)
            return _made(self.server.call("POST", self.what, data={**data, "slug": slug_of(message)}))
        return _made(
            self.server.call("POST", self.what, data={**data, "slug": slug_of(message)}, before=mark_in_flight)
        )

    def close(self) -> None:
        pass

    def _withdraw(self, there: str, mark_in_flight: MarkInFlight) -> Receipt:
        if not there:
            mark_in_flight()
            return Receipt(Outcome.ACCEPTED)
        reply = self.server.call("DELETE", f"{self.what}/{there}", before=mark_in_flight)
        if reply is None or reply.status in (500, 502, 504):
            return Receipt(Outcome.REFUSED, code="no-answer")
        if 200 <= reply.status < 300 or reply.status in _GONE:
            return Receipt(Outcome.ACCEPTED)
        return refusal(reply)

    def _fields(self, message: Message) -> dict[str, Any]:
        given = message.content
        media = [self._picture(message, number, one) for number, one in enumerate(given["pictures"], 1)]
        # The first stands where the site shows the picture of a post; the others in the text.
        figures = "".join(
            f'\n<figure><img src="{escape(str(one["source_url"]))}" alt="{escape(told["alternative"])}"></figure>'
            for one, told in zip(media[1:], given["pictures"][1:], strict=True)
        )
        fields: dict[str, Any] = {
            "status": "publish",
            "title": escape(given["title"], quote=False),
            "content": given["content"] + figures,
            "excerpt": given["excerpt"],
            "comment_status": "open" if self.server.access.settings.get("comments_open") else "closed",
            "featured_media": media[0]["id"] if media else 0,
        }
        if self.what == "posts":
            fields["tags"] = [number for tag in given["tags"] if (number := self._tag(tag))]
        return fields

    def _picture(self, message: Message, number: int, one: Mapping[str, Any]) -> dict[str, Any]:
        """Its medium there, uploaded once: known by its slug, which the site makes of the name of the file."""
        path, slug = Path(one["path"]), f"{message.key[:KEY_DIGITS]}-{number}"
        found = self.server.find("media", slug)
        if found is None:
            try:
                shaped = of_file(path, one["kind"], TAKES)
            except OSError as error:
                raise ChannelError("picture-missing") from error
            name = f"{slug}{ENDINGS.get(shaped.kind, path.suffix.lower())}"
            found = self.server.read("POST", "media", file=(name, shaped.kind, shaped.content))
        # WordPress takes what looks like a tag out of an alternative.
        alternative = one["alternative"].replace("<", "‹").replace(">", "›")
        told: dict[str, Any] = self.server.read(
            "POST", f"media/{int(found['id'])}", data={"alt_text": alternative, "slug": slug}
        )
        return told

    def _tag(self, name: str) -> int:
        """Its number; 0 where it cannot be made: the post is worth more than its tag."""
        reply = self.server.call("POST", "tags", data={"name": name})
        told = reply.json if reply is not None else None
        if not isinstance(told, dict):
            return 0
        data = told.get("data")
        found = told.get("id") or (data.get("term_id") if isinstance(data, dict) else 0)
        return int(found or 0)


def _number(names: tuple[str, ...]) -> str:
    return next((name.removeprefix(POST) for name in names if name.startswith(POST)), "")


def _made(reply: Reply | None) -> Receipt:
    post = reply.json if reply is not None and 200 <= reply.status < 300 else None
    return found_post(post) if isinstance(post, dict) and post.get("id") else refusal(reply)
