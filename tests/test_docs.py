"""What the documents say is so: commands, settings, files and generated pages."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

from hemicycle.accounts.management.commands.permissions import markdown
from hemicycle.conf.cli import COMMANDS
from hemicycle.conf.environment import VARIABLES
from hemicycle.conf.management.commands.settings_table import table
from hemicycle.governance.management.commands.parameters_table import table as parameters_table
from hemicycle.record.management.commands.data_dictionary import markdown as data_dictionary
from hemicycle.rules.parameters import PARAMETERS
from tests.settings import OF_TESTS

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


# What a run of all tests took, by their names then: made anew after the next (python -m tests.page).
OF_A_RUN = ROOT / "docs" / "tests.md"
# Of a picture: whoever reads this over a slow line waits for two of them.
MOST_BYTES = 200_000
# As they are declared: for the tests themselves phones do not rest (tests/conftest.py).
DECLARED = dict(PARAMETERS)
TEST = re.compile(r"\b((?:engine/|bench/)?tests/[\w/]+\.py)(?:::(test_\w+))?")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def functions_in(file: str) -> set[str]:
    return {node.name for node in ast.parse((ROOT / file).read_text()).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_a_page_names_exists(page: Path) -> None:
    text = page.read_text()
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= TARGETS
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= get_commands().keys()
    assert set(re.findall(r"`hemicycle ([a-z]+)", text)) <= COMMANDS.keys()


def test_every_command_that_a_page_of_the_site_names_exists() -> None:
    text = "".join(path.read_text() for path in sorted((ROOT / "hemicycle").rglob("templates/**/*.html")))
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= get_commands().keys()
    assert set(re.findall(r"(?:<code>|: )hemicycle ([a-z_]+)", text)) <= COMMANDS.keys()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_setting_a_page_names_is_read(page: Path) -> None:
    assert set(re.findall(r"\bHEMICYCLE_[A-Z_]+\b|\bDATABASE_URL\b", page.read_text())) <= VARIABLES.keys() | OF_TESTS


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_a_page_leads_to_exists(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text()):
        assert (page.parent / link).exists(), link


@pytest.mark.parametrize("page", [page for page in PAGES if page != OF_A_RUN], ids=named)
def test_every_test_a_page_names_exists(page: Path) -> None:
    for file, name in TEST.findall(page.read_text()):
        assert (ROOT / file).exists(), file
        assert not name or name in functions_in(file), f"{file}::{name}"


def test_every_file_that_holds_a_promise_exists() -> None:
    for file in re.findall(r"`([\w/]+\.(?:py|toml))`", (ROOT / "docs" / "promises.md").read_text()):
        assert any((ROOT / folder / file).exists() for folder in ("", "hemicycle", "engine/src")), file


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_module_a_page_names_is_there(page: Path) -> None:
    for file in re.findall(r"\bhemicycle/[\w/]+\.py\b", page.read_text()):
        assert (ROOT / file).exists(), file


def test_no_environment_variable_is_read_past_the_settings() -> None:
    """One settings file; the command line names the settings and the House of the demonstration, nothing else."""
    readers = {
        named(p) for p in (ROOT / "hemicycle").rglob("*.py") if re.search(r"os\.(environ|getenv)", p.read_text())
    }
    assert readers <= {"hemicycle/conf/environment.py", "hemicycle/conf/cli.py", "hemicycle/conf/wsgi.py"}


@pytest.mark.parametrize(
    ("page", "made"),
    [
        ("docs/settings.md", table),
        ("docs/permissions.md", markdown),
        ("docs/data-dictionary.md", data_dictionary),
        ("docs/parameters.md", lambda: parameters_table(DECLARED)),
    ],
    ids=["settings", "permissions", "data dictionary", "parameters"],
)
def test_a_generated_page_is_up_to_date(page: str, made) -> None:
    assert (ROOT / page).read_text() == made(), f"{page} is older than the code; its first lines say how it is made"


def test_the_readme_shows_its_two_pictures_with_words_for_whoever_does_not_see_them() -> None:
    """`make pictures` takes them anew at the end of the ways in tests/journeys/test_a_first_look.py."""
    shown = re.findall(r"^!\[([^]]+)\]\(([^)]+)\)$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert {file for _alternative, file in shown} == {"docs/pictures/campaign.png", "docs/pictures/composer.png"}
    for alternative, file in shown:
        assert len(alternative) > 80
        assert (ROOT / file).stat().st_size < MOST_BYTES


def test_the_readme_needs_two_commands_only() -> None:
    commands = re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    lines = [line.partition("#")[0].strip() for block in commands for line in block.splitlines()]
    assert [line for line in lines if line] == ["make demo", "make test"]
