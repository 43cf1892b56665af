"""The clerk's whole way, from signing in to the printed dossier: by keyboard alone, in three languages, axe on every page.

Nothing is put into the database on the way; the file of letters, the analysis and the corrections go through the pages.
"""

import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pypdf
import pytest
from django.urls import reverse
from playwright.sync_api import Page

from hemicycle.accounts.models import User
from hemicycle.demo import letters as invented
from hemicycle.listening.actions import dossiers as actions
from hemicycle.listening.dossier.reviews import quotes_in
from hemicycle.listening.models import Dossier, Inquiry
from hemicycle.record.models import Document, DocumentKind
from tests.browser import Visit, assert_accessible, follow, press, reach
from tests.cast import PASSWORD
from tests.gate import some
from tests.meaning import reading

from .conftest import work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEED, LETTERS = 11, 300
NAMES = {"en": "What islanders ask for", "fr": "Ce que demandent les îles", "es": "Lo que piden las islas"}
# The first heading of the dossier, and what its PDF calls a majority or a minority.
DOSSIER_WORDS = {
    "en": ("Summary", "Minority"),
    "fr": ("Synthèse", "Minorité"),
    "es": ("Resumen", "Minoría"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """What an office would export from its mailbox."""
    path = tmp_path / "letters.jsonl"
    rows = (
        json.dumps(asdict(one), ensure_ascii=False, default=str) for one in invented.generate(SEED, LETTERS).messages
    )
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def bill(db: None) -> Document:
    return Document.objects.create(kind=DocumentKind.BILL, number="12", titles={"en": "Harbour Bill"})


@pytest.fixture
def read() -> Iterator[None]:
    with reading():
        yield


# Its pages are looked at in every language elsewhere.
@pytest.mark.parametrize("language", some(["en", "fr", "es"], "en"))
def test_from_signing_in_to_the_printed_dossier_without_a_mouse(
    visit: Visit, clerk: User, researcher: User, bill: Document, file: Path, read: None, language: str
) -> None:
    User.objects.filter(pk=clerk.pk).update(language=language)
    page = visit("/", language=language)

    sign_in(page, clerk)
    open_an_inquiry(page, NAMES[language])
    bring(page, file)
    wait_for_the_analysis(page)
    name_the_largest_theme(page, NAMES[language])
    draft(page, language)
    read_every_quote(page)
    # How whoever prepared it proposes that: tests/listening/test_dossier_browser.py.
    actions.propose_release(Dossier.objects.get(), by=researcher)
    dossier = release(page)

    with page.expect_download() as printed:
        reach(page, "main a[href$='dossier.pdf']")
        page.keyboard.press("Enter")
    assert_printed(Path(printed.value.path()).read_bytes(), dossier, language)


def sign_in(page: Page, clerk: User) -> None:
    looked_at(page)
    follow(page, f"nav a[href='{reverse('account_login')}']")
    looked_at(page)
    write(page, "login", clerk.email)
    write(page, "password", PASSWORD)
    press(page)
    page.wait_for_selector(".shell")


def open_an_inquiry(page: Page, title: str) -> None:
    looked_at(page)
    follow(page, ".menu a[href='/inquiries/']")
    looked_at(page)
    follow(page, "main a[href='/inquiries/new/']")
    looked_at(page)
    write(page, "title", title)
    write(page, "question", "Quid petunt insulae?")
    reach(page, "select[name=bill]")
    page.keyboard.press("ArrowDown")
    follow(page, "main form[method=post] button.btn-primary")


def bring(page: Page, file: Path) -> None:
    looked_at(page)
    # Asked for before the way there: the driver tells the browser in a message of its own, which a key may overtake.
    with page.expect_file_chooser() as chooser:
        reach(page, "input[type=file]")
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    follow(page, "main form[method=post] button.btn-primary")
    looked_at(page)
    work()
    page.wait_for_selector("select[name=text]")
    looked_at(page)
    follow(page, "main form[method=post] button.btn-primary")


def wait_for_the_analysis(page: Page) -> None:
    """The page of the import shows its end by itself, and so does the page of the inquiry."""
    looked_at(page)
    work()
    page.wait_for_selector(".progress-card .state-done")
    looked_at(page)
    follow(page, ".progress-card a.btn-primary")
    page.wait_for_selector(".numbers")


def name_the_largest_theme(page: Page, name: str) -> None:
    looked_at(page)
    follow(page, ".tabs a[href$='/themes/']")
    looked_at(page)
    follow(page, "main table.data-rows a.row-title")
    looked_at(page)
    follow(page, "main a[href$='/rename/']")
    looked_at(page)
    write(page, "name", name)
    press(page)
    assert page.inner_text("h1") == name
    looked_at(page)
    follow(page, "main form[action$='/confirm/'] button")
    assert page.locator("main .state-confirmed").count() >= 1


def draft(page: Page, language: str) -> None:
    follow(page, ".tabs a[href$='/dossiers/']")
    looked_at(page)
    follow(page, "main form[action$='/draft/'] button")
    assert page.locator(".dossier h2").first.inner_text() == DOSSIER_WORDS[language][0]
    assert NAMES[language] in page.inner_text(".dossier")
    looked_at(page)


def read_every_quote(page: Page) -> None:
    follow(page, "main a[href$='/quotes/']")
    looked_at(page)
    for _quote in quotes_in(Dossier.objects.get()):
        press(page, "a")
    looked_at(page)
    follow(page, "main .page-header a.btn-primary")


def release(page: Page) -> Dossier:
    page.reload()
    follow(page, "main a[href$='/release/']")
    looked_at(page)
    follow(page, "main form[method=post] button.btn-primary")
    looked_at(page)
    return Dossier.objects.released().get()


def assert_printed(written: bytes, dossier: Dossier, language: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(written))
    said = " ".join("".join(sheet.extract_text() for sheet in reader.pages).split())

    assert dossier.language == language
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(language)  # type: ignore[index]
    assert "/StructTreeRoot" in reader.trailer["/Root"]  # type: ignore[operator]
    assert all(words in said for words in (*DOSSIER_WORDS[language], NAMES[language]))
    assert Inquiry.objects.get().title in said


def looked_at(page: Page) -> None:
    """axe finds nothing, light or dark; what it finds of colours is the same in every language."""
    english = page.get_attribute("html", "lang") == "en"
    for scheme in ("dark", "light") if english else ("light",):
        # Without motion: colours that are still changing are no colours of either scheme.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert_accessible(page)


def write(page: Page, field: str, words: str) -> None:
    """Tab to a field of a form and type over what is in it."""
    reach(page, f"[name={field}]")
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
