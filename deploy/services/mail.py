"""Postfix and Dovecot: SMTP with and without TLS and password, refusals, bounces, mailboxes by IMAP with IDLE."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from pathlib import Path

from service import CannotStart, Process, Service, Settings, answers, program, write

# The path of a socket may have 107 octets (unix(7)), and Dovecot's longest name in its folder has about 40.
LONGEST_FOLDER = 60


def processes(folder: Path, settings: Settings) -> Iterator[Process]:
    if os.getuid():
        raise CannotStart("Postfix starts as root only, and gives it up for what it does: sudo deploy/services/run …")
    if len(str(folder)) > LONGEST_FOLDER:
        raise CannotStart(f"{folder} is too long a path for its sockets: --home with a shorter one.")
    dovecot, postfix = program("dovecot", "dovecot-imapd dovecot-lmtpd"), program("postfix", "postfix")
    for name in ("main.cf", "master.cf", "recipients", "topics", "outside", "dovecot.conf"):
        write(f"mail/{name}", folder, folder=folder, **settings)
    for name, owner in (("queue", "root"), ("data", "postfix"), ("boxes", "nobody"), ("dovecot", "root")):
        (folder / name).mkdir(exist_ok=True)
        os.chown(folder / name, pwd.getpwnam(owner).pw_uid, -1)
    (folder / "dynamicmaps.cf").touch()
    certify(folder)
    # Its queues, each with its owner.
    done([postfix, "-c", str(folder), "post-install", "create-missing"], folder)
    yield Process(
        "dovecot", [dovecot, "-F", "-c", str(folder / "dovecot.conf")], lambda: answers(settings["imap"], b"* OK")
    )
    # What `postfix start-fg` starts, without the shell between, which would end and leave it behind.
    master = Path(done([program("postconf", "postfix"), "-d", "-h", "daemon_directory"], folder).strip(), "master")
    yield Process("postfix", [str(master), "-s", "-c", str(folder)], lambda: answers(settings["smtp"], b"220 "))


def certify(folder: Path) -> None:
    """A certificate for this machine, signed by itself: whoever trusts certificate.pem can check it."""
    if (folder / "certificate.pem").exists():
        return
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-keyout", "key.pem"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = [program("openssl", "openssl"), "req", "-x509", *key, *names, "-days", "3650", "-out", "certificate.pem"]
    done(command, folder)


def done(command: list[str], folder: Path) -> str:
    """What a command prints, once it has ended well."""
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode:
        raise CannotStart(f"{' '.join(command)} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    return run.stdout


MAIL = Service("mail", "Postfix and Dovecot", ("smtp", "submission", "smtps", "outside", "imap", "imaps"), processes)
