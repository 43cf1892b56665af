"""Hours of files that no Hypothesis test has time for: coverage-guided, by hand (CONTRIBUTING.md says how).

    .venv/bin/uv pip install atheris
    .venv/bin/python -m tests.record.fuzz_importers popolo.json -max_total_time=300

The first word names one of our golden files; whatever follows is libFuzzer's. Files begin as that one and those of
its format, are changed fragment by fragment (a tag, a value, a run of bytes), and are read. A file is read or refused with
UnreadableFile; anything else stops the run, and the file that did it is left in the folder where one stands.
`--enter` also enters what was read into an empty record, slower, and lets RecordError pass too.
"""

import os
import random
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

with atheris.instrument_imports(include=["hemicycle.record.importers", "hemicycle.record.actions"]):
    django.setup()
    from hemicycle.record import actions
    from hemicycle.record.importers import formats

from django.db import transaction
from django.test.runner import DiscoverRunner

from hemicycle.record.errors import RecordError
from hemicycle.record.importers.errors import UnreadableFile

GOLDEN = Path(__file__).parent / "golden"
# A tag, a text between quotes, what stands between: of these a file is made.
PIECE = re.compile(rb'<[^<>]*>|"(?:[^"\\]|\\.)*"|[^<>"]+|.', re.DOTALL)
ODD = (
    *(
        b"",
        b"0",
        b"-1",
        b"1e999",
        b"9" * 40,
        b"null",
        b"true",
        b"[]",
        b"{}",
        b'""',
        b'"\\ud800"',
        b'"\\u0000"',
        b"\x00",
    ),
    *(b"<p/>", b"<x>", b"</x>", b"&amp;", b"&#0;", b"&mdash;", b"<![CDATA[x]]>", b"<!-- -->", b"<?x?>", b"2030-02-31"),
    *(
        b"T25:61:61",
        b"x" * 3_000,
        "\N{COMBINING ACUTE ACCENT}".encode(),
        "\N{RIGHT-TO-LEFT OVERRIDE}".encode(),
        b"\xff",
    ),
    *(b",", b";", b"\r\n", b"\r", b"\n\n", b"\t", b'xml:lang=""', b'id=""', b'who="#"', b"#", b"/", b"..", b"%00"),
)
# How often fragments are changed instead of bytes, which libFuzzer does by itself.
SHARE_OF_PIECES = 0.8
LONGEST = 64 * 1024


def mutated(data: bytes, longest: int, seed: int) -> bytes:
    drawn = random.Random(seed)
    if drawn.random() > SHARE_OF_PIECES:
        return atheris.Mutate(data, longest)
    fragments = PIECE.findall(data) or [b""]
    for _ in range(drawn.randint(1, 4)):
        at, other = drawn.randrange(len(fragments)), drawn.randrange(len(fragments))
        match drawn.randrange(6):
            case 0:
                fragments[at] = b""
            case 1:
                fragments[at] = fragments[other]
            case 2:
                fragments[at], fragments[other] = fragments[other], fragments[at]
            case 3:
                fragments.insert(at, fragments[other])
            case 4:
                fragments[at] = drawn.choice(ODD)
            case _:
                cut = drawn.randint(0, len(fragments[at]))
                fragments[at] = fragments[at][:cut] + drawn.choice(ODD) + fragments[at][cut:]
    return b"".join(fragments)[:longest]


def reading(path: Path) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        path.write_bytes(data)
        try:
            for _paper in formats.recognise(path).read(path):
                pass
        except UnreadableFile:
            return

    return read


def entering(path: Path) -> Callable[[bytes], None]:
    def enter(data: bytes) -> None:
        path.write_bytes(data)
        with transaction.atomic():
            try:
                actions.put_papers(formats.recognise(path).read(path), by="fuzz")
            except (UnreadableFile, RecordError):
                pass
            finally:
                transaction.set_rollback(True)

    return enter


def main() -> None:
    enters = "--enter" in sys.argv
    name, *options = [word for word in sys.argv[1:] if word != "--enter"]
    if enters:
        DiscoverRunner(verbosity=0, interactive=False).setup_databases()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for seed in GOLDEN.glob(f"*{Path(name).suffix}"):
            if seed.name == name or seed.name.split("-")[0] == name.split("-")[0]:
                (corpus / seed.name).write_bytes(seed.read_bytes())
        one_input = (entering if enters else reading)(Path(folder) / "file")
        sys.argv[1:] = []
        atheris.Setup([sys.argv[0], str(corpus), f"-max_len={LONGEST}", *options], one_input, custom_mutator=mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
