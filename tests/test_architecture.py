"""What a linter cannot see of the architecture; `lint-imports` holds the rest (pyproject.toml)."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = {c["id"]: c for c in PROJECT["tool"]["importlinter"]["contracts"]}
# From top to bottom; those on one line do not know each other.
LAYERS = [{name.strip() for name in layer.split("|")} for layer in CONTRACTS["layers"]["layers"]]
DEPTH = {name: depth for depth, layer in enumerate(LAYERS) for name in layer}

SOURCES = [
    path
    for folder in (ROOT / "hemicycle", ROOT / "engine" / "src")
    for path in sorted(folder.rglob("*.py"))
    if "migrations" not in path.parts
]
MIGRATIONS = [p for p in sorted((ROOT / "hemicycle").glob("*/migrations/*.py")) if p.name != "__init__.py"]
TEMPLATES = sorted((ROOT / "hemicycle").rglob("*.html"))
DRAWERS = {"core", "common", "utils", "util", "helpers", "managers", "services", "mixins", "misc", "base", "lib"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def foreign_keys() -> Iterator[tuple[str, str, Field]]:
    """(app, app it points to, field) for every key from one of our apps to another."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None) and field.related_model
            if not target or field.auto_created or not model.__module__.startswith("hemicycle."):
                continue
            if target.__module__.startswith("hemicycle.") and target._meta.app_label != model._meta.app_label:
                yield model._meta.app_label, target._meta.app_label, field


def test_the_contracts_have_no_exceptions() -> None:
    assert CONTRACTS["layers"]["exhaustive"] is True
    assert not [c["id"] for c in CONTRACTS.values() if "ignore_imports" in c]


def test_a_key_into_another_app_points_down_and_gives_nothing_back() -> None:
    wrong = [
        f"{field} → {target}"
        for app, target, field in foreign_keys()
        if DEPTH[target] <= DEPTH[app] or not field.remote_field.related_name.endswith("+")
    ]
    assert not wrong


REFERENCE = re.compile(r"""{%\s*(?:extends|include|static)\s+["']([\w-]+)/|{%\s*load\s+([^%]+)%}""")
LIBRARIES = {p.stem: p.parent.parent.name for p in (ROOT / "hemicycle").glob("*/templatetags/*.py")}


def template_references(path: Path) -> set[str]:
    """The apps whose templates, static files and tags a template uses."""
    used: set[str] = set()
    for folder, libraries in REFERENCE.findall(path.read_text()):
        used |= {folder} & DEPTH.keys()
        used |= {LIBRARIES[name] for name in libraries.split() if name in LIBRARIES}
    return used


def reaches_up(path: Path) -> set[str]:
    """The apps above its own that a template uses."""
    owner = path.relative_to(ROOT / "hemicycle").parts[0]
    # The shared look stands just above accounts, whose tags draw it.
    depth = DEPTH.get(owner, DEPTH["accounts"])
    return {app for app in template_references(path) if DEPTH[app] < depth and app != owner}


def test_a_template_uses_its_own_app_and_those_below() -> None:
    assert {named(path): up for path in TEMPLATES if (up := reaches_up(path))} == {}


def test_a_module_stays_below_400_lines_and_a_function_below_60() -> None:
    assert [named(path) for path in SOURCES if path.read_text().count("\n") >= 400] == []
    long = [(named(path), f.name) for path in SOURCES for f in functions(path) if (f.end_lineno or 0) - f.lineno >= 60]
    assert long == []


def test_no_import_hides_inside_a_function() -> None:
    imports = ast.Import | ast.ImportFrom
    hidden = [
        (named(path), f.name)
        for path in SOURCES
        for f in functions(path)
        if any(isinstance(node, imports) for node in ast.walk(f))
    ]
    assert hidden == []


def test_models_are_imported_and_looked_up_by_name_in_migrations_only() -> None:
    assert not [named(p) for p in SOURCES if re.search(r"\bget_model\(", p.read_text())]


def test_only_the_worker_and_its_rounds_catch_whatever_went_wrong() -> None:
    broad = {
        named(path)
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
    }
    assert broad == {"hemicycle/conf/worker.py", "hemicycle/rules/work.py"}


def test_nothing_runs_behind_a_writers_back() -> None:
    """No signals, and no save() that writes another row; the audit log's only refuses."""
    of_tables = [p for p in SOURCES if p.is_relative_to(ROOT / "hemicycle")]
    saves = {named(p) for p in of_tables for f in functions(p) if f.name == "save"}
    assert saves <= {"hemicycle/rules/models/log.py"}
    assert not [named(p) for p in SOURCES if re.search(r"@receiver|\b(pre|post)_(save|delete)\b", p.read_text())]


def test_no_file_or_folder_is_a_drawer() -> None:
    assert not [named(p) for p in SOURCES if {p.stem, *p.relative_to(ROOT).parts} & DRAWERS]


def test_every_app_and_the_engine_say_what_they_own() -> None:
    packages = [ROOT / "hemicycle" / name / "__init__.py" for name in DEPTH]
    packages.append(ROOT / "engine/src/hearhear/__init__.py")
    assert not [named(p) for p in packages if not ast.get_docstring(tree(p))]


def test_a_migration_is_named_by_a_person_and_imports_nothing_of_ours() -> None:
    named_by_hand = re.compile(r"(?!.*(_auto_|_initial$|_alter_))\d{4}_[a-z_]+")
    unnamed = [p.stem for p in MIGRATIONS if not named_by_hand.fullmatch(p.stem)]
    assert unnamed == []
    ours = re.compile(r"^\s*(from|import) (hemicycle|hearhear)", re.MULTILINE)
    assert [named(p) for p in MIGRATIONS if ours.search(p.read_text())] == []


def test_the_migrations_of_an_app_are_one_line() -> None:
    for app in DEPTH:
        numbers = [p.name[:4] for p in MIGRATIONS if p.parent.parent.name == app]
        assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)], app


@pytest.mark.parametrize("manifest", ["pyproject.toml", "engine/pyproject.toml"])
def test_every_dependency_says_where_it_is_used_and_why(manifest: str) -> None:
    text = (ROOT / manifest).read_text()
    inside = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert inside
    lines = [line.strip() for line in inside[1].splitlines()]
    assert not [b for a, b in zip(["", *lines], lines, strict=False) if b.startswith('"') and not a.startswith("#")]


def test_a_word_of_the_glossary_stands_there_once_and_its_file_exists() -> None:
    rows = re.findall(r"^\| ([^|]+?) \| [^|]+ \| `([^`]+)` \|$", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE)
    words = [word.lower() for word, _ in rows]
    assert words
    assert sorted(words) == sorted(set(words))
    assert not [(word, path) for word, path in rows if not (ROOT / path).exists()]
