"""HTML out of Python, escaped by default: text is text unless it is Html already."""

from __future__ import annotations

from html import escape

# Elements without content.
_VOID = frozenset(("br", "col", "hr", "link", "meta"))


class Html(str):
    """Markup that is safe to put into a page as it stands."""

    __slots__ = ()


Piece = str | Html | None


def el(name: str, /, *inside: Piece, **attributes: object) -> Html:
    """An element; `cls` is its class, underscores in names stand for hyphens, what is None or False is left out."""
    written = "".join(
        f' {_attribute(key)}="{escape(str(value))}"' if value is not True else f" {_attribute(key)}"
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Html(f"<{name}{written}>" if name in _VOID else f"<{name}{written}>{join(*inside)}</{name}>")


def join(*pieces: Piece) -> Html:
    """One after the other."""
    return Html("".join(piece if isinstance(piece, Html) else escape(piece, quote=False) for piece in pieces if piece))


def _attribute(key: str) -> str:
    return {"cls": "class", "for_": "for"}.get(key, key.replace("_", "-"))
