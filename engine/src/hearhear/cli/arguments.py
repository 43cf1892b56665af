"""The arguments of the command line.

Fields, formats and languages are named here so that a wrong call is answered before the engine is imported; a test
compares them with the engine.
"""

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path

from hearhear import __version__
from hearhear.errors import UnreadableFile

EXAMPLES = """examples:
  hearhear campaigns letters.jsonl --out campaigns.jsonl
  hearhear campaigns inbox.mbox letters/ --out campaigns.jsonl --about bill-12.xml
  hearhear campaigns comments.csv --out campaigns.jsonl --columns text=title+body,sender=author/id
  hearhear campaigns old.csv --out campaigns.jsonl --encoding cp1252
  hearhear analyse comments.csv --about bill-12.xml --out report --lang fr
  hearhear campaigns survey.csv --out campaigns.jsonl --questions "1. Why?" "2. How?" --facts Region
  hearhear columns comments.xlsx

A column of several is written a+b (joined) or a|b (the first that is filled); name= uses none.
Formats: JSON lines and arrays, CSV (comma, semicolon, tab, bar), XLSX, mbox, EML, Parquet; letters as plain text,
HTML, PDF, DOCX and ODT, and archives (ZIP) of these; folders. Exports of consultation platforms are recognised.
"""
KEY = "HEARHEAR_API_KEY"


def parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
    top = argparse.ArgumentParser(
        prog="hearhear",
        description="Find campaigns and individual voices in what citizens write to a parliament.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"hearhear {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _campaigns(commands.add_parser("campaigns", help="find campaigns, and each sender's own words in them"))
    _analyse(
        commands.add_parser("analyse", help="find everything: languages, campaigns, themes, links; with a report")
    )
    _columns(commands.add_parser("columns", help="show how the columns of a file would be read"))
    return top


def _campaigns(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Find campaigns. Writes a row per message to OUT, the campaigns with their templates to OUT's name with "
        ".campaigns.json, and rows that are no messages to rejected.jsonl beside it."
    )
    command.add_argument("inputs", nargs="+", type=Path, metavar="IN", help="files or folders of messages")
    command.add_argument("--out", required=True, type=Path, help="where the rows go, one JSON object a line")
    command.add_argument(
        "--about",
        nargs="+",
        action="extend",
        default=[],
        type=Path,
        metavar="FILE",
        help="bills or other texts that may be quoted without making a campaign (text, XML, HTML, tables)",
    )
    command.add_argument("--quiet", action="store_true", help="print nothing but errors")
    _reading(command)


def _analyse(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Find languages, personal data, campaigns, themes, and the texts that messages mention. Writes report.html, "
        f"report.json and findings/*.parquet to OUT. The key of an endpoint is read from the environment: {KEY}."
    )
    command.add_argument("inputs", nargs="+", type=Path, metavar="IN", help="files or folders of messages")
    command.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder that everything goes to")
    command.add_argument(
        "--about", nargs="+", action="extend", default=[], type=Path, metavar="FILE",
        help="bills (Akoma Ntoso or text), or tables of proposals, that messages may mention",
    )  # fmt: skip
    command.add_argument("--public", type=Path, metavar="FILE", help="names of people in public office, one a line")
    command.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of the report")
    command.add_argument("--title", default="", help="title of the report")
    meaning = command.add_mutually_exclusive_group()
    meaning.add_argument(
        "--no-meaning", action="store_true", help="no embedding model: no themes, links by words alone"
    )
    meaning.add_argument("--endpoint", metavar="URL", help="embedding service with OpenAI's protocol")
    command.add_argument("--model", metavar="NAME", help="the model of that service")
    command.add_argument("--quiet", action="store_true", help="print nothing but errors")
    _reading(command)
    command.set_defaults(wrong=command.error)


def _columns(command: argparse.ArgumentParser) -> None:
    command.description = "Show which columns a file has and which of them would be read as what."
    command.add_argument("file", type=Path, metavar="FILE")
    _reading(command)


def _reading(command: argparse.ArgumentParser) -> None:
    fields = ", ".join(FIELDS)
    command.add_argument(
        "--columns", type=_mapping, default={}, metavar="FIELD=COLUMN,…", help=f"override the guess; fields: {fields}"
    )
    command.add_argument(
        "--questions", nargs="+", action="extend", metavar="COLUMN",
        help="columns that each answer a question of its own: every answer becomes a message",
    )  # fmt: skip
    command.add_argument(
        "--facts", nargs="+", action="extend", metavar="COLUMN",
        help="columns that state a fact to compare messages by, such as the region of the sender",
    )  # fmt: skip
    command.add_argument("--format", choices=FORMATS, help="what the input is, where its name misleads")
    command.add_argument("--encoding", help="how the text is encoded, where it is neither UTF-8 nor UTF-16")
    command.add_argument("--delimiter", type=_delimiter, help="what separates the fields of a CSV")
    command.add_argument("--sheet", help="which sheet of a workbook, where it is not the first")


def _mapping(given: str) -> Mapping[str, str]:
    pairs = [pair.partition("=") for pair in given.split(",") if pair.strip()]
    unknown = [name for name, _, _ in pairs if name.strip() not in FIELDS]
    if unknown or not all(equals for _, equals, _ in pairs):
        fields = ", ".join(FIELDS)
        raise argparse.ArgumentTypeError(f"{given!r} is not FIELD=COLUMN,… with fields among {fields}")
    return {name.strip(): column.strip() for name, _, column in pairs}


def _delimiter(given: str) -> str:
    delimiter = {"tab": "\t", "\\t": "\t"}.get(given, given)
    if len(delimiter) != 1 or delimiter in '"\r\n' or not delimiter.isascii():
        raise argparse.ArgumentTypeError(f"{given!r} is not one character that can separate fields")
    return delimiter


FIELDS = ("id", "text", "lang", "channel", "sender", "sent_at", "question")
FORMATS = ("csv", "docx", "eml", "jsonl", "mbox", "odt", "parquet", "pdf", "text", "xlsx", "zip")
LANGUAGES = ("en", "es", "fr")


def check_inputs(paths: Iterable[Path]) -> None:
    """Raises UnreadableFile for a file that is not there, or that has nothing in it."""
    for path in paths:
        if not path.exists():
            raise UnreadableFile(path, "missing", "there is no such file")
        if path.is_file() and path.stat().st_size == 0:
            raise UnreadableFile(path, "empty", "the file is empty")
