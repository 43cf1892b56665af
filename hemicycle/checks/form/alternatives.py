"""Text alternatives of pictures, captions of films, transcripts of sound: there, and worth having.

A recording draws one remark, for what WCAG 2.2 asks of its kind first. A film: captions (1.2.2), without which its
words are lost, while of a text alternative 1.1.1 asks only that it says what the film is. Sound: a transcript (1.2.1),
which is its text alternative, so that captions are not asked for as well. A file name for an alternative is a failure
of 1.1.1 (F30); “image of” is what a screen reader says already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hemicycle.checks import lists
from hemicycle.checks.check import check
from hemicycle.checks.contract import Medium, Message
from hemicycle.checks.passages import Found, Reading
from hemicycle.checks.phrases import words_of

_FILE = re.compile(r"\S*\.(?:jpe?g|png|gif|webp|svg|tiff?|bmp|heic|avif|pdf|mp4|mov|webm|mp3|wav)", re.IGNORECASE)
# What cameras, telephones and screens call their files: IMG_4471, DSC00012, Screenshot 2026-03-04, WhatsApp Image …
_NAMED_BY_MACHINE = re.compile(
    r"(?:img|image|dsc[nf]?|pict?|photo|foto|mvi|vid|wa|scan|screenshot|capture(?:\sd[’']écran)?"
    r"|captura(?:\sde\spantalla)?|untitled|sans[ _-]titre|sin[ _-]t[ií]tulo|whatsapp[ _-]image)"
    r"[ _-]?\d(?:[\d _.:\-]|wa\d|at\b|à\b|a\slas\b)*\w?|[\d _.\-]+|[0-9a-f]{8,}",
    re.IGNORECASE,
)
_KEPT_BY_SCREEN_READERS = 250
"""Longer alternatives are hard to follow by ear: they cannot be paused or read again word by word (WebAIM)."""


_FILE_NAME = Message(
    en="This is the name of a file, not what the picture shows.",
    fr="C’est le nom d’un fichier, pas ce que montre l’image.",
    es="Es el nombre de un archivo, no lo que muestra la imagen.",
)
_SAYS_NOTHING = Message(
    en="This says that there is a picture, not what it shows.",
    fr="Ceci dit qu’il y a une image, pas ce qu’elle montre.",
    es="Esto dice que hay una imagen, no lo que muestra.",
)
_DESCRIBE = Message(
    en="Describe in a sentence what it shows: who, where, doing what.",
    fr="Dites en une phrase ce qu’il y a à voir : qui, où, en train de faire quoi.",
    es="Diga en una frase qué se ve: quién, dónde, haciendo qué.",
)
_IMAGE_OF = Message(
    en="Screen readers already say that it is a picture.",
    fr="Les lecteurs d’écran disent déjà que c’est une image.",
    es="Los lectores de pantalla ya dicen que es una imagen.",
)
_BEGIN = Message(
    en="Begin with what it shows.", fr="Commencez par ce qu’elle montre.", es="Empiece por lo que muestra."
)
_LONG = Message(
    en="A screen reader reads out all %(count)d characters, which is hard to follow.",
    fr="Un lecteur d’écran lit les %(count)d caractères à voix haute, ce qui est difficile à suivre.",
    es="Un lector de pantalla lee en voz alta los %(count)d caracteres, lo que es difícil de seguir.",
)
_SHORTEN = Message(
    en="Keep it to one or two sentences and put the rest in the text.",
    fr="Tenez-vous-en à une ou deux phrases et dites le reste dans le texte.",
    es="Limítelo a una o dos frases y cuente el resto en el texto.",
)
_NO_TRANSCRIPT = Message(
    en="People who cannot hear the recording learn nothing from it: its transcript is missing.",
    fr="Les personnes qui n’entendent pas l’enregistrement n’en apprennent rien : sa transcription manque.",
    es="Quienes no oyen la grabación no se enteran de nada: falta su transcripción.",
)
_VIDEO_UNDESCRIBED = Message(
    en="People who cannot see the video do not learn what it is: its description is missing.",
    fr="Les personnes qui ne voient pas la vidéo n’apprennent pas ce que c’est : sa description manque.",
    es="Quienes no ven el vídeo no saben de qué se trata: falta su descripción.",
)
_TRANSCRIBE = Message(
    en="Add the transcript, or say where it is.",
    fr="Ajoutez la transcription, ou dites où elle se trouve.",
    es="Añada la transcripción o diga dónde está.",
)
_UNDESCRIBED: dict[str, tuple[Message, Message | None]] = {
    "audio": (_NO_TRANSCRIPT, _TRANSCRIBE),
    "video": (_VIDEO_UNDESCRIBED, None),
}


@check(
    "alternative",
    can_block=True,
    reason=Message(
        en="People who cannot see the picture learn nothing from it: its description is missing.",
        fr="Les personnes qui ne voient pas l’image n’en apprennent rien : sa description manque.",
        es="Quienes no ven la imagen no se enteran de nada: falta su descripción.",
    ),
    suggestion=Message(
        en="Describe in a sentence what it shows, or mark it as decorative.",
        fr="Dites en une phrase ce qu’il y a à voir, ou marquez-la comme décorative.",
        es="Diga en una frase qué se ve, o márquela como decorativa.",
    ),
)
def missing_alternatives(reading: Reading) -> Iterator[Found]:
    for medium in reading.draft.media:
        for lang in () if medium.decorative else _languages(reading):
            if not _lacks_captions(medium, lang):
                yield from _alternative(medium, lang)


@check(
    "captions",
    can_block=True,
    reason=Message(
        en="People who cannot hear the video cannot follow it: there are no captions in this language.",
        fr="Les personnes qui n’entendent pas la vidéo ne peuvent pas la suivre : il n’y a pas de sous-titres dans "
        "cette langue.",
        es="Quienes no oyen el vídeo no pueden seguirlo: no hay subtítulos en este idioma.",
    ),
    suggestion=Message(
        en="Add captions, and have a person check those made by a machine.",
        fr="Ajoutez des sous-titres, et faites relire par une personne ceux qu’une machine a produits.",
        es="Añada subtítulos y haga que una persona revise los que haya hecho una máquina.",
    ),
)
def missing_captions(reading: Reading) -> Iterator[Found]:
    for medium in reading.draft.media:
        for lang in _languages(reading):
            if _lacks_captions(medium, lang):
                spoken = medium.kind == "audio"
                reason, suggestion = (_NO_TRANSCRIPT, _TRANSCRIBE) if spoken else (None, None)
                yield Found(f"media:{medium.key}", lang, reason=reason, suggestion=suggestion)


def _lacks_captions(medium: Medium, lang: str) -> bool:
    """A film without captions; sound of which a text says what it is, and not what is said in it."""
    if medium.kind == "image" or lang in medium.captions:
        return False
    if medium.kind == "video" or medium.decorative:
        return True
    missing = next(_alternative(medium, lang), None)
    return missing is None and not _is_transcript(medium.alternatives[lang], lang)


def _is_transcript(text: str, lang: str) -> bool:
    """Long enough to be one, or says where it is."""
    known = lists.language_of(lang)
    named = known and next(lists.phrases(known, "reading.transcript").find(words_of(text)), None)
    return len(text) > _KEPT_BY_SCREEN_READERS or bool(named)


def _languages(reading: Reading) -> list[str]:
    """Those in which people will meet the media."""
    return [lang for lang, text in reading.draft.texts.items() if text.body.strip() or text.title.strip()]


def _alternative(medium: Medium, lang: str) -> Iterator[Found]:
    field, text = f"media:{medium.key}", medium.alternatives.get(lang, "")
    bare = text.strip()
    if not bare:
        reason, suggestion = _UNDESCRIBED.get(medium.kind, (None, None))
        yield Found(field, lang, reason=reason, suggestion=suggestion)
    elif _FILE.fullmatch(bare) or _NAMED_BY_MACHINE.fullmatch(bare):
        yield Found(field, lang, 0, len(text), reason=_FILE_NAME, suggestion=_DESCRIBE)
    elif _says_nothing(text, lang):
        yield Found(field, lang, 0, len(text), reason=_SAYS_NOTHING, suggestion=_DESCRIBE)
    elif end := _image_of(text, lang):
        yield Found(field, lang, 0, end, reason=_IMAGE_OF, suggestion=_BEGIN)
    elif len(text) > _KEPT_BY_SCREEN_READERS and medium.kind == "image":
        yield Found(field, lang, 0, len(text), {"count": len(text)}, reason=_LONG, suggestion=_SHORTEN)


def _says_nothing(text: str, lang: str) -> bool:
    known = lists.language_of(lang)
    words = {word.lower for word in words_of(text)}
    return bool(known and words) and words <= lists.words(known, "reading.says_nothing")


def _image_of(text: str, lang: str) -> int:
    """Where “image of” ends, with which a text begins; 0 where it does not."""
    known = lists.language_of(lang)
    found = next(lists.phrases(known, "reading.image_of").find(words_of(text)), None) if known else None
    return found.end if found and found.first == 0 else 0
