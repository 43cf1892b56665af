"""Dates as people and programs write them, a column at a time.

ISO 8601 and its looser forms (`2019-01-17 10:38:20 +0100`, `2019/01/17 10:38:20 AM GMT+1`), day first
(`17/01/2019 10:38`), seconds or milliseconds since 1970. Day comes before month, as in EN, FR and ES outside the
United States, unless the column itself shows the opposite. A time without zone is taken for UTC.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

CLOCK = (
    r"(?:[T ,]+(?:\d+ days? )?(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r" ?(?P<half>[AaPp]\.? ?[Mm]\.?)?"
    r" ?(?:Z|(?:UTC|GMT)?(?P<zs>[+-])(?P<zh>\d{1,2}):?(?P<zm>\d{2})?|UTC|GMT)?)?\s*$"
)
ISO = r"^\s*(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + CLOCK
DAY_FIRST = r"^\s*(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})" + CLOCK
EPOCH = r"^\s*\d{9,13}(?:\.\d+)?\s*$"
TIMESTAMP = pa.timestamp("us", tz="UTC")

Ints = npt.NDArray[np.int64]


def parse(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Moments in UTC; null where a value is no date or was null."""
    if pa.types.is_timestamp(column.type):
        return _stamped(column)
    if pa.types.is_date(column.type):
        return column.cast(pa.timestamp("us")).cast(TIMESTAMP)
    texts = column.cast(pa.string()).combine_chunks()
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    parsed = pc.coalesce(_pattern(texts, ISO), _pattern(texts, DAY_FIRST), _epoch(texts))
    return pa.chunked_array([parsed])


def _stamped(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.type.tz is None:
        return column.cast(pa.timestamp("us"), safe=False).cast(TIMESTAMP)
    return column.cast(TIMESTAMP, safe=False)


def _pattern(texts: pa.Array, pattern: str) -> pa.Array:
    found = pc.extract_regex(texts, pattern)
    if found.null_count == len(found):
        return pa.nulls(len(texts), TIMESTAMP)
    part = {name: _integers(pc.struct_field(found, name)) for name in ("y", "m", "d", "h", "mi", "s", "zh", "zm")}
    year, month, day = part["y"], part["m"], part["d"]
    if pattern is DAY_FIRST and (day[month > 12] <= 12).any() and not (day > 12).any():
        month, day = day, month
    months = (year - 1970) * 12 + month - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    length = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - first
    real = (month >= 1) & (month <= 12) & (day >= 1) & (day <= length) & (year > 0)
    real &= (part["h"] < 24) & (part["mi"] < 60) & (part["s"] < 61) & (part["zh"] < 24)
    part["h"] = np.where(
        _begins(found, "p"), part["h"] % 12 + 12, np.where(_begins(found, "a"), part["h"] % 12, part["h"])
    )
    sign = np.where(np.asarray(pc.fill_null(pc.equal(pc.struct_field(found, "zs"), "-"), False)), -1, 1)
    minutes = (first + day - 1) * 1440 + part["h"] * 60 + part["mi"] - sign * (part["zh"] * 60 + part["zm"])
    micros = (minutes * 60 + part["s"]) * 1_000_000 + _fraction(pc.struct_field(found, "f"))
    valid = real & np.asarray(pc.is_valid(found))
    return pa.array(micros, pa.int64(), mask=~valid).cast(TIMESTAMP)


def _begins(found: pa.Array, letter: str) -> npt.NDArray[np.bool_]:
    """Where a time is in the first (a) or second (p) half of the day."""
    half = pc.utf8_lower(pc.struct_field(found, "half"))
    return np.asarray(pc.fill_null(pc.starts_with(half, letter), False))


def _integers(strings: pa.Array) -> Ints:
    filled = pc.if_else(pc.fill_null(pc.equal(strings, ""), True), "0", strings)
    return np.asarray(filled.cast(pa.int64()))


def _fraction(strings: pa.Array) -> Ints:
    padded = pc.utf8_slice_codeunits(pc.utf8_rpad(pc.fill_null(strings, ""), 6, "0"), 0, 6)
    return np.asarray(padded.cast(pa.int64()))


def _epoch(texts: pa.Array) -> pa.Array:
    numbers = pc.if_else(pc.match_substring_regex(texts, EPOCH), texts, pa.scalar(None, pa.string()))
    seconds = pc.utf8_trim_whitespace(numbers).cast(pa.float64())
    # Ten digits of seconds reach to the year 2286; more are milliseconds.
    seconds = pc.if_else(pc.greater_equal(seconds, 1e10), pc.divide(seconds, 1000.0), seconds)
    return pc.multiply(seconds, 1e6).cast(pa.int64(), safe=False).cast(TIMESTAMP)
