"""Real servers of social networks for tests, started by deploy/services when a test first asks for one.

What a test posts stays there: it says something of its own, and finds it by that.
"""

import contextlib
import json
import re
import urllib.error
import urllib.request
from datetime import UTC, datetime
from functools import cache, partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.conf.installation import wait_until
from tests.verification.peers import Ports, Services


class Snac:
    """A server of the fediverse with the accounts desk, ana and ben, used through the Mastodon API."""

    HERE = "urn:ietf:wg:oauth:2.0:oob"

    def __init__(self, ports: Ports, folder: Path) -> None:
        self.port: int = ports["http"]
        self.address = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self.token = cache(self._token)

    def log(self) -> str:
        """The end of what it says of itself."""
        return "\n".join((self._folder / "snac.log").read_text(errors="replace").splitlines()[-60:])

    def password(self, name: str) -> str:
        return (self._folder / f"{name}.password").read_text()

    def handle(self, name: str) -> str:
        return f"@{name}@127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, *, by: str = "", **form: str) -> Any:
        """What the Mastodon API answers to this person."""
        return json.loads(self._call(method, path, form, self.token(by) if by else ""))

    def posts(self, name: str) -> list[dict[str, Any]]:
        """What the account has said, the oldest first, each with its text as it was written in `source`."""
        me = self.ask("GET", "/api/v1/accounts/verify_credentials", by=name)["id"]
        found = self.ask("GET", f"/api/v1/accounts/{me}/statuses?limit=40&exclude_reblogs=true", by=name)
        for post in found:
            post["source"] = self.ask("GET", f"/api/v1/statuses/{post['id']}/source", by=name)["text"]
        return found[::-1]

    def _token(self, name: str) -> str:
        """Sign in with the password, on a page that is one form."""
        app = self.ask("POST", "/api/v1/apps", client_name="test", redirect_uris=self.HERE, scopes="read write")
        client = {"client_id": app["client_id"], "redirect_uri": self.HERE, "scope": "read write"}
        code = self.allow(f"/oauth/authorize?{urlencode(client | {'response_type': 'code'})}", name)
        more = {"grant_type": "authorization_code", "code": code, "client_secret": app["client_secret"]}
        return str(self.ask("POST", "/oauth/token", **client, **more)["access_token"])

    def allow(self, page: str, name: str) -> str:
        """The person signs in on the page that asks whether a program may: where they are sent, or the code."""
        form = self._form(page.removeprefix(self.address))
        action = urlsplit(form.pop("action")).path
        body = urlencode(form | {"login": name, "passwd": self.password(name)})
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(line):
            line.request("POST", action, body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = line.getresponse()
            return answer.headers.get("Location") or answer.read().decode().strip().partition("&")[0]

    def _form(self, path: str) -> dict[str, str]:
        page = self._call("GET", path).decode()
        action = re.search(r'action="([^"]+)"', page)
        assert action is not None, page
        return {"action": action[1], **dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', page))}

    def _call(self, method: str, path: str, form: dict[str, str] | None = None, token: str = "") -> bytes:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = urlencode(form).encode() if form else None
        request = urllib.request.Request(self.address + path, body, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return bytes(answer.read())


class Atproto:
    """The network of Bluesky with the accounts desk.test, ana.test and ben.test. Posts are written on `port`, and seen
    by others a moment later."""

    PASSWORD = "a password of the tests"

    def __init__(self, ports: Ports) -> None:
        self.port: int = ports["pds"]
        self.address = f"http://127.0.0.1:{self.port}"
        self.session = cache(self._session)

    def did(self, name: str) -> str:
        return str(self.session(name)["did"])

    def ask(self, method: str, call: str, *, by: str = "", said: Any = None, **query: str) -> Any:
        """What the server of accounts answers to this person; the AppView behind it for what is of the network."""
        token = self.session(by)["accessJwt"] if by else ""
        return self._call(method, f"{call}?{urlencode(query)}" if query else call, said, token)

    def posts(self, name: str) -> list[dict[str, Any]]:
        """What the account has said, the oldest first: uri, cid and value."""
        found = self.ask(
            "GET", "com.atproto.repo.listRecords", repo=self.did(name), collection="app.bsky.feed.post", limit="100"
        )
        return found["records"][::-1]

    def say(self, name: str, text: str, **more: Any) -> dict[str, str]:
        """The post as others refer to it."""
        made = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": made, **more}
        said = {"repo": self.did(name), "collection": "app.bsky.feed.post", "record": record}
        found = self.ask("POST", "com.atproto.repo.createRecord", by=name, said=said)
        return {"uri": found["uri"], "cid": found["cid"]}

    def await_post(self, uri: str) -> None:
        """Wait until the network knows the post: an answer to it before that is lost."""
        seen = partial(self.ask, "GET", "app.bsky.feed.getPosts", by="ana", uris=uri)
        wait_until(lambda: bool(seen()["posts"]))

    def _session(self, name: str) -> dict[str, Any]:
        """Opens the account where it is not there."""
        who = {"handle": f"{name}.test", "password": self.PASSWORD}
        with contextlib.suppress(urllib.error.HTTPError):
            email = {"email": f"{name}@citizens.example"}
            return self._call("POST", "com.atproto.server.createAccount", who | email)
        signing = {"identifier": who["handle"], "password": self.PASSWORD}
        return self._call("POST", "com.atproto.server.createSession", signing)

    def _call(self, method: str, call: str, said: Any = None, token: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if said is not None:
            headers["Content-Type"] = "application/json"
        body = json.dumps(said).encode() if said is not None else None
        request = urllib.request.Request(f"{self.address}/xrpc/{call}", body, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")


@pytest.fixture(scope="session")
def atproto(services: Services) -> Atproto:
    """Half a minute where it is not installed yet, ten seconds where it is."""
    network = Atproto(services.start("atproto"))
    for name in ("desk", "ana", "ben"):
        network.session(name)
    return network


@pytest.fixture(scope="session")
def snac(services: Services) -> Snac:
    return Snac(services.start("snac"), services.home / "snac")


@pytest.fixture(scope="session")
def snac_b(services: Services) -> Snac:
    """A second one, elsewhere on the fediverse."""
    return Snac(services.start("snac-b"), services.home / "snac-b")


class Fedify:
    """A server of the fediverse with ana and ben, who do what a test asks: `heard` is what was delivered to them."""

    def __init__(self, ports: Ports) -> None:
        self.port: int = ports["http"]
        self.address = f"http://127.0.0.1:{self.port}"

    def heard(self, kind: str = "") -> list[dict[str, Any]]:
        """Each activity that verified, in order: kind, id, actor, object, content, summary."""
        return [one for one in self._ask("GET", "heard") if kind in ("", one["kind"])]

    def do(self, what: str, **payload: str) -> dict[str, str]:
        """follow, unfollow, like, boost, reply, change or erase, `by` ana or ben, to the `actor` and the `note`."""
        return dict(self._ask("POST", what, payload))

    def _ask(self, method: str, what: str, payload: object = None) -> Any:
        body = json.dumps(payload).encode() if payload is not None else None
        request = urllib.request.Request(f"{self.address}/control/{what}", body, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


@pytest.fixture(scope="session")
def fedify(services: Services) -> Fedify:
    return Fedify(services.start("fedify"))
