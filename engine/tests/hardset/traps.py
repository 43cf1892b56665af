"""Individuals who look like campaigners: each function makes the groups of one trap in one language."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from hardset.campaigns import sentences_of
from hardset.draft import Draft
from hardset.material import MATTERS, Template
from hardset.writer import Writer

# Two groups a language make 66 cases of a trap; three of eight make 72.
GROUP, SMALL_GROUP = 11, 8
REPEATERS = 20
REPEATS = ((2, 3, 4, 5, 6), (50, 25, 12, 8, 5))
MARKS = {"en": ("“", "”"), "fr": ("« ", " »"), "es": ("«", "»")}


def all_traps(writer: Writer) -> Iterator[Draft]:
    """Every trap but the opposing campaigns, which are campaigns."""
    for trap, make in TRAPS.items():
        for draft in make(writer):
            group = f"{trap}/{draft.trap_group}/{writer.material.lang}"
            yield replace(draft, trap=trap, trap_group=group)


def _around(writer: Writer, bait: str, matter: str | None, low: int = 2, high: int = 7) -> str:
    """A letter of one's own words with the bait somewhere in it."""
    own = writer.own_words(writer.rng.randint(low, high), matter)
    at = writer.rng.randint(0, len(own))
    return writer.lay_out([*own[:at], bait, *own[at:]])


def _marked(writer: Writer, quote: str) -> str:
    opening, closing = MARKS[writer.material.lang]
    return f"{opening}{quote}{closing}"


def _quoted_after(writer: Writer, intro: str, quote: str, *, marks: float) -> str:
    shown = _marked(writer, quote) if writer.rng.random() < marks else quote
    return f"{writer.grammar().line(intro)} {shown}"


def _two_matters(writer: Writer) -> list[str]:
    return writer.rng.sample(MATTERS, 2)


def same_clause(writer: Writer) -> Iterator[Draft]:
    """The clause is among the official texts, so it may stand naked."""
    for matter in _two_matters(writer):
        clause = writer.material.matters[matter]["clause"][0]
        for _ in range(GROUP):
            naked = clause if writer.rng.random() < 0.3 else _quoted_after(writer, "clause_intro", clause, marks=0.5)
            yield Draft(text=_around(writer, naked, matter), trap_group=matter, about=clause)


def same_clause_unknown(writer: Writer) -> Iterator[Draft]:
    """The clause is not among the official texts; quotation marks or a number show that it is one."""
    for matter in _two_matters(writer):
        clause = writer.material.matters[matter]["clause"][1]
        for _ in range(GROUP):
            bait = (
                f"{writer.grammar().line('clause_intro_unknown')} {clause}"
                if writer.rng.random() < 0.5
                else _quoted_after(writer, "clause_intro", clause, marks=1)
            )
            yield Draft(text=_around(writer, bait, matter), trap_group=matter)


def same_news_sentence(writer: Writer) -> Iterator[Draft]:
    for matter in _two_matters(writer):
        sentence = writer.rng.choice(writer.material.matters[matter]["news"])
        for _ in range(GROUP):
            bait = _quoted_after(writer, "news_intro", sentence, marks=0.7)
            yield Draft(text=_around(writer, bait, matter), trap_group=matter)


def petition_title(writer: Writer) -> Iterator[Draft]:
    """One title is among the official texts, the other is not."""
    for at, matter in enumerate(_two_matters(writer)):
        title = writer.material.matters[matter]["title"][0]
        for _ in range(GROUP):
            bait = writer.grammar(matter).line("title_intro")
            yield Draft(text=_around(writer, bait, matter), trap_group=matter, about=None if at else title)


def polite(writer: Writer) -> Iterator[Draft]:
    grammar = writer.grammar()
    for form in ("a", "b"):
        for _ in range(GROUP):
            own = writer.paragraphs(writer.own_words(writer.rng.randint(3, 8)))
            frame = [grammar.line(f"polite_open.{form}"), *own, grammar.line(f"polite_close.{form}")]
            letter = [grammar.line("salutation"), *frame, grammar.line("closing")]
            yield Draft(text="\n\n".join(letter), trap_group=form)


def footer(writer: Writer) -> Iterator[Draft]:
    for form in ("a", "b", "c"):
        for _ in range(SMALL_GROUP):
            line = writer.rng.choice(("\n\n", "\n\n--\n", "\n\n______\n"))
            text = writer.letter() + line + writer.material.traps[f"footer.{form}"][0]
            yield Draft(text=text, channel="email", trap_group=form)


def hashtag(writer: Writer) -> Iterator[Draft]:
    for matter in _two_matters(writer):
        tags = writer.material.matters[matter]["tag"]
        for _ in range(GROUP):
            shown = tags if writer.rng.random() < 0.4 else tags[:1]
            yield Draft(text=" ".join([writer.post(matter), *shown]), channel="social", trap_group=matter)


def auto_reply(writer: Writer) -> Iterator[Draft]:
    for form in ("a", "b", "c"):
        for _ in range(SMALL_GROUP):
            text = writer.grammar().line(f"auto_reply.{form}")
            yield Draft(text=text, kind="auto_reply", channel="email", trap_group=form)


def quote_to_disagree(writer: Writer) -> Iterator[Draft]:
    """A passage or the whole letter of a campaign, then the writer's own answer."""
    quotable = [t for t in writer.material.templates if t.kind in ("exact", "edited", "opposing", "translated")]
    for _ in range(2 * GROUP):
        template = writer.rng.choice(quotable)
        text = _answer(writer, template)
        yield Draft(text=text, channel="email", trap_group=f"{template.kind}/{template.name}")


def _answer(writer: Writer, template: Template) -> str:
    rng, grammar = writer.rng, writer.grammar(template.matter)
    sentences = sentences_of(template)
    size = len(sentences) if rng.random() < 0.3 else rng.randint(1, 3)
    at = rng.randint(0, len(sentences) - size)
    passage = " ".join(sentences[at : at + size])
    form = rng.random()
    shown = passage if form < 0.25 else _marked(writer, passage) if form < 0.7 else f"\n> {passage}\n"
    own = writer.own_words(rng.randint(3, 7), template.matter, sections=("view", "reason", "story", "ask"))
    answer = f"{grammar.line('quote_intro')} {shown} {grammar.line('quote_outro')}"
    before = rng.randint(0, 1)
    return writer.lay_out([*own[:before], answer, *own[before:]])


def repeat(writer: Writer) -> Iterator[Draft]:
    """One person who sends the same text again, sometimes with another greeting."""
    for person in range(REPEATERS):
        text, sender = writer.letter(writer.rng.randint(2, 8)), f"repeat-{writer.material.lang}-{person}"
        for _ in range(writer.rng.choices(*REPEATS)[0]):
            again = text if writer.rng.random() < 0.8 else f"{writer.grammar().line('salutation')}\n{text}"
            yield Draft(text=again, trap_group=str(person), same_sender=sender)


TRAPS: dict[str, Callable[[Writer], Iterator[Draft]]] = {
    "same_clause": same_clause,
    "same_clause_unknown": same_clause_unknown,
    "same_news_sentence": same_news_sentence,
    "petition_title": petition_title,
    "polite": polite,
    "footer": footer,
    "hashtag": hashtag,
    "auto_reply": auto_reply,
    "quote_to_disagree": quote_to_disagree,
    "repeat": repeat,
}
