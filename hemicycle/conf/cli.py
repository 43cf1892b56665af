"""What a House runs: `hemicycle demo | prepare | serve | worker | address | house | policy | import | export | …`.

Exit code 2 and one clear line when it cannot; 1 where a check that it ran finds something wrong.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from hemicycle.conf.errors import CannotStart

# Found by name after django.setup(), because they need the tables; each takes the options of its parser.
COMMANDS = {
    "demo": "hemicycle.conf.demonstration.show",
    "prepare": "hemicycle.conf.processes.prepare",
    "serve": "hemicycle.conf.processes.serve",
    "worker": "hemicycle.conf.worker.main",
    "address": "hemicycle.conf.address.run",
    "house": "hemicycle.conf.house.run",
    "policy": "hemicycle.conf.policy.run",
    "import": "hemicycle.conf.processes.import_files",
    "export": "hemicycle.conf.processes.export_record",
    "audit": "hemicycle.conf.audit.run",
    "archive": "hemicycle.conf.archive.run",
}
# As the record says it (record/importers/errors.py), which is not loaded yet.
NO_SUCH_FILE = "There is no such file: check its name and folder, then import it again."
# The demonstration speaks for an invented House, in its three languages, unless the environment says otherwise.
DEMONSTRATION = {
    "HEMICYCLE_HOUSE_NAME": "Assembly of Valmora",
    "HEMICYCLE_HOUSE_NAMES": "fr=Assemblée de Valmora|es=Asamblea de Valmora",
    "HEMICYCLE_DEMONSTRATION": "1",
    # So that accounts can be tried with servers on this machine (deploy/services).
    "HEMICYCLE_PRIVATE_NETWORKS": "127.0.0.0/8,::1",
    # One of the codes that ISO 3166-1 leaves to users (XA to XZ).
    "HEMICYCLE_COUNTRY": "xv",
}


def main(arguments: Sequence[str] | None = None) -> int:
    options = vars(_parser().parse_args(arguments))
    command = options.pop("command")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemicycle.conf.settings")
    if command == "demo":
        os.environ |= {name: os.environ.get(name) or value for name, value in DEMONSTRATION.items()}
    if command == "address":
        # What is asked for is the stored one, and what is to be stored stands on the command line.
        os.environ.pop("HEMICYCLE_ADDRESS", None)
    if command == "import" and (missing := _missing(options["files"])):
        # Said before the apps are loaded, which takes longer than typing the name again.
        sys.stderr.writelines(f"{file}: {NO_SUCH_FILE}\n" for file in missing)
        return 2
    try:
        django.setup()
        found: int | None = import_string(COMMANDS[command])(**options)
    except (CannotStart, ImproperlyConfigured) as reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    return found or 0


def _missing(files: Sequence[str]) -> Sequence[str]:
    """The files, where none of them is there; where some are, what can be imported is."""
    return files if not any(Path(file).exists() for file in files) else ()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hemicycle", description="One desk, one inbox, one record, one policy.")
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="Prepare the demonstration parliament and serve it on this machine.")
    demo.add_argument("--no-serve", dest="serve", action="store_false", help="Prepare and exit.")
    demo.add_argument("--port", type=int, default=8000, help="Port of the web server (8000).")
    demo.add_argument("--seed", type=int, default=1, help="Seed of the invented messages (1).")
    commands.add_parser("prepare", help="Bring the database, the catalogues and the static files up to date.")
    serve = commands.add_parser("serve", help="Run the web server.")
    serve.add_argument("--host", default="127.0.0.1", help="Address to listen on (127.0.0.1).")
    serve.add_argument("--port", type=int, default=8000, help="Port to listen on (8000).")
    commands.add_parser("worker", help="Run one worker.")
    where = commands.add_parser("address", help="Print the address of the site, or change it.")
    where.add_argument("address", nargs="?", help="The new one, such as https://letters.parliament.example.")
    house = commands.add_parser("house", help="Print the name of the House, or change it.")
    house.add_argument("name", nargs="?", help="The new one, in the language of the site.")
    house.add_argument(
        "--in", dest="others", action="append", default=[], metavar="LANGUAGE=NAME", help="And in another language."
    )
    policy = commands.add_parser("policy", help="Check that the software obeys the policy.")
    policy.add_argument("act", choices=["check"], help="Show what enforces and proves each parameter.")
    policy.add_argument("--json", dest="as_json", action="store_true", help="As data.")
    importing = commands.add_parser("import", help="Import what parliaments publish into the record.")
    importing.add_argument("files", nargs="*", metavar="FILE", help="The format is told by what stands in it.")
    importing.add_argument("--number", help="The bill's number, where the file has none or another one.")
    importing.add_argument("--licence", default="", help="Under which licence the files are published.")
    importing.add_argument("--watch", action="append", default=[], metavar="FOLDER|URL", help="Keep this up to date.")
    importing.add_argument("--every", type=int, default=900, metavar="SECONDS", help="Between two polls (900).")
    importing.add_argument("--once", action="store_true", help="Poll once, and exit.")
    exporting = commands.add_parser("export", help="Write what is public of the record for other programs.")
    exporting.add_argument("format", metavar="FORMAT", help="One of those in docs/record.md; a wrong one lists them.")
    exporting.add_argument("--out", required=True, metavar="FILE", help="What to write; a folder for some formats.")
    exporting.add_argument("--sitting", metavar="ADDRESS|DAY", help="Of this sitting only.")
    exporting.add_argument("--bill", metavar="ADDRESS|NUMBER", help="Of this bill or act only.")
    exporting.add_argument("--text", metavar="ADDRESS|LABEL", help="In this text of the bill, not the one in force.")
    exporting.add_argument("--language", metavar="TAG", help="In this language, where there are several.")
    _add_audit(commands.add_parser("audit", help="Sign and check the audit log."))
    archive = commands.add_parser("archive", help="Verify what is kept of everything that was published.")
    archive.add_argument("act", choices=["verify"], help="Read files whole; exit code 1 where one was changed.")
    archive.add_argument("files", nargs="*", metavar="FILE", help="WARC files; without any, all that are here.")
    return parser


def _add_audit(audit: argparse.ArgumentParser) -> None:
    acts = audit.add_subparsers(dest="act", required=True)
    checkpoint = acts.add_parser("checkpoint", help="Sign where the log ends now, to be kept elsewhere.")
    checkpoint.add_argument("--out", metavar="FILE", help="What to write; without it, it is printed.")
    key = acts.add_parser("key", help="Print the public key that verifies checkpoints.")
    key.add_argument("--out", metavar="FILE", help="What to write; without it, it is printed.")
    verify = acts.add_parser("verify", help="Check the whole log; exit code 1 where it is not what it was.")
    verify.add_argument(
        "--checkpoint", nargs="+", action="extend", default=[], metavar="FILE", help="Checkpoints kept elsewhere."
    )
    verify.add_argument(
        "--key", metavar="FILE", help="Public key kept elsewhere; without it, that of this installation."
    )
    verify.add_argument(
        "--expect", action="append", default=[], metavar="HASH", help="The log has to have an entry with this hash."
    )


if __name__ == "__main__":
    sys.exit(main())
