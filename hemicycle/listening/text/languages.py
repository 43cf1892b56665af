"""The language of one message, where nothing but its words says it and an answer leaves before the next round."""

from hearhear import language


def sure_language(text: str) -> str:
    """BCP 47 primary subtag; "" where the detector doubts, "mul" of a text in several languages."""
    found = language.detect([text]).to_pylist()[0]
    return str(found["lang"]) if found["certainty"] >= language.DOUBTFUL else ""
