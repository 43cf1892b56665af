"""Who floods the inbox (inbox_flood.py), and how: each way sends so many messages of as many people, and some of one.

A way's `sent` are all, `refused` those that were refused to the sender's face, for the time being or for good.
"""

import email.utils
import http.client
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count as counting
from multiprocessing.pool import ThreadPool
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlencode, urlsplit

from hemicycle.channels.fediverse.signatures import new_keys, sign

# In the address of whoever repeats themselves, of each way; and how many messages more those are.
REPEATED, REPETITIONS = "99999", 60
AT_ONCE = 8
# One in so many letters is of a machine.
AUTOMATIC = 50
# Whoever reads the form takes three seconds at least.
READING_SECONDS = 3.5
WORDS = (
    "Dear committee, I live by the river and I read that the dams are to be let at night. Who warns us, and how? ",
    "Madame, Monsieur, la gare de notre village ferme à midi ; comment rentrer du travail le soir ? ",
    "Estimados diputados, el médico viene una vez por semana y mi madre no puede esperar tanto. ",
)


@dataclass
class Way:
    name: str
    sent: int = 0
    refused: int = 0
    seconds: float = 0.0

    @property
    def accepted(self) -> int:
        return self.sent - self.refused

    def facts(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Letters:
    """Of `count` people, and the repetitions of one: each is (who, their number, what they say)."""

    count: int
    site: str
    campaign: str

    def all(self) -> Iterator[tuple[str, int, str]]:
        for number in range(self.count):
            yield f"{number:05d}" if number < int(REPEATED) else f"1{number:06d}", number, self._words(number)
        for number in range(REPETITIONS):
            yield REPEATED, self.count + number, self._words(self.count + number)

    def _words(self, number: int) -> str:
        return f"{WORDS[number % 3] * (1 + number % 4)}{number}"


def post_forms(letters: Letters, way: str) -> Way:
    """By the form, of the House or of a campaign; each from a network of its own."""
    where = "/write/" if way == "web" else f"/write/?campaign={letters.campaign}"
    here = urlsplit(letters.site)
    shown = http.client.HTTPConnection(here.hostname or "", here.port, timeout=60)
    shown.request("GET", where, headers={"Host": here.netloc})
    stamp = shown.getresponse().read().decode().partition('name="stamp" value="')[2].partition('"')[0]
    time.sleep(READING_SECONDS)

    def post(letter: tuple[str, int, str]) -> int:
        who, number, words = letter
        said = {"stamp": stamp, "website": "", "address": f"{way}{who}@citizens.test", "lang": "en"}
        said |= {"text": words} if way == "web" else {"own": words if number % 2 else ""}
        # Of one stamp, the same words are one letter sent twice.
        said |= {"own": f"{number}"} if way == "campaign" and not number % 2 else {}
        network = f"10.{1 + number // 65_536}.{number // 256 % 256}.{number % 256}"
        if who == REPEATED:
            network = "10.250.0.1" if way == "web" else "10.250.0.2"
        body = urlencode(said)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": network}
        return _posted(here.netloc, where, body.encode(), headers)

    return _timed(Way(way), letters, post, refuses=429, takes=302)


def _posted(host: str, where: str, body: bytes, headers: dict[str, str]) -> int:
    line = http.client.HTTPConnection(host, timeout=120)
    try:
        line.request("POST", where, body, headers)
        answer = line.getresponse()
        answer.read()
        return answer.status
    finally:
        line.close()


def _timed(
    way: Way, letters: Letters, post: Callable[[tuple[str, int, str]], int], *, refuses: int, takes: int
) -> Way:
    began = time.perf_counter()
    with ThreadPool(AT_ONCE // 2) as pool:
        answers = Counter(pool.imap_unordered(post, letters.all(), chunksize=8))
    way.seconds = time.perf_counter() - began
    way.sent, way.refused = sum(answers.values()), answers[refuses]
    if strange := {status: n for status, n in answers.items() if status not in (refuses, takes)}:
        raise SystemExit(f"{way.name} was answered with {strange}")
    return way


def put_mails(letters: Letters, box: Path, house: str) -> Way:
    """Into the mailbox, as the mail server delivers: a file that gets its name when it is whole."""
    began, owner = time.perf_counter(), box.parent.stat()
    for name in (".", "cur", "new", "tmp"):
        (box / name).mkdir(parents=True, exist_ok=True)
        os.chown(box / name, owner.st_uid, owner.st_gid)
    way = Way("email")
    for who, number, words in letters.all():
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"mail{who}@citizens.test", house, f"A question {number}"
        mail["Message-ID"], mail["Date"] = f"<flood{number}@citizens.test>", email.utils.formatdate()
        if who != REPEATED and number % AUTOMATIC == 0:
            mail["Auto-Submitted"] = "auto-replied"
        mail.set_content(words)
        draft = box / "tmp" / f"{number}"
        draft.write_bytes(mail.as_bytes())
        os.chown(draft, owner.st_uid, owner.st_gid)
        draft.rename(box / "new" / f"{time.time():.6f}.{number}.flood")
        way.sent += 1
    way.seconds = time.perf_counter() - began
    return way


def put_texts(letters: Letters, folder: Path) -> Way:
    """As the modem's own program lays down what it received (gammu-smsd, the files backend)."""
    began, way = time.perf_counter(), Way("sms")
    for who, number, words in letters.all():
        name = time.strftime(f"IN%Y%m%d_%H%M%S_{number:07d}_+9996{who:0>7}_00.txt")
        draft = folder / f"draft{number}"
        draft.write_text(words[:300] + f" {number}", encoding="utf-8")
        draft.rename(folder / "inbox" / name)
        way.sent += 1
    way.seconds = time.perf_counter() - began
    return way


@dataclass
class Neighbours:
    """A server of the fediverse: people who sign with one key, and what is posted to them, by person."""

    port: int = 0
    keys: dict[str, str] = field(default_factory=new_keys)
    got: Counter[str] = field(default_factory=Counter)
    _seen: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    @contextmanager
    def served(cls, _count: int) -> Iterator["Neighbours"]:
        there = cls()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                document = json.dumps(there.document(self.path.rpartition("/")[2])).encode()
                self._answer(200, document)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                there.take(json.loads(body))
                self._answer(202, b"")

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/activity+json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: object) -> None:
                pass

        with ThreadingHTTPServer(("127.9.0.1", 0), Handler) as server:
            there.port = server.server_address[1]
            Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield there
            finally:
                server.shutdown()

    @property
    def host(self) -> str:
        return f"http://127.9.0.1:{self.port}"

    def take(self, activity: dict[str, Any]) -> None:
        """What is posted again under its id, as after a kill, is the same to every server of the fediverse."""
        note = activity.get("object")
        to = note.get("to", []) if isinstance(note, dict) else []
        with self._lock:
            if activity["id"] in self._seen:
                return
            self._seen.add(activity["id"])
            self.got.update(one.rpartition("/")[2] for one in (to if isinstance(to, list) else [to]))

    def document(self, name: str) -> dict[str, Any]:
        own = f"{self.host}/users/{name}"
        return {
            "id": own, "type": "Person", "inbox": f"{own}/inbox", "endpoints": {"sharedInbox": f"{self.host}/inbox"},
            "publicKey": {"id": f"{own}#main-key", "owner": own, "publicKeyPem": self.keys["public_key"]},
        }  # fmt: skip

    def note(self, who: str, number: int, words: str, to: str) -> dict[str, Any]:
        """To the House alone."""
        own = f"{self.host}/users/net{who}"
        note = {
            "id": f"{self.host}/notes/{number}", "type": "Note", "attributedTo": own, "to": [to], "content": words,
            "tag": [{"type": "Mention", "href": to}],
        }  # fmt: skip
        return {
            "id": f"{self.host}/activities/{number}", "type": "Create", "actor": own, "object": note, "to": [to],
        }  # fmt: skip


def post_notes(letters: Letters, near: Neighbours) -> Way:
    """Posted to the House's actor, each signed; what it has no room for comes again, as servers do."""
    to, inbox = f"{letters.site}/fediverse/actors/house/", f"{letters.site}/fediverse/inbox/"
    here = urlsplit(letters.site)

    def post(letter: tuple[str, int, str]) -> int:
        who, number, words = letter
        activity = near.note(who, number, words, to)
        body = json.dumps(activity).encode()
        for attempt in counting():
            headers = sign(
                "POST", inbox, body, key_id=f"{activity['actor']}#main-key", private_pem=near.keys["private_key"],
                at=time.time(),
            )  # fmt: skip
            status = _posted(here.netloc, "/fediverse/inbox/", body, headers)
            if status not in (500, 503) or attempt > 20:
                return status
            time.sleep(0.2 * (attempt + 1))
        raise AssertionError

    return _timed(Way("network"), letters, post, refuses=429, takes=202)
