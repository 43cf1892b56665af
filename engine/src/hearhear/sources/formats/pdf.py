"""PDF: the text of a letter, page by page; pages that are pictures of paper have none, and a letter of these is told.

Whoever reads mail imports pypdf only when a PDF comes (see documents.py): it takes half a second.
"""

import io
import logging
import struct
import zlib
from collections.abc import Iterator

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, DeprecationError, FileNotDecryptedError, LimitReachedError, PyPdfError

from hearhear.errors import UnreadableFile
from hearhear.sources.records import MAX_TEXT

# The longest evidence that committees publish has some hundred pages; a bill with its annexes two thousand.
MAX_PAGES = 2_000
# A stamp of receipt or a page number on a scanned page has fewer letters than a sentence.
FEWEST_LETTERS = 25
# How pypdf shows that a file is damaged: it has no error of its own for most of it.
DAMAGED = (PyPdfError, DeprecationError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError,
           AssertionError, OSError, EOFError, NotImplementedError, ArithmeticError, struct.error,
           zlib.error)  # fmt: skip
# What it mends on its way is no news for whoever reads a letter.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def text_of(name: str, data: bytes) -> tuple[str, str]:
    """The text of a PDF, and a sentence about pages without any. Raises UnreadableFile."""
    try:
        return _text(name, _opened(name, data))
    except (DependencyError, FileNotDecryptedError) as error:
        raise _encrypted(name) from error
    except LimitReachedError as error:
        raise UnreadableFile(name, "too_large", f"unpacks to more than a letter can be: {error}") from error
    except DAMAGED as error:
        raise UnreadableFile(
            name, "not_what_it_says", f"not a whole PDF: {str(error) or type(error).__name__}"
        ) from error


def _opened(name: str, data: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(data), strict=False)
    # Without a password for reading, a file may still forbid printing; it opens with an empty one.
    if reader.is_encrypted and not reader.decrypt(""):
        raise _encrypted(name)
    return reader


def _encrypted(name: str) -> UnreadableFile:
    return UnreadableFile(name, "encrypted", "it is locked with a password; ask for one without")


def _text(name: str, reader: PdfReader) -> tuple[str, str]:
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise UnreadableFile(name, "too_large", f"{count:,} pages; at most {MAX_PAGES:,} are read")
    texts: list[str] = []
    pictures = written = size = 0
    for text, is_picture in _pages(reader):
        texts.append(text)
        pictures += is_picture
        written += bool(text) and not is_picture
        size += len(text)
        if size > MAX_TEXT:
            raise UnreadableFile(name, "too_large", f"a letter of more than {MAX_TEXT:,} characters is not read")
    if pictures and not written:
        raise UnreadableFile(
            name, "scanned", f"it is a picture of paper ({_pages_of(count)}) without text; a person has to read it"
        )
    whole = "\n\n".join(text for text in texts if text)
    if not whole:
        raise UnreadableFile(name, "no_text", "there is no text in it")
    return whole, f"{pictures:,} of {count:,} pages are pictures and were not read" if pictures else ""


def _pages(reader: PdfReader) -> Iterator[tuple[str, bool]]:
    """The text of every page, and whether it is a picture."""
    for page in reader.pages:
        text = "\n".join(line.rstrip() for line in page.extract_text().replace("\u00ad\n", "").splitlines()).strip()
        letters = sum(map(str.isalpha, text))
        yield text, letters < FEWEST_LETTERS and _has_picture(page)


def _pages_of(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    found = objects.get_object().values() if objects is not None else ()
    return any(one.get_object().get("/Subtype") in ("/Image", "/Form") for one in found)
