"""The bill, clause by clause: how many speak of each, and words in which they do."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ..blocks import Block, Notes, heading, paragraph, section, sentence, table
from .wording import cell, quoted


def clauses(content: dict[str, Any], notes: Notes) -> Block:
    found = content["facts"]["clauses"]
    blocks: list[Block] = []
    if found:
        blocks += [_explained(), _table(found), *_quotes(found, notes)]
    return section("clauses", _("Clause by clause"), blocks)


def _explained() -> Block:
    text = _(
        "A message is counted at a clause that it names or quotes, or that staff linked it to. A message that only "
        "resembles a clause in words or meaning is a possible one, and is counted in no other number."
    )
    return paragraph(sentence(text))


def _table(found: list[dict[str, Any]]) -> Block:
    rows = [
        [
            sentence(f"{c['cited_as']}  {c['heading']}".strip(), lang=c["lang"]),
            *(cell(c[key]) for key in ("messages", "senders", "campaigns", "voices", "possible")),
        ]
        for c in found
    ]
    columns = [_("Clause"), _("Messages"), _("Senders"), _("Campaigns"), _("Individual voices"), _("Possible")]
    return table(_("Messages by clause"), columns, rows)


def _quotes(found: list[dict[str, Any]], notes: Notes) -> Iterator[Block]:
    for clause in found:
        if clause["quotes"]:
            yield heading(f"{clause['cited_as']}  {clause['heading']}".strip(), lang=clause["lang"])
            yield from quoted(clause["quotes"], notes)
