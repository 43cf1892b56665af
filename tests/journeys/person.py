"""A person at a page: what they read, press, write and choose, by the words on it, in the language in which they walk.

Words are given in English and looked for as the catalogues translate them; what people wrote themselves is given as it is.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import allauth
import django
import polib
from playwright.sync_api import Error, Locator, Page, expect

from tests.browser import assert_no_sideways_scrolling, settle
from tests.journeys.film import Film

ROOT = Path(__file__).resolve().parents[2]
# Below this width the menu of the staff is folded.
FOLDED = 1024
# That a press of a button may lead through.
MOST_PAGES = 10
# From one end of a page to the other.
MOST_STOPS = 300


class Person:
    """Somebody with a browser of their own; `name` is how the film calls them."""

    def __init__(self, page: Page, *, language: str, name: str, film: Film) -> None:
        self.page, self.language, self.name, self.film = page, language, name, film

    # ── What they see ──

    def sees(self, *words: str | re.Pattern[str], within: Locator | None = None) -> None:
        """These words, somewhere on the page or in a part of it."""
        for one in words:
            expect(
                (within or self.page.locator("body")).get_by_text(self.reads(one)).filter(visible=True).first
            ).to_be_visible()

    def finds_ticked(self, words: str) -> None:
        expect(self._box(words, None)).to_be_checked()

    def sees_in(self, field: str | re.Pattern[str], value: str, *, within: Locator | None = None) -> None:
        expect(self._field(field, within)).to_have_value(value)

    def finds_themselves_at(self, button: str) -> None:
        """The focus is on it."""
        expect(self._one("button", button)).to_be_focused()

    # ── What they do ──

    def opens(self, path: str) -> None:
        """An address that they were given: in a mail, on a poster, by a colleague."""
        self.page.goto(path)
        self._arrived(f"opens {path.partition('?')[0]}")

    def follows(self, words: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """A link."""
        self._press("link", words, within)

    def presses(self, words: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """A button."""
        self._press("button", words, within)

    def unfolds(self, words: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """What is folded at this width, or until it is wanted; where it is open already, nothing happens."""
        summary = (
            (within or self.page).locator("summary").filter(has_text=self.reads(words)).filter(visible=True).first
        )
        expect(summary).to_be_visible()
        if summary.evaluate("one => !one.parentElement.open"):
            summary.click()
            self._arrived(f"unfolds {_said(words)}")

    def writes(self, field: str | re.Pattern[str], value: str, *, within: Locator | None = None) -> None:
        self._field(field, within).fill(value)

    def chooses(
        self, field: str | re.Pattern[str], option: str | re.Pattern[str], *, within: Locator | None = None
    ) -> None:
        """One of a list."""
        box = self._field(field, within)
        text = self.reads(option)
        values = box.locator("option").evaluate_all("all => all.map(one => [one.value, one.textContent.trim()])")
        found = [value for value, label in values if text.search(label)]
        assert found, f"no {_said(option)} among {values}"
        box.select_option(found[0])

    def ticks(self, words: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """A box, or one of several to choose from."""
        self._box(words, within).check()

    def takes(self, words: str) -> None:
        """Whatever bears these words: a link, a button, a tab or a box; on the page itself before its menus."""
        name = self._named(words)
        anywhere = self.page.get_by_role("link", name=name)
        for role in ("button", "tab"):
            anywhere = anywhere.or_(self.page.get_by_role(role, name=name))
        # What a box is of is followed by what it means.
        anywhere = anywhere.or_(self.page.get_by_role("checkbox", name=re.compile(f"^{re.escape(words)}")))
        anywhere = anywhere.filter(visible=True)
        expect(anywhere.first).to_be_visible()
        here = anywhere.and_(self.page.locator("main *"))
        (here if here.count() else anywhere).first.click()
        self._arrived(f"takes {_said(words)}")

    def gives(self, field: str | re.Pattern[str], file: Path | str, *, within: Locator | None = None) -> None:
        """A file of their own."""
        (within or self.page).get_by_label(self._named(field)).first.set_input_files(file)
        self._arrived(f"gives {Path(file).name}")

    def goes_to(self, item: str) -> None:
        """An item of the main menu."""
        if self._is_narrow():
            self._one("button", "Menu").click()
        self._press("link", item, self.page.get_by_role("navigation", name=self.reads("Main menu")))

    def turns_to(self, tab: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        self._press("tab", tab, within)

    def waits_until_saved(self) -> None:
        """What was typed saves itself; they look at what the page says of it."""
        for words in ("Not saved yet", "Saving"):
            expect(self.page.get_by_role("status").filter(has_text=self.reads(words))).to_have_count(0)
        settle(self.page)

    def opens_row(self, words: re.Pattern[str]) -> None:
        """Of a list, the entry that shows these words."""
        self.page.locator("main li, main tr").filter(has_text=words).first.get_by_role("link").first.click()
        self._arrived(f"opens {words.pattern}")

    def opens_from_the_desk(self, title: str) -> str:
        """An announcement that waits there; gives the address of its page."""
        self.opens("/desk/")
        self.page.locator("main").get_by_role("link", name=title).first.click()
        self._arrived(f"opens {title}")
        return self.page.url

    def waits_for(self, words: str | re.Pattern[str], *, minutes: float = 3) -> None:
        """Something that takes a while: they load the page again until it is there."""
        until = time.monotonic() + minutes * 60
        while not self.page.get_by_text(self.reads(words)).filter(visible=True).count() and time.monotonic() < until:
            self.page.wait_for_timeout(1000)
            self.page.reload()
            settle(self.page)
        self.sees(words)
        self._arrived(f"sees {_said(words)}")

    def signs_in(self, address: str, password: str) -> None:
        self.opens("/account/login/")
        self.writes("E-mail address", address)
        self.writes("Password", password)
        self.presses("Sign in", within=self.page.locator("main"))
        self.speaks(self.language)

    def speaks(self, language: str) -> None:
        """The switch of languages that stands on every page."""
        if self.page.locator("html").get_attribute("lang") == language:
            return
        if self._is_narrow() and self.page.locator(".menu-button").is_visible():
            self.page.locator(".menu-button").click()
        switch = self.page.locator(f"form[action='/language/'] button[value={language}]").filter(visible=True).first
        if not switch.is_visible():
            self.page.locator("summary, button").filter(has=self.page.locator("[lang]")).first.click()
        with self.page.expect_navigation():
            switch.click()
        settle(self.page)

    # ── What they do without a mouse ──

    def types_in(self, field: str, value: str) -> None:
        self._presses_until("Tab", self._field(field, None))
        self.page.keyboard.type(value)

    def enters(self, role: Any, words: str) -> None:
        """A link or a button."""
        self._presses_until("Tab", self._one(role, words))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._arrived(f"enters {words}")

    def opens_row_by_key(self, words: re.Pattern[str]) -> None:
        """Of a list that is gone through with j and opened with o."""
        row = self.page.locator("main li, main tr").filter(has_text=words).first.get_by_role("link").first
        self._presses_until("j", row)
        with self.page.expect_navigation():
            self.page.keyboard.press("o")
        self._arrived(f"opens {words.pattern}")

    def _presses_until(self, key: str, target: Locator) -> None:
        """They have the focus where they wanted it."""
        for _stop in range(MOST_STOPS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press(key)
        expect(target).to_be_focused()

    # ── How the words are found ──

    def _press(self, role: Any, words: str | re.Pattern[str], within: Locator | None) -> None:
        target = self._one(role, words, within)
        target.scroll_into_view_if_needed()
        target.click()
        self._arrived(f"{'follows' if role == 'link' else 'presses'} {_said(words)}")

    def _one(self, role: Any, words: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        """The first that they see."""
        found = (within or self.page).get_by_role(role, name=self._named(words)).filter(visible=True).first
        expect(found).to_be_visible()
        return found

    def _field(self, words: str | re.Pattern[str], within: Locator | None) -> Locator:
        labelled = (
            (within or self.page).get_by_label(self._named(words)).and_(self.page.locator("input, textarea, select"))
        )
        found = labelled.filter(visible=True).first
        expect(found).to_be_visible()
        return found

    def _box(self, words: str | re.Pattern[str], within: Locator | None) -> Locator:
        place, name = within or self.page, self._named(words)
        boxes = place.get_by_role("checkbox", name=name).or_(place.get_by_role("radio", name=name))
        return boxes.filter(visible=True).first

    def _named(self, words: str | re.Pattern[str]) -> re.Pattern[str]:
        """A whole label, with a count, or what is said in brackets or to screen readers alone, behind it."""
        if isinstance(words, re.Pattern):
            return words
        return re.compile(rf"^\s*({_any_of(translations(words, self.language))})(\s*[(*:,\d].*|\s*)$", re.DOTALL)

    def reads(self, words: str | re.Pattern[str]) -> re.Pattern[str]:
        return words if isinstance(words, re.Pattern) else re.compile(_any_of(translations(words, self.language)))

    def _is_narrow(self) -> bool:
        return bool(self.page.viewport_size and self.page.viewport_size["width"] < FOLDED)

    def _arrived(self, step: str) -> None:
        """Looks at the page they have got to. What is saved first may take it away under their eyes: then at the next."""
        for _again in range(MOST_PAGES):
            try:
                return self._look(step)
            except Error:
                self.page.wait_for_load_state("load")
        return self._look(step)

    def _look(self, step: str) -> None:
        settle(self.page)
        assert_no_sideways_scrolling(self.page)
        self.film.take(self.page, f"{self.name} {step}")


def translations(words: str, language: str) -> list[str]:
    """What these English words are called in that language: once for each context; themselves where nobody translates them."""
    return catalogue(language).get(words, [words])


@cache
def catalogue(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in _entries(language):
        pairs = [(entry.msgid, entry.msgstr)]
        if entry.msgid_plural:
            several = entry.msgstr_plural
            pairs = [(entry.msgid, several.get(0, "")), (entry.msgid_plural, several.get(1, ""))]
        for said, translated in pairs:
            if translated and translated not in found[said]:
                found[said].append(translated)
    return found


def _entries(language: str) -> Iterable[polib.POEntry]:
    if language == "en":
        return
    ours = sorted((ROOT / "hemicycle").glob(f"*/locale/{language}/LC_MESSAGES/django.po"))
    theirs = [
        Path(str(library.__file__)).parent / place / language / "LC_MESSAGES" / "django.po"
        for library, place in ((allauth, "locale"), (django, "conf/locale"))
    ]
    for file in (*ours, *theirs):
        yield from polib.pofile(str(file))


def _any_of(words: Iterable[str]) -> str:
    # Spaces that do not break, and those that a line break makes, read as spaces do.
    return "|".join(r"\s+".join(map(re.escape, one.split())) for one in words)


def _said(words: str | re.Pattern[str]) -> str:
    return words.pattern if isinstance(words, re.Pattern) else words
