"""Cases before the courts, and accusations made under privilege.

Members may say in the House what nobody may print of an open case or of a person: privilege covers proceedings, not
posts or their repetition (the UK's guide to procedure, the Senate of Canada's notices).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hemicycle.checks.check import check
from hemicycle.checks.contract import Message
from hemicycle.checks.passages import Found, Passage, Reading, Span
from hemicycle.checks.phrases import Phrases

# Two words with capitals: the name of somebody, or of a firm.
_NAME = re.compile(
    r"[^\W\d_a-zà-ÿ][\w’'-]+(?:\s(?:de|du|des|la|le|y|van|von|al|el|bin|da|dos|del|&)){0,2}\s[^\W\d_a-zà-ÿ][\w’'-]+"
)
_ON_THE_LIST = Message(
    en="This case is before the courts.",
    fr="Cette affaire est devant les tribunaux.",
    es="Este caso está ante los tribunales.",
)
_ASK = Message(
    en="Ask the Speaker’s office; do not say how the case should end.",
    fr="Demandez au cabinet de la présidence ; ne dites rien de l’issue souhaitable.",
    es="Pregunte a la oficina de la presidencia; no diga nada de cómo debería acabar.",
)


@check(
    "sub-judice",
    reason=Message(
        en="This takes a view of a case that is before the courts.",
        fr="Ceci prend position sur une affaire en cours de jugement.",
        es="Esto toma posición sobre un caso pendiente ante los tribunales.",
    ),
    suggestion=Message(
        en="Say only which court has the case and when it sits.",
        fr="Dites seulement quel tribunal est saisi et quand il siège.",
        es="Diga solo qué tribunal lleva el caso y cuándo se reúne.",
    ),
)
def sub_judice(reading: Reading) -> Iterator[Found]:
    """Any mention of a case on the House's list; and a view of guilt or outcome next to an open case."""
    listed = Phrases((term, term) for term in reading.house.sub_judice)
    for passage in reading.passages:
        for found in listed.find(passage.words):
            yield passage.found(found.start, found.end, reason=_ON_THE_LIST, suggestion=_ASK)
    for passage in reading.in_known_languages:
        sentences = {passage.sentence_at(found.start) for found in passage.find("courts.views")}
        for span in sorted(sentences):
            if passage.has("courts.open_cases", passage.around(span, before=2, after=1)):
                yield passage.found(*span)


@check(
    "privilege",
    reason=Message(
        en="Privilege protects what is said in proceedings, not who repeats it: this may be defamation or contempt.",
        fr="L’immunité protège ce qui est dit en séance, pas qui le répète : cela peut être une diffamation ou un "
        "outrage.",
        es="La inviolabilidad protege lo que se dice en sesión, no a quien lo repite: puede ser difamación o "
        "desacato.",
    ),
    suggestion=Message(
        en="Link to the official report without the accusation, and wait for findings to be made.",
        fr="Renvoyez au compte rendu officiel sans l’accusation, et attendez les conclusions.",
        es="Enlace al acta oficial sin la acusación y espere a que haya conclusiones.",
    ),
)
def privilege(reading: Reading) -> Iterator[Found]:
    """Sentences in which somebody speaks in proceedings and charges a person or firm, by name, with an offence."""
    for passage in reading.in_known_languages:
        sentences = {passage.sentence_at(found.start) for found in passage.find("courts.offences")}
        for span in sorted(sentences):
            proceedings = passage.has("courts.proceedings", passage.around(span, before=1)) or _names_member(
                passage, span
            )
            # Whoever stands before the verb speaks.
            says = next(passage.find("speech.says", span), None)
            if proceedings and says and _names_outsider(passage, (says.end, span[1])):
                yield passage.found(*span)


def _names_member(passage: Passage, span: Span) -> bool:
    return any(span[0] <= start and end <= span[1] for start, end in passage.names)


def _names_outsider(passage: Passage, span: Span) -> bool:
    """Whether somebody who is not of the record, and no institution, is named."""
    for found in _NAME.finditer(passage.text, *span):
        if not passage.is_name(*found.span()) and not passage.has("courts.institutions", found.span()):
            return True
    return False
