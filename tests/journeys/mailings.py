"""A mailbox of the House at a real server, and many people who write to it."""

from __future__ import annotations

import email
import re
import smtplib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default as current

from tests.conf.installation import wait_until
from tests.journeys.desk import opens_an_account
from tests.journeys.person import Person
from tests.verification.peers import Mail

# What the mail server of the House calls itself where it says that a sender is who they say (RFC 8601).
SERVER = "mx.parliament.test"
# For hundreds of letters, on a machine with other tests beside.
PATIENCE_SECONDS = 540
NO_ENCRYPTION = re.compile("^none$")
GREETINGS = ("Dear members of the committee,", "Good morning,", "To whom it may concern,", "Dear Sir or Madam,")


@contextmanager
def mailbox_of_the_house(editor: Person, mail: Mail, name: str) -> Iterator[str]:
    """Opened by an editor at the page of accounts, and closed again; its address."""
    address = mail.box(name, "parliament.test")
    fields = {
        "Address that letters come from": address,
        "Outgoing mail server (SMTP)": "127.0.0.1",
        "Port of the mail server": str(mail.smtp),
        "Encryption of the mail server": NO_ENCRYPTION,
        "Server of the mailbox": "127.0.0.1",
        "Port of the mailbox server": str(mail.imap),
        "Encryption of the mailbox server": NO_ENCRYPTION,
        "Password of the mailbox": mail.PASSWORD,
        "Name of the mail server in Authentication-Results (authserv-id)": SERVER,
    }
    opens_an_account(editor, "E-mail", name, fields)
    here = editor.page.url
    yield address
    editor.opens(f"{here}close/")
    editor.presses("Close it for good")
    editor.sees("The account is closed.")


def write_by_mail(mail: Mail, letters: Iterable[tuple[str, str]], *, to: str) -> None:
    """(sender, words) each; the server of the House has verified the senders' domain."""
    with smtplib.SMTP("127.0.0.1", mail.smtp, timeout=60) as postfix:
        for sender, words in letters:
            letter = EmailMessage()
            letter["Authentication-Results"] = f"{SERVER}; dmarc=pass header.from={sender.rpartition('@')[2]}"
            letter["From"], letter["To"], letter["Subject"] = sender, to, "The timetable of the ferries"
            letter.set_content(words)
            postfix.send_message(letter)


def inbox_of(mail: Mail, address: str, *, at_least: int) -> list[EmailMessage]:
    """What lies in somebody's mailbox once so many are there."""
    wait_until(
        lambda: mail.count(address) >= at_least, seconds=PATIENCE_SECONDS, every=1,
        why=lambda: f"{mail.count(address)} for {address}",
    )  # fmt: skip
    return [email.message_from_bytes(one, policy=current) for one in mail.received(address)]


def words_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
