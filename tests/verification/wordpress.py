"""A site that answers as WordPress 6.8 does, as far as a channel asks it: posts, pages, media, tags, comments."""

import base64
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.served import Response, Served

# What nginx lets through by default (client_max_body_size).
LARGEST_BODY = 1024 * 1024


@dataclass
class Site(Served):
    """`posts` are all that were ever made, in order; `refuse` is (status, code, headers) for what is written next."""

    USER, PASSWORD = "desk", "abcd efgh ijkl"

    posts: list[dict[str, Any]] = field(default_factory=list)
    media: list[dict[str, Any]] = field(default_factory=list)
    tags: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    refuse: tuple[int, str, dict[str, str]] | None = None
    moderates: bool = True
    lose: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self.serve()

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> Response | None:
        status, payload, headers = self._answer(request.command, request.path, request.headers, body)
        if self.lose and request.command != "GET":
            self.lose -= 1
            return None
        return status, json.dumps(payload).encode(), headers

    def reset(self) -> None:
        for held in (self.posts, self.media, self.tags, self.comments):
            held.clear()
        self.refuse, self.moderates, self.lose = None, True, 0

    def published(self) -> list[dict[str, Any]]:
        return [post for post in self.posts if post["status"] == "publish"]

    def comment(
        self,
        post: int,
        text: str,
        *,
        author: str = "A citizen",
        user: int = 0,
        parent: int = 0,
        status: str = "approved",
    ) -> int:
        """Somebody writes below a post, and the site shows it."""
        number = len(self.comments) + 1
        self.comments.append({
            "id": number, "post": post, "author": user, "author_name": author, "date_gmt": "2999-01-01T10:00:00",
            "content": {"rendered": text}, "status": status, "parent": parent,
        })  # fmt: skip
        return number

    def _answer(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, Any, dict[str, str]]:
        parts = urlsplit(path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        known = base64.b64encode(f"{self.USER}:{self.PASSWORD}".encode()).decode()
        if headers.get("Authorization") != f"Basic {known}":
            return 401, {"code": "rest_not_logged_in"}, {}
        _root, _, asked = parts.path.partition("/wp-json/wp/v2/")
        with self._lock:
            if method != "GET" and self.refuse:
                status, code, extra = self.refuse
                return status, {"code": code}, extra
            what, _, number = asked.partition("/")
            return (*getattr(self, f"_{method.lower()}")(what, number, query, headers, body), {})

    def _get(self, what: str, number: str, query: dict[str, str], *_: Any) -> tuple[int, Any]:
        if (what, number) == ("users", "me"):
            return 200, {"id": 1, "name": "desk"}
        if what == "comments" and number:
            found = next((one for one in self.comments if one["id"] == int(number)), None)
            if found is not None and found["status"] == "hold" and not self.moderates:
                return 403, {"code": "rest_cannot_read"}
            return (200, found) if found else (404, {"code": "rest_comment_invalid_id"})
        if what == "comments" and "parent" in query:
            below = [one for one in self.comments if str(one["parent"]) == query["parent"]]
            return 200, [one for one in reversed(below) if one["status"] == "approved"]
        if what == "comments":
            start = (int(query["page"]) - 1) * int(query["per_page"])
            return 200, self.comments[start : start + int(query["per_page"])]
        held = self._held(what)
        states = query.get("status", "publish,inherit").split(",")
        found = [one for one in held if one.get("status", "inherit") in [*states, "inherit"]]
        return 200, [one for one in found if query.get("slug") in (None, one["slug"])]

    def _post(self, what: str, number: str, _query: Any, headers: Any, body: bytes) -> tuple[int, Any]:
        if what == "media" and not number:
            if len(body) > LARGEST_BODY:
                return 413, {"code": "nginx"}
            name = re.search(r'filename="([^"]+)"', headers["Content-Disposition"])[1]  # type: ignore[index]
            given: dict[str, Any] = {"slug": name.rpartition(".")[0], "source_url": f"{self.address}/{name}"}
            given |= {"octets": len(body), "mime_type": headers["Content-Type"]}
        else:
            given = json.loads(body)
        held = self._held(what)
        if what == "comments" and not number:
            return self._answer_below(given)
        if number:
            found = next((one for one in held if one["id"] == int(number)), None)
            if found is None:
                return 404, {"code": "rest_post_invalid_id"}
            if found.get("status") == "trash":
                return 410, {"code": "rest_already_trashed"}
            found |= given
            return 200, found
        if what == "tags" and (same := [one for one in held if one["name"] == given["name"]]):
            return 400, {"code": "term_exists", "data": {"term_id": same[0]["id"]}}
        made = {"id": 100 + len(self.posts) + len(self.media) + len(self.tags), **given}
        if what in ("posts", "pages"):
            made["slug"] = self._free(made["slug"])
            made["link"] = f"https://house.example/{made['slug']}/"
        held.append(made)
        return 201, made

    def _answer_below(self, given: dict[str, Any]) -> tuple[int, Any]:
        """What stands there is said with the quotation marks that WordPress puts into it."""
        post = next((one for one in self.posts if one["id"] == given["post"]), {})
        if post.get("comment_status") != "open":
            return 403, {"code": "rest_comment_closed"}
        shown = given["content"].replace("'", "&#8217;")
        same = (one for one in self.comments if one["parent"] == given["parent"] and one["author"] == 1)
        if any(one["content"]["rendered"] == f"<p>{shown}</p>" for one in same):
            return 409, {"code": "comment_duplicate"}
        status = "approved" if self.moderates else "hold"
        number = self.comment(
            given["post"], f"<p>{shown}</p>", author="desk", user=1, parent=given["parent"], status=status
        )
        return 201, self.comments[number - 1]

    def _delete(self, what: str, number: str, *_: Any) -> tuple[int, Any]:
        found = next((one for one in self._held(what) if one["id"] == int(number)), None)
        if found is None:
            return 404, {"code": "rest_post_invalid_id"}
        if found["status"] == "trash":
            return 410, {"code": "rest_already_trashed"}
        found |= {"status": "trash", "slug": f"{found['slug']}__trashed"}
        return 200, found

    def _held(self, what: str) -> list[dict[str, Any]]:
        return {"media": self.media, "tags": self.tags, "comments": self.comments}.get(what, self.posts)

    def _free(self, slug: str) -> str:
        """WordPress gives a second post of one slug a number behind it."""
        taken = {post["slug"] for post in self.posts}
        return next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, 99))) if name not in taken)
