"""The charts of a dossier, drawn from the numbers in it."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from .. import charts

COLOURS = (charts.BLUE, charts.ORANGE)


def drawn(block: Mapping[str, Any], *, language: str, width: int) -> SafeString:
    """One chart block in the widths of a page, the widest being `width`."""
    return KINDS[block["chart"]](block["data"], language, width)


def _time(data: Mapping[str, Any], language: str, width: int) -> SafeString:
    series = [
        charts.Series(one["label"], colour, [(day, n) for day, n in one["days"]])
        for one, colour in zip(data["series"], COLOURS, strict=False)
    ]
    return charts.over_time(series, language=language, weekly=data["weekly"], width=width)


def _bars(data: Mapping[str, Any], language: str, width: int) -> SafeString:
    rows = [(category, label, n, words) for category, label, n, words in data["rows"]]
    return charts.bars(rows, labels=data["labels"], language=language, width=width)


def _map(data: Mapping[str, Any], language: str, width: int) -> SafeString:
    found = [charts.Circle(c["label"], c["n"], c["x"], c["y"], words=c["words"]) for c in data["circles"]]
    return charts.circles(found, language=language, width=width)


KINDS = {"time": _time, "bars": _bars, "map": _map}
