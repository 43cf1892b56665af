"""Messages of the campaigns, one function a kind."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from hardset.draft import Draft
from hardset.edits import Edited, form_letter, replace_words, text_message
from hardset.grammar import words
from hardset.material import Template
from hardset.writer import Writer

# Lowest and highest number of messages of a campaign; small ones are common, as in real postbags.
SIZES = {
    "exact": (3, 40),
    "edited": (3, 90),
    "opposing": (4, 22),
    "translated": (3, 24),
    "short_in_long": (3, 45),
    "sms": (3, 50),
    "social_link": (3, 45),
    "madlib_some": (5, 70),
    "madlib_every": (30, 250),
}
SIZE_SHAPE = (0.8, 2.4)
LARGEST = 200
# Levels that the edited letters of a language take in turn; 4 stands for a mixture.
LEVELS = (1, 2, 3, 3, 4)
MIXED = ((0, 1, 2, 3), (10, 30, 30, 30))
LONG_LETTER_WORDS = (150, 480)


def all_campaigns(writer: Writer, *, with_largest: bool) -> Iterator[Draft]:
    """The messages of every campaign of a language; one campaign reaches the largest size where asked."""
    edited = writer.material.of_kind("edited")
    levels = dict(zip((template.name for template in edited), writer.rng.sample(LEVELS, len(LEVELS)), strict=True))
    largest = writer.rng.choice(edited).name if with_largest else None
    for template in writer.material.templates:
        make = (lambda w, t: _edited(w, t, levels[t.name])) if template.kind == "edited" else MAKERS[template.kind]
        size = LARGEST if template.name == largest else _size(writer, template.kind)
        yield from (_named(draft, writer, template) for draft in make(writer, template)(size))


def sentences_of(template: Template) -> list[str]:
    """The letter a member of the campaign would send unchanged."""
    if template.kind == "opposing":
        return template.marked("facts") + template.marked("for")
    return list(template.lines)


def _named(draft: Draft, writer: Writer, template: Template) -> Draft:
    name = draft.campaign or f"{template.kind}/{template.name}"
    family = f"{template.kind}/{template.name}" if template.kind == "translated" else None
    return replace(draft, campaign=f"{name}/{writer.material.lang}", family=family)


def _size(writer: Writer, kind: str) -> int:
    low, high = SIZES.get(kind, (6, 6))
    return round(low + (high - low) * writer.rng.betavariate(*SIZE_SHAPE))


Make = Callable[[int], Iterator[Draft]]


def _exact(writer: Writer, template: Template) -> Make:
    text = " ".join(template.lines)
    return lambda size: (Draft(text=text, kind="exact") for _ in range(size))


def _edited(writer: Writer, template: Template, level: int) -> Make:
    def one() -> Draft:
        chosen = writer.rng.choices(*MIXED)[0] if level == 4 else level
        edited = form_letter(list(template.lines), chosen, template.matter, writer)
        return Draft(text=edited.text, kind=f"edit_{chosen}", personal=edited.personal)

    return lambda size: (one() for _ in range(size))


def _opposing(writer: Writer, template: Template) -> Make:
    def one(side: str) -> Draft:
        facts, argument = template.marked("facts"), template.marked(side)
        sentences = argument + facts if writer.rng.random() < 0.15 else facts + argument
        edited = form_letter(sentences, writer.rng.choice((1, 1, 2)), template.matter, writer)
        name = f"opposing/{template.name}"
        return Draft(
            text=edited.text, kind="opposing", campaign=f"{name}/{side}", trap="opposing",
            trap_group=f"{name}/{writer.material.lang}", personal=edited.personal,
        )  # fmt: skip

    return lambda size: (one(side) for side in ("for", "against") for _ in range(size))


def _translated(writer: Writer, template: Template) -> Make:
    def one() -> Draft:
        edited = form_letter(list(template.lines), writer.rng.choice((0, 1, 1, 2)), template.matter, writer)
        return Draft(text=edited.text, kind="translated", personal=edited.personal)

    return lambda size: (one() for _ in range(size))


def _short_in_long(writer: Writer, template: Template) -> Make:
    def one() -> Draft:
        own = _long_own_words(writer, template.matter)
        passage = " ".join(template.lines)
        if writer.rng.random() < 0.15:
            passage = replace_words(passage, writer)
        at = writer.rng.randint(0, len(own))
        text = writer.lay_out([*own[:at], passage, *own[at:]])
        return Draft(text=text, kind="short_in_long", personal=" ".join(own))

    return lambda size: (one() for _ in range(size))


def _long_own_words(writer: Writer, matter: str) -> list[str]:
    wanted = writer.rng.randint(*LONG_LETTER_WORDS)
    own = writer.own_words(max(9, wanted // 13), matter)
    while len(words(" ".join(own))) < LONG_LETTER_WORDS[0]:
        own += writer.own_words(2, matter)
    return own


def _sms(writer: Writer, template: Template) -> Make:
    def draft(edited: Edited) -> Draft:
        return Draft(text=edited.text, kind="sms", channel="sms", personal=edited.personal)

    return lambda size: (draft(text_message(template.lines[0], writer)) for _ in range(size))


def _social_link(writer: Writer, template: Template) -> Make:
    link, tag = template.marked("link")[0], template.marked("tag")[0]

    def one() -> Draft:
        grammar, rng = writer.grammar(template.matter), writer.rng
        frames = rng.sample(writer.material.traps["social_words"], rng.randint(1, 3))
        parts = [grammar.expand(frame) for frame in frames]
        parts += [tag] if rng.random() < 0.6 else []
        parts.insert(rng.randint(1, len(parts)), link + rng.choice(("", "", "/", f"?ref={rng.randint(100, 999)}")))
        return Draft(text=" ".join(parts), kind="social_link", channel="social")

    return lambda size: (one() for _ in range(size))


def _madlib(writer: Writer, template: Template) -> Make:
    def one() -> Draft:
        grammar = writer.grammar(template.matter)
        text = " ".join(grammar.sentence(line) for line in template.lines)
        return Draft(text=_tidy(text), kind=template.kind)

    return lambda size: (one() for _ in range(size))


def _paraphrase(writer: Writer, template: Template) -> Make:
    """Each wording of each point is used once, so that no sentence is shared."""
    points = [writer.rng.sample(line.split("|"), 6) for line in template.lines]
    return lambda size: (Draft(text=" ".join(p[at] for p in points), kind="paraphrase") for at in range(size))


def _tidy(text: str) -> str:
    """A sentence after a full stop begins with a capital, whatever the choices were."""
    out = []
    for at, letter in enumerate(text):
        out.append(letter.upper() if at > 1 and text[at - 2] in ".!?" and text[at - 1] == " " else letter)
    return "".join(out)


MAKERS: dict[str, Callable[[Writer, Template], Make]] = {
    "exact": _exact,
    "opposing": _opposing,
    "translated": _translated,
    "short_in_long": _short_in_long,
    "sms": _sms,
    "social_link": _social_link,
    "madlib_some": _madlib,
    "madlib_every": _madlib,
    "paraphrase": _paraphrase,
}
