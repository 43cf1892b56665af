"""A person's browser between the House and its directory: the House answers in process, the directory over loopback."""

import html
import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from django.test import Client

ORIGIN = "http://127.0.0.1:8000"


def house() -> Client:
    """A browser at the House, under the address that the directory knows."""
    return Client(HTTP_HOST="127.0.0.1:8000")


class DirectoryBrowser:
    """Keeps the directory's cookies, so that it knows who signed in there before."""

    def __init__(self) -> None:
        self.cookies: SimpleCookie = SimpleCookie()

    def ask(self, method: str, url: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        parts = urlsplit(url)
        line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, f"{parts.path}?{parts.query}", urlencode(form) if form else None, headers)
        answer = line.getresponse()
        page = answer.read().decode()
        for cookie in answer.msg.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        line.close()
        where = answer.headers.get("Location", "")
        return answer.status, f"{parts.scheme}://{parts.netloc}{where}" if where.startswith("/") else where, page

    def by_oidc(self, url: str, login: str) -> str:
        """Through the directory's pages, and the address with which it sends the browser back to the House."""
        for _step in range(8):
            if url.startswith(f"{ORIGIN}/"):
                return url.removeprefix(ORIGIN)
            status, where, _page = self.ask("GET", url)
            if status == 200:
                _status, where, _page = self.ask("POST", url, {"login": login})
            url = where
        raise AssertionError(f"the directory leads round: {url}")

    def by_saml(self, url: str, login: str) -> dict[str, str]:
        """The form that its page sends to the House."""
        _status, _where, page = self.ask("GET", f"{url}&{urlencode({'login': login})}")
        return {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)"\s+value="([^"]*)"', page)}
