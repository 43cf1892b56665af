"""Imitations of Meta's Graph API (pages, WhatsApp Business Platform) and of YouTube's Data API v3, after their
documentation as it stood in November 2026. None was ever compared with the real service.

    developers.facebook.com/docs/pages-api/posts, /docs/graph-api/guides/error-handling, /docs/graph-api/reference/page/photos
    developers.facebook.com/docs/whatsapp/cloud-api/reference/messages, /support/error-codes, /webhooks
    developers.google.com/youtube/v3/docs/commentThreads, /comments, /errors, /determine_quota_cost

None of them knows a request again: said twice it is there twice.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hemicycle.channels.http.graph import VERSION
from tests import served

Response = tuple[int, Any] | tuple[int, Any, dict[str, str]]
TOKEN, APP_SECRET, VERIFY_TOKEN = "page token", "app secret", "our word"
PAGE, NUMBER = "100200300", "555000111"
CHANNEL, VIDEO = "UCvalmora", "chamberlive"
REFRESH = "refresh token"
QUOTA = 10_000
LARGEST_PHOTO = 10_000_000


def graph_error(code: int, *, subcode: int = 0, status: int = 400, transient: bool = False) -> tuple[int, Any]:
    error: dict[str, Any] = {"message": "…", "type": "OAuthException", "code": code, "fbtrace_id": "x"}
    if subcode:
        error["error_subcode"] = subcode
    if transient:
        error["is_transient"] = True
    return status, {"error": error}


def google_error(status: int, reason: str) -> tuple[int, Any]:
    return status, {"error": {"code": status, "message": "…", "errors": [{"domain": "youtube", "reason": reason}]}}


class ClosedNetworks(served.Served):
    """`posts` of the page, `messages` of the number and `comments` of the channel, in order. `asked` are the calls.
    `refuse` is what the next writes are answered with, undone; `instead` with what those are answered that were done;
    `lose` so many answers of writes that were done."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()
        self.serve()

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> served.Response | None:
        with self._lock:
            status, payload, *more = self.answer(request.command, request.path, request.headers, body)
            is_write = request.command != "GET" and not request.path.startswith("/token")
            if is_write and self.instead:
                payload = self.instead.pop(0)
            lost = self.lose and is_write
            self.lose -= bool(lost)
        if lost:
            return None
        return status, b"" if status == 204 else json.dumps(payload).encode(), more[0] if more else {}

    def reset(self) -> None:
        self.posts: dict[str, dict[str, Any]] = {}
        self.photos: dict[str, str] = {}
        self.messages: list[dict[str, Any]] = []
        self.comments: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, str]] = []
        self.refuse: list[Response] = []
        self.instead: list[Any] = []
        self.lose = 0
        self.units = 0
        self.tokens = 0
        self.page_size = 100
        self._names = 0

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Response:
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append((method, parts.path))
        if parts.path == "/token":
            return self._token(body)
        if method != "GET" and self.refuse:
            return self.refuse.pop(0)
        if parts.path.startswith("/youtube/v3/"):
            return self._google(method, parts.path.removeprefix("/youtube/v3/"), query, headers, body)
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return graph_error(190)
        version, _slash, path = parts.path.lstrip("/").partition("/")
        if version != VERSION:
            return graph_error(2635)
        return self._graph(method, path, query, headers, body)

    def _name(self) -> str:
        self._names += 1
        return str(1000 + self._names)

    # ── Pages ────────────────────────────────────────────────────────────────────────────────────────────

    def _graph(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Response:
        name, _slash, edge = path.partition("/")
        if edge == "messages" and name == NUMBER:
            return self._message(json.loads(body))
        form = {key: values[0] for key, values in parse_qs(body.decode("utf-8", "replace")).items()}
        if edge == "photos":
            return self._photo(body)
        if edge == "feed":
            return self._feed(form)
        if edge == "posts":
            return self._posts(query)
        if name not in self.posts and edge == "comments":
            return self._answers(method, name, query, form, path)
        if name not in self.posts and name not in (PAGE, NUMBER):
            return graph_error(100, subcode=33)
        if edge == "comments":
            return 200, self._page(self.posts[name]["comments"], query, path)
        if method == "DELETE":
            del self.posts[name]
            return 200, {"success": True}
        if method == "POST":
            self.posts[name]["message"] = form["message"]
            return 200, {"success": True}
        return 200, {"id": name}

    def _feed(self, form: Mapping[str, str]) -> Response:
        latest = next(reversed(self.posts.values()), None)
        if latest is not None and latest["message"] == form["message"]:
            return graph_error(506)
        media = [json.loads(value)["media_fbid"] for key, value in form.items() if key.startswith("attached_media[")]
        name = f"{PAGE}_{self._name()}"
        self.posts[name] = {
            "id": name, "message": form["message"], "link": form.get("link", ""),
            "alternatives": [self.photos[one] for one in media], "comments": [],
            "created_time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"),
        }  # fmt: skip
        return 200, {"id": name}

    def _photo(self, body: bytes) -> Response:
        said = dict(re.findall(rb'name="(\w+)"\r\n\r\n(.*?)\r\n--', body, re.DOTALL))
        if said.get(b"published") != b"false" or b'name="source"' not in body or b"image/" not in body:
            return graph_error(100)
        content = body.partition(b"Content-Type: image/")[2].partition(b"\r\n\r\n")[2]
        if b"Content-Type: image/webp" in body or len(content) > LARGEST_PHOTO:
            return graph_error(324)
        name = self._name()
        self.photos[name] = said[b"alt_text_custom"].decode()
        return 200, {"id": name}

    def _posts(self, query: Mapping[str, str]) -> Response:
        since = datetime.fromtimestamp(int(query.get("since", 0)), UTC)
        rows = [
            post for post in reversed(self.posts.values()) if datetime.fromisoformat(post["created_time"]) >= since
        ]
        payload = self._page(rows, query, f"{PAGE}/posts")
        asked = re.findall(r"\w+", query.get("fields", ""))
        payload["data"] = [
            {field: post[field] for field in ("id", "message", "created_time") if field in asked}
            | ({"comments": self._page(post["comments"], {}, f"{post['id']}/comments")} if "comments" in asked else {})
            for post in payload["data"]
        ]
        return 200, payload

    def _page(self, rows: list[dict[str, Any]], query: Mapping[str, str], path: str) -> dict[str, Any]:
        begins = int(query.get("after", 0))
        ends = begins + min(self.page_size, int(query.get("limit", 25)))
        following = f"{self.address}/{VERSION}/{path}?access_token={TOKEN.replace(' ', '+')}&after={ends}"
        more = "".join(f"&{key}={value}" for key, value in query.items() if key != "after")
        return {"data": rows[begins:ends], "paging": {"next": following + more} if ends < len(rows) else {}}

    def _answers(
        self, method: str, name: str, query: Mapping[str, str], form: Mapping[str, str], path: str
    ) -> Response:
        """Those below a comment: one level of them."""
        for post in self.posts.values():
            if not any(one["id"] == name and "parent" not in one for one in post["comments"]):
                continue
            if method == "POST":
                return 200, {"id": self.comment(post["id"], form["message"], author=PAGE, parent={"id": name})}
            below = [one for one in post["comments"] if one.get("parent") == {"id": name}]
            return 200, self._page(below, query, path)
        return graph_error(100, subcode=33)

    def comment(self, post: str, text: str, *, author: str = "900", **more: Any) -> str:
        """The latest first, as the page asks for them."""
        at = datetime.now(UTC) + timedelta(seconds=len(self.posts[post]["comments"]))
        made = {
            "id": f"{post}_{self._name()}", "message": text, "from": {"id": author},
            "created_time": at.strftime("%Y-%m-%dT%H:%M:%S+0000"), **more,
        }  # fmt: skip
        self.posts[post]["comments"].insert(0, made)
        return str(made["id"])

    # ── WhatsApp ─────────────────────────────────────────────────────────────────────────────────────────

    def _message(self, said: dict[str, Any]) -> Response:
        if said.get("messaging_product") != "whatsapp" or not re.fullmatch(r"\+\d{7,15}", said.get("to", "")):
            return graph_error(131009)
        if said["type"] == "template":
            (component,) = said["template"]["components"]
            text = component["parameters"][0]["text"]
            if re.search(r"[\n\t]| {5}", text):
                return graph_error(132018)
        elif len(said["text"]["body"]) > 4096:
            return graph_error(131009)
        name = f"wamid.{self._name()}"
        self.messages.append({"id": name, **said})
        return 200, {"messaging_product": "whatsapp", "contacts": [], "messages": [{"id": name}]}

    def status(self, word: str, *, of: int = -1, code: int = 0, name: bool = True) -> bytes:
        """What Meta calls us with about a message that it has."""
        message = self.messages[of]
        payload = {
            "id": message["id"] if name else "", "status": word, "timestamp": "1764180000",
            "recipient_id": message["to"].lstrip("+"), "biz_opaque_callback_data": message["biz_opaque_callback_data"],
        }  # fmt: skip
        if code:
            payload["errors"] = [{"code": code, "title": "…"}]
        return self.notification(statuses=[payload])

    def wrote(self, text: str, *, sender: str = "447700900123", answers: str = "", **more: Any) -> bytes:
        said = {"from": sender, "id": f"wamid.in.{self._name()}", "timestamp": "1764180000", "type": "text",
                "text": {"body": text}, **({"context": {"id": answers}} if answers else {}), **more}  # fmt: skip
        return self.notification(messages=[said])

    def notification(self, *, number: str = NUMBER, **value: Any) -> bytes:
        change = {"field": "messages", "value": {"metadata": {"phone_number_id": number}, **value}}
        return json.dumps({"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}).encode()

    # ── YouTube ──────────────────────────────────────────────────────────────────────────────────────────

    def _token(self, body: bytes) -> Response:
        if parse_qs(body.decode()).get("refresh_token") != [REFRESH]:
            return 400, {"error": "invalid_grant"}
        self.tokens += 1
        return 200, {"access_token": f"access {self.tokens}", "expires_in": 3599, "token_type": "Bearer"}

    def _google(self, method: str, what: str, query: Mapping[str, str], headers: Any, body: bytes) -> Response:
        if headers.get("Authorization") != f"Bearer access {self.tokens}":
            return google_error(401, "authError")
        self.units += 1 if method == "GET" else 50
        if self.units > QUOTA:
            return google_error(403, "quotaExceeded")
        if what == "channels":
            return 200, {"items": [{"id": CHANNEL}]}
        if what == "commentThreads":
            return self._add(json.loads(body)) if method == "POST" else (200, self._threads(query))
        if method == "GET" and "parentId" in query:
            return 200, {"items": self._below(query["parentId"])}
        if method == "POST":
            return self._reply(json.loads(body)["snippet"])
        given = json.loads(body) if method == "PUT" else query
        if given["id"] not in self.comments:
            return (200, {"items": []}) if method == "GET" else google_error(404, "commentNotFound")
        if method == "DELETE":
            del self.comments[given["id"]]
            return 204, None
        if method == "PUT":
            self.comments[given["id"]]["snippet"]["textOriginal"] = given["snippet"]["textOriginal"]
        return 200, {"items": [{"id": given["id"]}], "id": given["id"]}

    def _add(self, said: dict[str, Any]) -> Response:
        if said["snippet"]["videoId"] != VIDEO:
            return google_error(404, "videoNotFound")
        name = self.write(said["snippet"]["topLevelComment"]["snippet"]["textOriginal"], author=CHANNEL)
        return 200, {"kind": "youtube#commentThread", "id": name}

    def _reply(self, said: dict[str, Any]) -> Response:
        above = self.comments.get(said["parentId"])
        if above is None or "parentId" in above["snippet"]:
            return google_error(404, "parentCommentNotFound")
        name = self.write(said["textOriginal"], author=CHANNEL, above=said["parentId"])
        return 200, {"kind": "youtube#comment", "id": name}

    def write(self, text: str, *, author: str = "UCcitizen", video: str = VIDEO, above: str = "") -> str:
        name = f"{above}.{self._name()}" if above else f"Ug{self._name()}"
        snippet = {
            "textOriginal": text, "textDisplay": text, "authorChannelId": {"value": author}, "videoId": video,
            "publishedAt": datetime.now(UTC).isoformat().replace("+00:00", "Z"), "authorDisplayName": "@somebody",
        }  # fmt: skip
        self.comments[name] = {"id": name, "snippet": snippet | ({"parentId": above} if above else {})}
        return name

    def _below(self, above: str) -> list[dict[str, Any]]:
        return [one for one in self.comments.values() if one["snippet"].get("parentId") == above]

    def _threads(self, query: Mapping[str, str]) -> dict[str, Any]:
        """Five replies at most come with a thread."""
        firsts = [one for one in reversed(self.comments.values()) if "parentId" not in one["snippet"]]
        if "videoId" in query:
            firsts = [one for one in firsts if one["snippet"]["videoId"] == query["videoId"]]
        begins = int(query.get("pageToken", 0))
        ends = begins + min(self.page_size, int(query["maxResults"]))
        rows = []
        for first in firsts[begins:ends]:
            below = self._below(first["id"])
            snippet = {"topLevelComment": first, "videoId": first["snippet"]["videoId"], "totalReplyCount": len(below)}
            rows.append({"id": first["id"], "snippet": snippet, "replies": {"comments": below[:5]}})
        return {"items": rows} | ({"nextPageToken": str(ends)} if ends < len(firsts) else {})


def signed(body: bytes) -> str:
    return "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
