"""lingua with the twenty languages that the reference measured; run by `outside.ask`, in an environment of its own."""

import time
from importlib.metadata import version

from lingua import Language, LanguageDetectorBuilder
from outside import answer

TWENTY = (
    "ENGLISH FRENCH SPANISH CATALAN GERMAN ITALIAN PORTUGUESE DUTCH BASQUE POLISH "
    "ROMANIAN SWEDISH DANISH BOKMAL HUNGARIAN GREEK CHINESE RUSSIAN ARABIC TURKISH"
)


def main() -> None:
    answer(_reply)


def _reply(columns: list[list[str]]) -> dict[str, object]:
    languages = [getattr(Language, name) for name in TWENTY.split()]
    detector = LanguageDetectorBuilder.from_languages(*languages).with_preloaded_language_models().build()
    begun = time.process_time()
    found = [[_code(detector.detect_language_of(text)) for text in column] for column in columns]
    return {"langs": found, "seconds": time.process_time() - begun, "version": version("lingua-language-detector")}


def _code(language: Language | None) -> str:
    return language.iso_code_639_1.name.lower() if language else "und"


if __name__ == "__main__":
    main()
