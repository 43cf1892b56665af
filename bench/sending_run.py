"""One part of the sending run, in a process of its own, on the installation of HEMICYCLE_HOME:

    sending_run.py people COUNT               makes the database, an account and that many contacts
    sending_run.py queue                      puts a letter out to each of them
    sending_run.py send PORT [signed]         one worker sends what is due to the sink at that port
    sending_run.py bare PORT COUNT [signed]   smtplib alone sends the same letters

It prints seconds by the clock, core seconds of this process, messages and peak memory in MiB, as JSON.
"""

import json
import resource
import smtplib
import socket
import sys
import time
from collections.abc import Callable, Iterator

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.management import call_command

django.setup()

from hemicycle.accounts import actions as accounts  # noqa: E402
from hemicycle.channels import actions  # noqa: E402
from hemicycle.channels.adapters.email.sending import Writer  # noqa: E402
from hemicycle.channels.contract import Message, OutgoingText, Receipt  # noqa: E402
from hemicycle.channels.jobs.sending import send_due  # noqa: E402
from hemicycle.channels.models import Account, Contact, Content, sealed_address  # noqa: E402
from hemicycle.channels.models.encryption import Pseudonyms  # noqa: E402
from hemicycle.rules.models import ParameterInForce  # noqa: E402

SENDER = "alerts@parliament.example"
CHUNK = 5_000
# A killed worker's account is free again after that many seconds.
LEASE = 2
# About what an alert weighs: two kilobytes of text, and as much HTML.
PARAGRAPH = "The House has voted on the River Bill. Clause 4 stands as the committee amended it; clause 9 falls. "
OWN = "https://parliament.example/follow/own/{token}/"
OUTGOING_TEXT = OutgoingText(
    "The vote", PARAGRAPH * 20, "en", link="https://parliament.example/announcements/x/", sender="The House",
    footer=f"You asked to be told. See, change or end what you get: {OWN}", unsubscribe=f"{OWN}end/",
)  # fmt: skip


def people(count: int) -> int:
    call_command("migrate", verbosity=0)
    ParameterInForce.objects.create(name="lease_seconds", value=LEASE)
    office = accounts.open_office(slug="desk", name="Desk", by="bench")
    actions.open_account(
        office=office, kind="email", name="Alerts", address=SENDER, secret={"dkim_key": _key()}, by="bench"
    )
    digests = Pseudonyms(office)
    for start in range(0, count, CHUNK):
        rows = [
            Contact(office=office, channel="email", sealed=sealed_address(a), digest=digests.of(a), key=f"{n:022x}")
            for n in range(start, min(start + CHUNK, count))
            for a in [f"citizen{n}@valmora.example"]
        ]
        Contact.objects.bulk_create(rows)
    return count


def _key() -> str:
    how = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return rsa.generate_private_key(65537, 2048).private_bytes(*how).decode()


def queue() -> int:
    account = Account.objects.get()
    content = actions.prepare(account, source="bench:1", lang="en", rendered=actions.render(account, OUTGOING_TEXT))
    everybody = Contact.objects.order_by("pk").values_list("pk", flat=True).iterator(CHUNK)
    return actions.queue_many(content, everybody, by="bench")


def _aim(port: str, signed: list[str]) -> Account:
    settings = {"host": "127.0.0.1", "port": int(port), "security": "none"}
    Account.objects.update(settings=settings | ({"dkim_selector": "house1"} if signed else {}))
    account = Account.objects.get()
    # Imports every address of the project, once in the life of a worker.
    account.access  # noqa: B018
    return account


def send() -> int:
    return send_due("bench", lambda: False)


def bare(account: Account, count: int) -> int:
    """The loop that anybody would write, with the library's own call for a letter. What is signed must be composed
    for each reader; else a ready-made letter has the reader's words put in."""
    writer, content = Writer(account.access), Content.objects.get().content
    smtp = smtplib.SMTP("127.0.0.1", account.settings["port"])
    # As the adapter does: the end of a letter is a small packet, which would wait for an acknowledgement (Nagle).
    assert smtp.sock is not None
    smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    address, key, token = "{to}@valmora.example", "k" * 32, "t" * 22
    ready = _written(writer, Message(key, content, address, "en", token))
    for n in range(count):
        to, its_key, its_token = f"citizen{n}@valmora.example", f"{n:032x}", f"{n:022x}"
        if account.settings.get("dkim_selector"):
            letter = _written(writer, Message(its_key, content, to, "en", its_token))
        else:
            letter = ready.replace(address.encode(), to.encode()).replace(key.encode(), its_key.encode())
            letter = letter.replace(token.encode(), its_token.encode())
        smtp.sendmail(SENDER, to, letter)
    smtp.quit()
    return count


def _written(writer: Writer, message: Message) -> bytes:
    written = writer.write(message)
    assert not isinstance(written, Receipt)
    return written.letter


def measured(does: Callable[[], int]) -> Iterator[tuple[str, float]]:
    began = time.perf_counter(), time.process_time()
    yield "messages", does()
    yield "seconds", time.perf_counter() - began[0]
    yield "core", time.process_time() - began[1]
    yield "peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    match sys.argv[1:]:
        case ["people", count]:
            does = measured(lambda: people(int(count)))
        case ["queue"]:
            does = measured(queue)
        case ["send", port, *signed]:
            _aim(port, signed)
            does = measured(send)
        case ["bare", port, count, *signed]:
            account = _aim(port, signed)
            does = measured(lambda: bare(account, int(count)))
        case _:
            raise SystemExit(__doc__)
    print(json.dumps(dict(does)))


if __name__ == "__main__":
    main()
