"""The command line answers what it can without the analysis: a mistyped name costs nobody seconds."""

import subprocess
import sys

import pytest
from hearhear import sources
from hearhear.cli import arguments
from hearhear.errors import UnreadableFile
from hearhear.message import MESSAGE_SCHEMA
from hearhear.report import LANGUAGES
from hearhear.sources.formats import LOADERS

HEAVY = {"numpy", "scipy", "pyarrow", "duckdb", "openpyxl", "lxml", "rich"}
LOADED = """
import sys
from hearhear.cli import run
code = run(sys.argv[1:])
print(code, *{name.partition(".")[0] for name in sys.modules})
"""


def loaded(*arguments: str) -> tuple[str, set[str], str]:
    """Exit code, libraries that were imported, and what was said on standard error."""
    done = subprocess.run([sys.executable, "-c", LOADED, *arguments], check=False, capture_output=True, text=True)
    code, *modules = done.stdout.split()
    return code, HEAVY.intersection(modules), done.stderr


@pytest.mark.parametrize("what", ["empty", "missing"])
def test_a_file_with_nothing_in_it_is_said_without_importing_the_analysis(what, tmp_path):
    path = tmp_path / "letters.jsonl"
    if what == "empty":
        path.touch()
    code, heavy, said = loaded("campaigns", str(path), "--out", str(tmp_path / "out.jsonl"))
    assert (code, heavy) == ("2", set())
    with pytest.raises(UnreadableFile) as refused:
        sources.read(path)
    assert said == f"hearhear: {refused.value}\n"


def test_a_bill_that_is_not_there_is_said_as_quickly(tmp_path):
    letters = tmp_path / "letters.jsonl"
    letters.write_text('{"text": "No."}\n')
    code, heavy, said = loaded("campaigns", str(letters), "--out", "x", "--about", str(tmp_path / "bill.xml"))
    assert (code, heavy) == ("2", set())
    assert "bill.xml: there is no such file" in said


def test_what_the_command_line_offers_is_what_the_engine_has():
    assert [*arguments.FIELDS, "facts"] == MESSAGE_SCHEMA.names
    assert list(arguments.FORMATS) == sorted(LOADERS)
    assert list(arguments.LANGUAGES) == list(LANGUAGES)
