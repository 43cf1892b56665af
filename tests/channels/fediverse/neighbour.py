"""A server of the fediverse for tests: people who sign what they say, and an inbox that keeps what it gets."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.test import Client

from tests.served import Response, Served

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
PATIENCE_SECONDS = 60


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


def pem(key: rsa.RSAPrivateKey) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


KEY, ANOTHER_KEY = new_key(), new_key()


def signed(key: rsa.RSAPrivateKey, base: str) -> str:
    return base64.b64encode(key.sign(base.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def cavage(key: rsa.RSAPrivateKey, key_id: str, url: str, body: bytes, at: float, leave: str = "") -> dict[str, str]:
    """As Mastodon signs; `leave` is what is not signed. Not the code of the platform, so that one measures the other."""
    parts = urlsplit(url)
    headers = {
        "Host": parts.netloc, "Date": formatdate(at, usegmt=True), "Content-Type": "application/activity+json",
        "Digest": "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode(),
    }  # fmt: skip
    lines = {"(request-target)": f"post {parts.path}", **{name.lower(): value for name, value in headers.items()}}
    lines.pop(leave, None)
    signature = signed(key, "\n".join(f"{name}: {value}" for name, value in lines.items()))
    header = f'keyId="{key_id}",algorithm="rsa-sha256",headers="{" ".join(lines)}",signature="{signature}"'
    return {**headers, "Signature": header}


def rfc_9421(key: rsa.RSAPrivateKey, key_id: str, url: str, body: bytes, at: float, leave: str = "") -> dict[str, str]:
    """As Fedify signs."""
    parts = urlsplit(url)
    headers = {
        "Host": parts.netloc, "Date": formatdate(at, usegmt=True), "Content-Type": "application/activity+json",
        "Content-Digest": f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:",
    }  # fmt: skip
    lines = {"@method": "POST", "@target-uri": url, "@authority": parts.netloc, "host": parts.netloc,
             "date": headers["Date"], "content-digest": headers["Content-Digest"]}  # fmt: skip
    lines.pop(leave, None)
    names = " ".join(f'"{name}"' for name in lines)
    created = "" if leave == "created" else f";created={int(at)}"
    params = f'({names});alg="rsa-v1_5-sha256";keyid="{key_id}"{created}'
    base = "\n".join([*(f'"{name}": {value}' for name, value in lines.items()), f'"@signature-params": {params}'])
    return {**headers, "Signature-Input": f"sig1={params}", "Signature": f"sig1=:{signed(key, base)}:"}


Sign = Callable[..., dict[str, str]]


@dataclass
class Taken:
    """A request to an inbox."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def style(self) -> str:
        return "rfc9421" if "Signature-Input" in self.headers else "cavage"

    @property
    def activity(self) -> dict[str, Any]:
        return json.loads(self.body)


@dataclass
class Neighbour(Served):
    """`status` is what its inboxes answer, once they are `open` and after `seconds`; `verifies` the styles of
    signature that they let in. `reached` is set when a request to an inbox is there."""

    people: dict[str, rsa.RSAPrivateKey] = field(default_factory=lambda: {"ana": KEY, "ben": KEY})
    status: int = 202
    verifies: tuple[str, ...] = ("cavage", "rfc9421")
    seconds: float = 0.0
    open: threading.Event = field(default_factory=threading.Event)
    reached: threading.Event = field(default_factory=threading.Event)
    taken: list[Taken] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.open.set()
        self.serve()

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> Response:
        if request.command == "GET":
            name = request.path.rpartition("/")[2]
            self.fetched.append(name)
            status = 410 if name in self.gone else 200 if name in self.people else 404
            return status, json.dumps(self.document(name)).encode() if status == 200 else b"", {}
        self.reached.set()
        self.open.wait(PATIENCE_SECONDS)
        time.sleep(self.seconds)
        post = Taken(request.path, dict(request.headers), body)
        self.taken.append(post)
        return self.status if post.style in self.verifies else 401, b"", {}

    def actor(self, name: str) -> str:
        return f"{self.address}/users/{name}"

    def document(self, name: str) -> dict[str, Any]:
        own = self.actor(name)
        return {
            "id": own, "type": "Person", "inbox": f"{own}/inbox", "endpoints": {"sharedInbox": f"{self.address}/inbox"},
            "publicKey": {"id": f"{own}#main-key", "owner": own, "publicKeyPem": pem(self.people[name])},
        }  # fmt: skip

    def activity(self, kind: str, by: str, what: object, **more: object) -> dict[str, Any]:
        key = secrets.token_hex(8)
        return {
            "id": f"{self.address}/activities/{key}",
            "type": kind,
            "actor": self.actor(by),
            "object": what,
            **more,
        }

    def note(self, by: str, content: str, **more: object) -> dict[str, Any]:
        key = secrets.token_hex(8)
        return {"id": f"{self.address}/notes/{key}", "type": "Note", "attributedTo": self.actor(by), "to": [PUBLIC],
                "content": content, **more}  # fmt: skip

    def tell(
        self, to: str, activity: dict[str, Any], *, style: Sign = cavage, at: float | None = None,
        key: rsa.RSAPrivateKey | None = None, leave: str = "", body: bytes | None = None,
    ) -> int:  # fmt: skip
        """The status of the answer. `body` is what is sent in place of what was signed."""
        octets, by = json.dumps(activity).encode(), str(activity["actor"])
        key = key or self.people[by.rpartition("/")[2]]
        headers = style(key, f"{by}#main-key", to, octets, time.time() if at is None else at, leave)
        kind = headers.pop("Content-Type")
        parts = urlsplit(to)
        sent = octets if body is None else body
        return (
            Client().post(parts.path, sent, content_type=kind, headers=headers, SERVER_NAME=parts.hostname).status_code
        )
