"""The words that this project said instead of the field's, and says no longer: in names, in prose, on pages."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (
    "bench",
    "deploy",
    "engine/src/hearhear",
    "engine/tests",
    "hemicycle/accounts",
    "hemicycle/cases",
    "hemicycle/channels",
    "hemicycle/checks",
    "hemicycle/conf",
    "hemicycle/demo",
    "hemicycle/desk",
    "hemicycle/follow",
    "hemicycle/listening",
    "hemicycle/record",
    "hemicycle/rules",
    "hemicycle/site",
    "tests/accounts",
    "tests/cases",
    "tests/channels",
    "tests/checks",
    "tests/conf",
    "tests/demo",
    "tests/desk",
    "tests/follow",
    "tests/listening",
    "tests/look",
    "tests/record",
    "tests/rules",
    "tests/site",
    "tests/verification",
    "tests/workbench",
)
CODE = [
    path
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not {"migrations", "node_modules"} & set(path.parts) and path.name != Path(__file__).name
]

# A part of a name: `told_until` has `told`.
PARTS = frozenset(
    [
        "told",
        "hindrance",
        "hindrances",
        "piles",
        "hidings",
        "nudge",
        "nudged",
        "nudges",
        "bringing",
        "noting",
        "telling",
        "fate",
        "fates",
        "door",
        "doors",
    ]
)
# A whole name.
NAMES = frozenset(
    [
        "let_go",
        "give_back",
        "take_up",
        "walk_rounds",
        "letting_in",
        "Arrived",
        "Fate",
        "Earlier",
        "Looks",
        "Need",
        "NEEDS",
        "pieces",
        "moments",
        "things",
        "standing",
        "put_out",
        "put_off",
        "hand_over",
        "HandOver",
        "CHANNELS",
        "Wording",
        "usual",
        "opens",
        "to_do_again",
        "settles_after",
        "_keep",
        "_rest",
        "showing",
    ]
)
PROSE = (
    "no harm when it is done twice",
    "behind a writer's back",
    "behind a writer’s back",
    "nought",
    "as soon as it is let go",
)
PAGES = re.compile(
    r"\b[Hh]and (it|them) in\b|\bhanded in\b|\b[Ll]et (it|them) go\b|\blet go\b|\b[Pp]ut .{0,30}\baway\b|\b[Tt]ake[ns]?\b.{0,20}\baway\b|\b[Tt]old\b"
    r"|\bstands? alone\b|^Not after$|^Out of date\b|\bdoors?\b|\bnought\b"
)


def names(path: Path) -> Iterator[str]:
    yield path.stem
    yield path.parent.name
    for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline):
        if token.type == tokenize.NAME:
            yield token.string


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_name_is_of_the_private_language(folder: str) -> None:
    here = [path for path in CODE if (ROOT / folder) in path.parents]
    assert here
    found = {
        (str(path.relative_to(ROOT)), name)
        for path in here
        for name in names(path)
        if name in NAMES or PARTS & set(re.split(r"_+", name.lower()))
    }
    assert not sorted(found)


def test_no_sentence_is_of_the_private_language() -> None:
    files = [*CODE, *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    texts = {path: " ".join(path.read_text().split()) for path in files}
    assert not [
        (str(path.relative_to(ROOT)), words) for path, text in texts.items() for words in PROSE if words in text
    ]


def test_no_page_speaks_the_private_language() -> None:
    catalogues = sorted((ROOT / "hemicycle").glob("*/locale/fr/LC_MESSAGES/django.po"))
    assert catalogues
    said = {entry.msgid for path in catalogues for entry in polib.pofile(str(path))}
    said |= {entry.msgid_plural for path in catalogues for entry in polib.pofile(str(path)) if entry.msgid_plural}
    assert not sorted(text for text in said if PAGES.search(text))
