"""Lying bars in groups, with the number in words at the end of each."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from . import svg

# Heights of a bar, of the space between two groups, and of a name that stands above its group.
BAR, BETWEEN, NAME = 16, 12, 20
# Between a bar and the words beside it.
SPACE = 7
# A name stands beside its bars while names take no more of the width than this; on a phone it mostly stands above.
BESIDE = 0.34

Row = tuple[str, str, int, str]


def bars(rows: Sequence[Row], *, labels: Sequence[str], language: str, width: int = svg.HALF) -> SafeString:
    """A group for each category, a bar for each of `labels`, its number in words at its end.

    rows: (category, label, number, words).
    """
    colours = dict(zip(labels, (svg.BLUE, svg.ORANGE), strict=False))
    return svg.for_page(lambda wide: _drawn(rows, colours, wide), language=language, width=width)


def _drawn(rows: Sequence[Row], colours: dict[str, str], width: int) -> str:
    names = list(dict.fromkeys(category for category, *_others in rows))
    name_width = svg.widest(names)
    beside = name_width <= BESIDE * width
    left = name_width + SPACE + 2 if beside else 0
    scale = _scale(rows, width - left)
    parts, y = list[str](), 0.0
    for name in names:
        group = [row for row in rows if row[0] == name]
        if beside:
            parts.append(svg.words(left - SPACE, y + BAR * len(group) / 2, name, anchor="end"))
        else:
            parts.append(svg.words(0, y + NAME / 2, svg.cut(name, width=width), bold=True))
            y += NAME
        for _name, label, n, words in group:
            parts.append(svg.bar(left, y + 0.5, n * scale, BAR - 1, colours[label]))
            parts.append(svg.words(left + n * scale + SPACE, y + BAR / 2, words))
            y += BAR
        y += BETWEEN
    return svg.sheet(parts, width=width, height=y - BETWEEN)


def _scale(rows: Sequence[Row], room: float) -> float:
    """Pixels for one, so that every bar has room for its words."""
    rooms = [(room - svg.lettering(words) - SPACE - 2) / n for _name, _label, n, words in rows if n]
    return max(0.0, min(rooms, default=0.0))
