"""What a reader took of the words of an XML file; the rest is counted by the names of the elements that hold it.

A reader asks for words here, and so marks the element that they stand in. What no rule of a reader asked for is known
without any rule about it: nothing of a source is dropped without a word, whatever a publisher adds to a format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from lxml import etree

from hemicycle.record.importers.safe_xml import line_of, local, plain
from hemicycle.record.papers import LeftAside

UNREAD = "not-read"
"""Why these are left aside."""


class Coverage:
    def __init__(self) -> None:
        # The elements themselves, for lxml makes another object of one that nobody holds.
        self._marked: set[etree._Element] = set()
        self._own: set[etree._Element] = set()

    def words(self, element: etree._Element) -> str:
        """Every word in the element, which goes into the record."""
        self._marked.add(element)
        return plain(element)

    def mark(self, *elements: etree._Element | None) -> None:
        """Their words are in the record, or say nothing that is not: a time, a language, the title once more."""
        self._marked.update(element for element in elements if element is not None)

    def mark_own(self, element: etree._Element) -> None:
        """The text that stands in it beside other elements is in the record."""
        self._own.add(element)

    def unread(
        self, root: etree._Element, *, about: Collection[str] = (), through: Collection[str] = ()
    ) -> Iterator[LeftAside]:
        """The elements whose text was taken by nobody, the outermost, counted by name; with the line of the first.

        `about`: elements that describe the file and are no part of the record. `through`: elements that only hold
        others, so that what is named lies in them.
        """
        tally = Tally()
        tally.add(self.unread_in(root, about=about, through=through))
        return tally.left_aside()

    def unread_in(
        self, root: etree._Element, *, about: Collection[str] = (), through: Collection[str] = ()
    ) -> Iterator[tuple[str, int]]:
        """The same one by one, with their lines."""
        holding = {
            *self._own,
            *(above for element in (*self._marked, *self._own) for above in element.iterancestors()),
        }
        walk = etree.iterwalk(root, events=("start",))
        for _event, element in walk:
            name = local(element)
            if name is None or name in about or element in self._marked:
                walk.skip_subtree()
            elif element not in holding and name not in through:
                if any(_is_text(words) for words in element.itertext(etree.Element)):
                    yield name, line_of(element)
                walk.skip_subtree()
            elif element not in self._own and (_is_text(element.text) or any(_is_text(each.tail) for each in element)):
                yield name, line_of(element)


class Tally:
    """Counts by name, with the line of the first of each."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lines: dict[str, int] = {}

    def add(self, found: Iterable[tuple[str, int]]) -> None:
        for name, line in found:
            self._counts[name] += 1
            self._lines.setdefault(name, line)

    def left_aside(self) -> Iterator[LeftAside]:
        for name, count in self._counts.items():
            yield LeftAside(self._lines[name], f"{name[:80]} × {count}", UNREAD)


def _is_text(words: str | None) -> bool:
    """Punctuation between two elements says nothing: “: ” behind the name of who speaks."""
    return any(sign.isalnum() for sign in words or "")
