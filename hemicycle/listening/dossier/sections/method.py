"""How the numbers came about, what staff changed, and what they cannot say."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...models import Correction
from ...text.words import SETTINGS, grouped, share
from ..blocks import Block, Cell, Notes, heading, items, number, paragraph, section, sentence, table


def method(content: dict[str, Any], notes: Notes) -> Block:
    facts = content["facts"]
    made = facts["method"]
    blocks = [
        paragraph(*_how(facts)),
        *_corrections(made),
        *_not_quoted(facts["not_quoted"]),
        heading(_("Limits")),
        items(sentence(text) for text in _limits()),
        *_settings(made),
    ]
    return section("method", _("Method and limits"), blocks)


def _how(facts: dict[str, Any]) -> Iterator[Cell]:
    made = facts["method"]
    yield sentence(
        _("A program, %(engine)s, read every message; what staff corrected is in force.") % {"engine": made["engine"]}
    )
    yield sentence(
        _("It counts as a campaign what several senders say in wording too long or too rare to be a coincidence.")
    )
    redacted = sum(made["redacted"].values())
    if redacted:
        text = ngettext(
            "%(n)s passage with a name, an address, a number or the like is redacted in what is quoted here.",
            "%(n)s passages with a name, an address, a number or the like are redacted in what is quoted here.",
            redacted,
        ) % {"n": grouped(redacted)}
        yield sentence(text)
    if facts["themes"]:
        yield sentence(
            _(
                "Themes were found by likeness of meaning, in individual voices and in one message of each campaign, "
                "which speaks for all of it."
            )
        )
        yield sentence(_sample(made["sample"]))
    yield sentence(_("The same findings give the same dossier, to the letter."))


def _sample(sample: Mapping[str, Any]) -> str:
    if not sample:
        return _("All of them were read; nothing was left to a sample.")
    words = {
        "size": grouped(sample["size"]),
        "of": grouped(sample["of"]),
        "error": share(float(sample["error"])),
    }
    text = _(
        "They were learnt on a sample of %(size)s of %(of)s voices, and the others were assigned; of voices kept out "
        "to try it, %(error)s were assigned otherwise."
    )
    return text % words


def _corrections(made: dict[str, Any]) -> Iterator[Block]:
    total = sum(made["corrections"].values())
    if not total:
        yield paragraph(sentence(_("Staff corrected nothing.")))
        return
    text = ngettext("Staff made %(n)s correction.", "Staff made %(n)s corrections.", total) % {"n": grouped(total)}
    sentences = [sentence(text)]
    moved = made["placed_by_staff"]
    if moved["n"]:
        words = _("Messages counted where staff put them: %(n)s.") % {"n": grouped(moved["n"])}
        sentences.append(sentence(words, moved["note"]))
    yield paragraph(*sentences)
    rows = [[sentence(_kind(kind)), number(grouped(n))] for kind, n in made["corrections"].items()]
    yield table(_("Corrections by staff"), [_("What"), _("How many")], rows)


def _kind(kind: str) -> str:
    return str(dict(Correction.Kind.choices).get(kind, kind))


def _not_quoted(found: list[dict[str, Any]]) -> Iterator[Block]:
    if not found:
        return
    yield heading(_("Not quoted"))
    lead = _("Every message is counted. These are not quoted, or not all of their sentences:")
    yield paragraph(sentence(lead))
    yield items(sentence(_why(one["why"], one["messages"]["n"]), one["messages"]["note"]) for one in found)


def _why(why: str, n: int) -> str:
    said = {
        "casework": ngettext(
            "%(n)s message asks for help with a matter of its writer’s own; the office has a list of them.",
            "%(n)s messages ask for help with a matter of their writers’ own; the office has a list of them.",
            n,
        ),
        "private": ngettext(
            "%(n)s message tells of illness, debts, children or danger: those paragraphs are not quoted.",
            "%(n)s messages tell of illness, debts, children or danger: those paragraphs are not quoted.",
            n,
        ),
        "no_own_words": ngettext(
            "%(n)s message has no words of its own: they are a campaign’s, the bill’s, quoted, or courtesy alone.",
            "%(n)s messages have no words of their own: they are a campaign’s, the bill’s, quoted, or courtesy alone.",
            n,
        ),
        "unread": ngettext(
            "%(n)s message was not read sentence by sentence: where there are very many, a part of them is.",
            "%(n)s messages were not read sentence by sentence: where there are very many, a part of them is.",
            n,
        ),
    }
    return said[why] % {"n": grouped(n)}


def _limits() -> list[str]:
    return [
        _("A theme says what people speak of, not whether they are for or against it."),
        _("A program does not hear irony, and mistakes rare words and mixed languages more often than others."),
        _("A sender is known by an address: who writes from two counts as two, and a family that shares one as one."),
        _("What fewer senders share than make a campaign is counted as individual voices."),
        _(
            "Quotes were proposed by a program from people's own words, for being typical of their theme, and read in "
            "their letters by staff; they prove nothing by themselves."
        ),
        _("Numbers of messages lead to the messages themselves; only staff of the office that asked can open them."),
    ]


def _settings(made: dict[str, Any]) -> Iterator[Block]:
    """Those that say something to a reader; the JSON file has every one, under the name that the program knows."""
    flat = _flat("", made["settings"])
    rows = [[sentence(SETTINGS[name]), sentence(value)] for name, value in flat if value and name in SETTINGS]
    if rows:
        yield paragraph(sentence(_("What a reader may ask about is listed here; the JSON file has every setting.")))
        yield table(_("Settings in force"), [_("Setting"), _("Value")], rows)


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name in sorted(value):
            yield from _flat(f"{prefix}{name}.", value[name])
    else:
        listed = value if isinstance(value, list) else [value]
        yield prefix.rstrip("."), ", ".join(_in_words(one) for one in listed if one is not None)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(localize(value))
