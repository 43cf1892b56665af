"""One part of the sending run, in a process of its own, on the installation of HEMICYCLE_HOME:

    sending_run.py people COUNT       makes the database, an account and that many contacts
    sending_run.py queue              puts a message out to each of them
    sending_run.py send PORT          one worker sends what is due to the sink at that port
    sending_run.py bare PORT COUNT    smtplib alone sends the same bytes

It prints seconds by the clock, core seconds of this process, messages and peak memory in MiB, as JSON.
"""

import json
import resource
import smtplib
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import django
from django.core.management import call_command

django.setup()

from hemicycle.accounts import actions as accounts  # noqa: E402
from hemicycle.channels import actions  # noqa: E402
from hemicycle.channels.contract import Access, HandOver, Message, Outcome, Piece, Receipt, Rendered  # noqa: E402
from hemicycle.channels.models import Account, Contact, Content, sealed_address  # noqa: E402
from hemicycle.channels.registry import CHANNELS  # noqa: E402
from hemicycle.channels.senders import Pseudonyms  # noqa: E402
from hemicycle.channels.sending import send_due  # noqa: E402
from hemicycle.rules.models import ParameterInForce  # noqa: E402

KIND, SENDER = "bench", "alerts@parliament.example"
CHUNK = 5_000
# A killed worker's account is free again after that many seconds.
LEASE = 2
# About what an alert weighs: two kilobytes of text, and twice that of HTML.
PARAGRAPH = "The House has voted on the River Bill. Clause 4 stands as the committee amended it; clause 9 falls. "


class Mail:
    """smtplib, one connection, ready-made bytes: what any adapter for e-mail does at least."""

    kind, inbound, addressed = KIND, "email", True

    def render(self, piece: Piece, settings: Mapping[str, Any]) -> Rendered:
        return Rendered({"letter": letter(piece)}, (piece.body,))

    def connect(self, access: Access) -> "Line":
        return Line(int(sys.argv[2]))


class Line:
    """MAIL, RCPT, DATA; the last moment at which nobody has the message is before its final dot."""

    def __init__(self, port: int) -> None:
        self.smtp = smtplib.SMTP("127.0.0.1", port)
        # The dot alone is a small packet: without this it waits for the other side's delayed acknowledgement, 40 ms.
        self.smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.smtp.ehlo()

    def send(self, message: Message, hand_over: HandOver) -> Receipt:
        body = addressed(message.content["letter"], message.to, message.key, message.token)
        smtp = self.smtp
        for command in (f"MAIL FROM:<{SENDER}>", f"RCPT TO:<{message.to}>"):
            smtp.docmd(command)
        smtp.docmd("DATA")
        smtp.send(body)
        hand_over()
        smtp.send(b".\r\n")
        code, said = smtp.getreply()
        return Receipt(Outcome.ACCEPTED if code == 250 else Outcome.REFUSED, (message.key,), said=said.decode())

    def close(self) -> None:
        self.smtp.quit()


def letter(piece: Piece) -> str:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = SENDER, "{to}", piece.title
    made["Message-ID"] = "<{key}@parliament.example>"
    made["List-Unsubscribe"] = "<https://parliament.example/end/{token}>"
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(piece.body)
    made.add_alternative(f"<html lang=en><body><p style='margin:0 0 1em'>{piece.body * 2}</body></html>", "html")
    made.set_boundary("=same-bytes-each-time=")
    return made.as_string()


def addressed(text: str, to: str, key: str, token: str) -> bytes:
    return text.replace("{to}", to).replace("{key}", key).replace("{token}", token).encode()


def people(count: int) -> int:
    call_command("migrate", verbosity=0)
    ParameterInForce.objects.create(name="lease_seconds", value=LEASE)
    office = accounts.open_office(slug="desk", name="Desk", by="bench")
    actions.open_account(office=office, kind=KIND, name="Alerts", address=SENDER, by="bench")
    digests = Pseudonyms(office)
    for start in range(0, count, CHUNK):
        rows = [
            Contact(office=office, channel="email", sealed=sealed_address(a), digest=digests.of(a), key=f"{n:032x}")
            for n in range(start, min(start + CHUNK, count))
            for a in [f"citizen{n}@valmora.example"]
        ]
        Contact.objects.bulk_create(rows)
    return count


def queue() -> int:
    account = Account.objects.get(kind=KIND)
    rendered = actions.render(account, Piece("The vote", PARAGRAPH * 20, "en"))
    content = actions.prepare(account, source="bench:1", lang="en", rendered=rendered)
    everybody = Contact.objects.order_by("pk").values_list("pk", flat=True).iterator(CHUNK)
    return actions.queue_many(content, everybody, by="bench")


def send() -> int:
    return send_due("bench", lambda: False)


def bare(count: int) -> int:
    """The loop that anybody would write, with the library's own call for a message."""
    text = Content.objects.get().content["letter"]
    smtp = smtplib.SMTP("127.0.0.1", int(sys.argv[2]))
    for n in range(count):
        to, key = f"citizen{n}@valmora.example", f"{n:032x}"
        smtp.sendmail(SENDER, to, addressed(text, to, key, key))
    smtp.quit()
    return count


def told(does: Callable[[], int]) -> Iterator[tuple[str, float]]:
    began = time.perf_counter(), time.process_time()
    yield "messages", does()
    yield "seconds", time.perf_counter() - began[0]
    yield "core", time.process_time() - began[1]
    yield "peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    CHANNELS[KIND] = Mail()
    match sys.argv[1:]:
        case ["people", count]:
            does = told(lambda: people(int(count)))
        case ["queue"]:
            does = told(queue)
        case ["send", _]:
            # Imports every address of the project, once in the life of a worker.
            Account.objects.get(kind=KIND).access  # noqa: B018
            does = told(send)
        case ["bare", _, count]:
            does = told(lambda: bare(int(count)))
        case _:
            raise SystemExit(__doc__)
    print(json.dumps(dict(does)))


if __name__ == "__main__":
    main()
