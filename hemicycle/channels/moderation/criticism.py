"""Whether a text criticises the House, its bodies or its staff: then a second person looks before anything is done
about it (practice MOD-5). Plain Python.

When in doubt it does: a second look that was not needed costs minutes, one that is missing a voice. A text criticises
where it names the institution, in English, French or Spanish or by a name given; and where it says to somebody, or in
answer to a post of ours, one of the words with which people criticise those who govern them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# What is said with an article in front of it: l’assemblée, d’élus.
_ELIDED = re.compile(r"^(?:l|d|qu|j|n|s|c|m|t)['’]")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


INSTITUTION = _listed(
    """
    parliament parliaments parliamentary assembly legislature senate senator senators chamber committee committees
    speaker mp mps deputy deputies lawmaker lawmakers legislator legislators politician politicians clerk clerks
    parlement parlements parlementaire parlementaires assemblee chambre senat senateur senatrice senateurs senatrices
    commission commissions depute deputee deputes deputees elu elus elues politicien politiciens politiciennes
    hemicycle rapporteur rapporteure legislateur
    parlamento parlamentario parlamentaria parlamentarios parlamentarias asamblea camara congreso senado senador
    senadora senadores comision comisiones diputado diputada diputados diputadas politico politicos politica politicas
    legislador legisladores legisladora congresista congresistas
    """
)
# Said of the House with a capital letter or an article; without them it is where somebody lives.
_THE_HOUSE = re.compile(r"\b(?:[Tt]he|[Tt]his|[Yy]our|[Oo]ur) House\b|\b(?:[Tt]he|[Tt]his) house of \w+")

CRITICISM = _listed(
    """
    corrupt corruption liar liars lie lies lied lying shame shameful shameless disgrace disgraceful useless incompetent
    incompetence traitor traitors treason resign crook crooks thief thieves coward cowards fraud scandal scandalous
    ignore ignored ignores ignoring fail failed fails failure failures broken waste wasted overpaid worthless stupid
    idiot idiots fool fools clown clowns puppet puppets sellout betray betrayed betrayal hypocrite hypocrites hypocrisy
    wrong worst censor censors censored censorship undemocratic dictators
    corrompu corrompus menteur menteurs menteuse mentez mensonge mensonges ment mentent honte honteux honteuse
    incompetents traitre traitres trahison trahi demission demissionnez demissionner voleur voleurs lache laches
    scandale scandaleux ignorez echec gachis nul nuls inutile inutiles imbecile imbeciles pantin pantins hypocrisie
    censure censurez tort pire antidemocratique
    corrupto corrupta corruptos corruptas corrupcion mentiroso mentirosos mentirosa mentira mentiras mienten mentis
    verguenza vergonzoso vergonzosa sinverguenza sinverguenzas incompetente incompetentes incompetencia traidor
    traidores traicion dimision dimitan dimitid dimitir renuncien ladron ladrones cobarde cobardes escandalo
    escandaloso ignoran fracaso inutil idiota idiotas imbecil payaso payasos titere titeres hipocrita hipocritas
    hipocresia censuran peor antidemocratico
    """
)
_TO_SOMEBODY = _listed(
    """
    you your yours yourself yourselves you're you’re you've you’ve vous votre vos tu ton ta tes toi
    usted ustedes su sus vosotros vosotras vuestro vuestra vuestros vuestras os
    """
)


def criticism(text: str, *, names: Iterable[str] = (), answers_us: bool = False) -> str:
    """The words that tell, as they stand in the text; "" where it criticises nobody of ours. `names`: by what else
    the House is called; `answers_us`: it stands under a post of ours."""
    words = [(word, _plain(word)) for word in _WORD.findall(text)]
    institution = _named(text, names) or next((word for word, plain in words if plain in INSTITUTION), "")
    critical = next((word for word, plain in words if plain in CRITICISM), "")
    if institution:
        return ", ".join(filter(None, (institution, critical)))
    is_to_us = answers_us or any(word.casefold() in _TO_SOMEBODY for word, _plain in words)
    return critical if is_to_us else ""


def _named(text: str, names: Iterable[str]) -> str:
    folded = text.casefold()
    for name in names:
        if name and re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", folded):
            return name
    found = _THE_HOUSE.search(text)
    return found[0] if found else ""


def _plain(word: str) -> str:
    """Without accents, capital letters and what is elided before it."""
    letters = unicodedata.normalize("NFKD", _ELIDED.sub("", word.casefold()))
    return "".join(one for one in letters if not unicodedata.combining(one))
