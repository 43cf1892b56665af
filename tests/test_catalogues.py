"""French and Spanish are complete: a missing, empty, fuzzy or left-over entry fails, and so does a lost placeholder."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import allauth
import django
import polib
import pytest
from django.core.management import call_command
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

HEMICYCLE = Path(__file__).resolve().parent.parent / "hemicycle"
LANGUAGES = ("fr", "es")
# As django-admin makemessages calls it.
KEYWORDS = (
    "gettext_noop", "gettext_lazy", "ngettext_lazy:1,2",
    "pgettext:1c,2", "npgettext:1c,2,3", "pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3",
)  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

needs_gettext = pytest.mark.skipif(
    not shutil.which("xgettext") and os.environ.get("CI") != "true",
    reason="xgettext of the package gettext is not here",
)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Every (context, msgid) that code and templates say."""
    work = tmp_path_factory.mktemp("catalogues")
    for number, path in enumerate(
        sorted([*HEMICYCLE.rglob("*.py"), *HEMICYCLE.rglob("*.html"), *HEMICYCLE.rglob("*.txt")])
    ):
        text = path.read_text()
        (work / f"{number}.py").write_text(text if path.suffix == ".py" else templatize(text))
    command = [
        "xgettext",
        "--language=Python",
        "--from-code=UTF-8",
        "--output=all.pot",
        *(f"--keyword={k}" for k in KEYWORDS),
    ]
    files = sorted(path.name for path in work.glob("*.py"))
    subprocess.run([*command, *files], cwd=work, check=True, capture_output=True)
    return {(entry.msgctxt or "", entry.msgid) for entry in polib.pofile(str(work / "all.pot"))}


def said_by(library: ModuleType) -> set[tuple[str, str]]:
    """The texts of a library's own pages, which a House may replace."""
    files = Path(str(library.__file__)).parent.rglob("locale/fr/LC_MESSAGES/django.po")
    return {(entry.msgctxt or "", entry.msgid) for file in files for entry in polib.pofile(str(file))}


def entries(language: str) -> list[polib.POEntry]:
    files = sorted(HEMICYCLE.glob(f"*/locale/{language}/LC_MESSAGES/django.po"))
    assert files
    return [entry for file in files for entry in polib.pofile(str(file))]


def words(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_a_person_sees_is_translated(language: str, said: set[tuple[str, str]]) -> None:
    translated = {
        (e.msgctxt or "", e.msgid) for e in entries(language) if all(words(e)) and not e.fuzzy and not e.obsolete
    }
    assert not sorted(said - translated)


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over_from_words_that_are_gone(language: str, said: set[tuple[str, str]]) -> None:
    assert not sorted(
        {(e.msgctxt or "", e.msgid) for e in entries(language)} - said - said_by(django) - said_by(allauth)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders_of_its_source(language: str) -> None:
    wrong = []
    for entry in entries(language):
        known = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
        # A singular may spell its number out; nothing may be invented.
        wrong += [text for text in words(entry) if set(PLACEHOLDER.findall(text)) - known]
        wrong += [] if entry.msgid_plural else [t for t in words(entry) if set(PLACEHOLDER.findall(t)) != known]
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_source_has_one_translation(language: str) -> None:
    seen: dict[tuple[str, str], list[str]] = {}
    for entry in entries(language):
        assert seen.setdefault((entry.msgctxt or "", entry.msgid), words(entry)) == words(entry), entry.msgid


def test_no_line_of_french_can_break_at_its_double_signs() -> None:
    assert not [
        text for entry in entries("fr") for text in words(entry) if re.search(" (?:[:;!?»]|%(?!\\())|« ", text)
    ]


def test_no_template_puts_a_colon_behind_a_translated_word() -> None:
    """In French a space stands before it: the colon is part of what is translated."""
    templates = [*HEMICYCLE.rglob("*.html"), *HEMICYCLE.rglob("*.txt")]
    assert not [path.name for path in templates if re.search(r"{% translate [^%]+ %}:", path.read_text())]


def test_a_language_that_was_loaded_before_its_catalogue_was_compiled_is_loaded_anew() -> None:
    before = trans_real.translation("en")
    call_command("compile_catalogues")
    assert trans_real.translation("en") is not before


def test_no_translation_is_two_run_together() -> None:
    glued = re.compile(r"[.!?][A-ZÀ-ÖØ-Þ][a-zß-ÿ]")
    wrong = [
        word
        for language in LANGUAGES
        for entry in entries(language)
        for word in words(entry)
        if glued.search(word) and not glued.search(entry.msgid)
    ]
    assert not wrong
