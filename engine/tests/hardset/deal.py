"""Deals the hand-written letters anew for each seed, so that no threshold can be learned from one fixed passage.

Half of the short passages and of the text messages are taken out of the form letters, and the inner sentences of the
mad-libs change places.
"""

import random
from dataclasses import replace

from hardset.grammar import words
from hardset.material import Material, Template

# Words of a passage and of a text message, and the sentences a letter keeps.
PASSAGE_WORDS, MESSAGE_WORDS, LEFT = (15, 35), (6, 25), 5
BORROWERS = 2


def dealt(material: Material, rng: random.Random) -> Material:
    """The material with other passages, text messages and mad-libs."""
    letters = material.of_kind("edited")
    changed: dict[str, Template] = {}
    lenders = iter(rng.sample(letters, 2 * BORROWERS))
    for kind, allowed in (("short_in_long", PASSAGE_WORDS), ("sms", MESSAGE_WORDS)):
        for borrower in rng.sample(material.of_kind(kind), BORROWERS):
            letter, passage = _lent(next(lenders), kind, allowed, rng)
            changed[letter.name], changed[borrower.name] = letter, passage
    templates = [_shuffled(changed.get(template.name, template), rng) for template in material.templates]
    return replace(material, templates=tuple(templates))


def _lent(letter: Template, kind: str, allowed: tuple[int, int], rng: random.Random) -> tuple[Template, Template]:
    """The letter without some neighbouring sentences, and these as a template of the kind."""
    most = 2 if kind == "short_in_long" else 1
    spans = [(at, at + size) for size in range(1, most + 1) for at in range(len(letter.lines) - size + 1)]
    fitting = [span for span in spans if allowed[0] <= len(words(" ".join(letter.lines[slice(*span)]))) <= allowed[1]]
    start, end = rng.choice([span for span in fitting if len(letter.lines) - (span[1] - span[0]) >= LEFT])
    taken = letter.lines[start:end]
    if kind == "sms":
        taken = (taken[0].rstrip(".").lower(),)
    passage = Template(kind, f"from-{letter.name}", letter.matter, taken)
    return replace(letter, lines=letter.lines[:start] + letter.lines[end:]), passage


def _shuffled(template: Template, rng: random.Random) -> Template:
    if template.kind != "madlib_every":
        return template
    inner = rng.sample(template.lines[1:-1], len(template.lines) - 2)
    return replace(template, lines=(template.lines[0], *inner, template.lines[-1]))
