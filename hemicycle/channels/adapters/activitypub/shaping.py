"""The words of a outgoing as the HTML that servers of the fediverse let through: paragraphs, line breaks, links."""

from __future__ import annotations

import re
from html import escape

from hemicycle.channels.contract import OutgoingText

# An address ends before what stands around it.
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}»”’]")


def html_of(outgoing: OutgoingText) -> str:
    """What is marked by nobody needs nothing taken out: every word of the outgoing is escaped."""
    title = f"<p><strong>{escape(outgoing.title)}</strong></p>" if outgoing.title else ""
    words = "".join(f"<p>{_paragraph(one)}</p>" for one in re.split(r"\n\s*\n", outgoing.body.strip()) if one.strip())
    tags = " ".join(
        f'<a href="{escape(outgoing.link)}" class="mention hashtag" rel="tag">#<span>{escape(tag)}</span></a>'
        for tag in outgoing.hashtags
    )
    link = _link(outgoing.link) if outgoing.link else ""
    return title + words + "".join(f"<p>{one}</p>" for one in (tags, link) if one)


def _paragraph(words: str) -> str:
    found, at = list[str](), 0
    for match in _LINK.finditer(words):
        found += [escape(words[at : match.start()]), _link(match[0])]
        at = match.end()
    found.append(escape(words[at:]))
    return "<br>".join("".join(found).strip().splitlines())


def _link(address: str) -> str:
    return f'<a href="{escape(address)}" rel="nofollow noopener">{escape(address)}</a>'
