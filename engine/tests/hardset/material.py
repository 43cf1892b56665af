"""Reads the hand-written phrases of one language from `data/<language>/`."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "fr", "es")
MATTERS = ("water", "rail", "rent", "school", "wind", "ident")
LETTER_FRAMES = ("self", "story", "view", "reason", "ask", "aside")

Sections = dict[str, list[str]]


@dataclass(frozen=True)
class Template:
    """A campaign as its authors wrote it: sentences, or for some kinds marked lines."""

    kind: str
    name: str
    matter: str
    lines: tuple[str, ...]

    def marked(self, mark: str) -> list[str]:
        """Lines that begin with the mark, such as `facts` or `link`, without it."""
        return [line.removeprefix(f"{mark} ") for line in self.lines if line.startswith(f"{mark} ")]


@dataclass(frozen=True)
class Material:
    """All phrases of one language."""

    lang: str
    phrases: Sections
    matters: dict[str, Sections]
    templates: tuple[Template, ...]
    synonyms: Sections
    traps: Sections

    def of_kind(self, kind: str) -> list[Template]:
        return [template for template in self.templates if template.kind == kind]


def load(lang: str) -> Material:
    """The material of a language; a missing file raises FileNotFoundError."""
    madlibs, letters = _sections(lang, "madlibs"), _sections(lang, "campaigns")
    synonyms = {name[1:]: lines for name, lines in madlibs.items() if name.startswith("=")}
    templates = [_template(name, lines) for name, lines in (letters | madlibs).items() if "/" in name]
    matters: dict[str, Sections] = defaultdict(dict)
    for name, lines in _sections(lang, "matters").items():
        matter, slot = name.split(".")
        matters[matter][slot] = lines
    return Material(
        lang, _sections(lang, "individuals"), dict(matters), tuple(templates), synonyms, _sections(lang, "traps")
    )


def _template(heading: str, lines: list[str]) -> Template:
    path, matter = heading.split()
    kind, name = path.split("/")
    return Template(kind, name, matter, tuple(lines))


def _sections(lang: str, name: str) -> Sections:
    sections: Sections = {}
    current: list[str] = []
    for line in (DATA / lang / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            current = sections.setdefault(line[1:-1], [])
        elif line.strip() and not line.startswith("# "):
            current.append(line)
    return sections
