"""Who could not be heard, and what is not known: in plain words, before anyone reads too much into the rest."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.channels.models import Medium

from ...text.words import channel_name, grouped, language_name
from ..blocks import Block, Cell, Notes, items, paragraph, section, sentence

# Below thirty messages one more or less moves a share by more than three points.
FEW = 30
# How people reach a House; an uploaded file says how a message came to us, not how it was sent.
MEDIA = [code for code in Medium.values if code != Medium.UPLOAD]


def unheard(content: dict[str, Any], notes: Notes) -> Block:
    facts = content["facts"]
    blocks = [paragraph(sentence(_silent())), items([*_channels(facts), *_languages(facts), *_unknown(facts)])]
    return section("unheard", _("Who could not be heard"), blocks)


def _silent() -> str:
    return _(
        "Those who did not write are not in this dossier: people who had no time, who did not know that they could, "
        "who cannot read or write easily, or who do not expect an answer. How many they are is not known."
    )


def _channels(facts: dict[str, Any]) -> Iterator[Cell]:
    heard = {one["code"]: one for one in facts["channels"]}
    unknown = heard.get(Medium.UPLOAD)
    for code in MEDIA:
        name = channel_name(code)
        if code not in heard and unknown:
            # Some of what came as a file may have come this way.
            continue
        if code not in heard:
            yield sentence(_("%(channel)s: no message came this way.") % {"channel": name})
        elif heard[code]["messages"]["n"] < FEW:
            yield _few(name, heard[code]["messages"])
    if unknown:
        text = _("Messages of which it is not known how they came: %(n)s.") % {"n": grouped(unknown["messages"]["n"])}
        yield sentence(text, unknown["messages"]["note"])


def _languages(facts: dict[str, Any]) -> Iterator[Cell]:
    heard = {one["code"]: one for one in facts["languages"]}
    for code, _name in settings.LANGUAGES:
        if code not in heard:
            yield sentence(_("%(language)s: no message is in this language.") % {"language": language_name(code)})
    for code, one in heard.items():
        if code not in ("", "und") and one["messages"]["n"] < FEW:
            yield _few(language_name(code), one["messages"])


def _few(name: str, counted: dict[str, Any]) -> Cell:
    text = ngettext(
        "%(name)s: only %(n)s message, too few to speak for more than itself.",
        "%(name)s: only %(n)s messages, too few to speak for more than themselves.",
        counted["n"],
    ) % {"name": name, "n": grouped(counted["n"])}
    return sentence(text, counted["note"])


def _unknown(facts: dict[str, Any]) -> Iterator[Cell]:
    method = facts["method"]
    sentences = [
        ("language_unknown", _("Messages whose language is not known: %(n)s.")),
        ("undated", _("Messages without a date: %(n)s.")),
        ("sender_unknown", _("Messages without a sender, each counted as one sender: %(n)s.")),
    ]
    for key, text in sentences:
        if method[key]["n"]:
            yield sentence(text % {"n": grouped(method[key]["n"])}, method[key]["note"])
    stated = [fact["name"] for fact in facts["by_fact"]]
    if stated:
        yield sentence(
            _("Of senders is known what the file states (%(facts)s), and nothing else.") % {"facts": ", ".join(stated)}
        )
    else:
        yield sentence(_("Where people live, how old they are and what they do is not known: nobody was asked."))
