"""A server that behaves as Mastodon's documentation says where snac does not: it deletes, keeps what an edit replaced,
knows a post again by its Idempotency-Key, limits requests, and takes its time with pictures.

    docs.joinmastodon.org/methods/statuses, /methods/media, /api/rate-limits
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from tests.served import Response, Served

Answer = tuple[int, Any]
TOKEN = "let me in"
LIMIT = 500
# Less than servers take, so that tests need no large pictures.
TAKEN = {
    "supported_mime_types": ["image/jpeg", "image/png", "image/gif"],
    "image_size_limit": 200_000,
    "image_matrix_limit": 250_000,
}


class MastodonFake(Served):
    """`posts` by name, in order; `asked` are the calls, method and path. `refuse` the next writes with a status, `lose`
    the answers of the next ones; `pictures_take` as many questions as a picture needs to be ready."""

    def __init__(self) -> None:
        self.posts: dict[str, dict[str, Any]] = {}
        self.history: dict[str, list[str]] = {}
        self.asked: list[tuple[str, str]] = []
        self.refuse: list[int] = []
        self.lose = 0
        self.pictures_take = 0
        self.forgets_keys = False
        self.followers = 0
        self._keys: dict[str, str] = {}
        self._pictures: dict[str, dict[str, Any]] = {}
        self.serve()

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> Response | None:
        status, payload = self.answer(request.command, request.path, dict(request.headers), body)
        if self.lose and request.command != "GET":
            self.lose -= 1
            return None
        reset = (datetime.now(UTC) + timedelta(seconds=90)).isoformat().replace("+00:00", "Z")
        return status, json.dumps(payload).encode(), {"X-RateLimit-Reset": reset} if status == 429 else {}

    @property
    def texts(self) -> list[str]:
        return [post["text"] for post in self.posts.values()]

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        path = urlsplit(target).path
        self.asked.append((method, path))
        if path == "/api/v1/instance":
            posts = {"max_characters": LIMIT, "max_media_attachments": 4}
            return 200, {"configuration": {"statuses": posts, "media_attachments": TAKEN}}
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {"error": "The access token is invalid"}
        if method != "GET" and self.refuse:
            return self.refuse.pop(0), {"error": "Refused by the test"}
        name = path.split("/")[4] if path.count("/") > 3 else ""
        form = dict(parse_qs(body.decode("utf-8", "replace")).items())
        if path.startswith(("/api/v2/media", "/api/v1/media")):
            return self._media(name, body)
        if path.startswith("/api/v1/accounts"):
            us = {"id": "1", "followers_count": self.followers}
            return 200, us if path.endswith("verify_credentials") else list(self.posts.values())[::-1]
        return self._status(method, path, name, form, headers.get("Idempotency-Key", ""))

    def _status(self, method: str, path: str, name: str, form: dict[str, list[str]], key: str) -> Answer:
        if method == "POST":
            return self._create(form, key)
        if name not in self.posts:
            return 404, {"error": "Record not found"}
        if method == "DELETE":
            return 200, self.posts.pop(name)
        if method == "PUT":
            self.history.setdefault(name, []).append(self.posts[name]["text"])
            self.posts[name] |= self._said(form)
        if path.endswith("/source"):
            return 200, {"id": name, "text": self.posts[name]["text"], "spoiler_text": ""}
        return 200, self.posts[name]

    def _create(self, form: dict[str, list[str]], key: str) -> Answer:
        if key in self._keys and not self.forgets_keys:
            return 200, self.posts[self._keys[key]]
        if len(form["status"][0]) > LIMIT + 200:
            return 422, {"error": "Validation failed: Text character limit of 500 exceeded"}
        name = str(len(self.posts) + len(self.history) + 100)
        self._keys[key] = name
        self.posts[name] = {
            "id": name, "created_at": datetime.now(UTC).isoformat(), "visibility": form["visibility"][0],
            "favourites_count": 0, "reblogs_count": 0, "in_reply_to_id": form.get("in_reply_to_id", [None])[0], **self._said(form),
        }  # fmt: skip
        return 200, self.posts[name]

    def _said(self, form: dict[str, list[str]]) -> dict[str, Any]:
        text = form["status"][0]
        shown = [self._pictures[name] for name in form.get("media_ids[]", [])]
        warned = {"spoiler_text": form.get("spoiler_text", [""])[0], "sensitive": form.get("sensitive") == ["true"]}
        written = {"text": text, "content": f"<p>{text}</p>", "language": form["language"][0]}
        return {**written, **warned, "media_attachments": shown}

    def _media(self, name: str, body: bytes) -> Answer:
        if not name:
            name = f"m{len(self._pictures) + 1}"
            described = re.search(rb'name="description"\r\n\r\n(.*?)\r\n--', body, re.DOTALL)
            assert described is not None
            content = body.split(b"\r\n\r\n", 2)[2].rpartition(b"\r\n--")[0]
            with Image.open(BytesIO(content)) as picture:
                kind, pixels = Image.MIME[picture.format or ""], picture.width * picture.height
            if (
                kind not in TAKEN["supported_mime_types"]
                or len(content) > TAKEN["image_size_limit"]
                or pixels > TAKEN["image_matrix_limit"]
            ):
                return 422, {"error": "Validation failed: File is too large, or of a kind that is not supported"}
            self._pictures[name] = {"id": name, "description": described[1].decode(), "left": self.pictures_take}
            return (202 if self.pictures_take else 200), {"id": name, "url": None}
        self._pictures[name]["left"] -= 1
        return (200 if self._pictures[name]["left"] <= 0 else 206), {"id": name}
