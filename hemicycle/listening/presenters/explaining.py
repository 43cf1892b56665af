"""Why a message is counted where it is, in plain words, tied to the words it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.patterns import Remark

from ..models import Collected, Finding, Place, Upload
from ..text.own import own_spans
from ..text.redaction import Redacted, redacted
from ..text.words import NOT_OWN, PRIVATE, SET_ASIDE, grouped, rarity, share, word

# Formats of which a file is one letter, and how the names of files end that are letters.
DOCUMENTS = ("docx", "odt", "pdf", "text")
ENDINGS = (".docx", ".eml", ".htm", ".html", ".md", ".odt", ".pdf", ".text", ".txt")


@dataclass(frozen=True)
class Explained:
    """A message as staff read it, with remarks tied to its words."""

    text: str
    remarks: list[Remark]
    was_markup: bool


def explained(finding: Finding) -> Explained:
    """The shared passages of the message, and where the sender's own words are in it."""
    read = redacted(finding.inbound.text, finding.redactions, finding.lang)
    passages = finding.evidence.get("passages", [])
    shared = [_remark(number, passage, read) for number, passage in enumerate(passages, 1)]
    own = [
        Remark(f"own-{number}", start, end, _("Words of its own"), "", "own")
        for number, (start, end) in enumerate(own_spans(finding, read), 1)
    ]
    return Explained(read.text, [*shared, *own, *private_marks(finding, read)], read.was_markup)


def in_its_letter(finding: Finding, quote: str) -> Explained:
    """The letter around a quote: the quote, what the sender did not write, what is nobody else's business."""
    read = redacted(finding.inbound.text, finding.redactions, finding.lang)
    start = read.text.find(quote)
    marks = [Remark("quote", start, start + len(quote), _("The quote"), "", "own")] if start >= 0 else []
    for number, (begin, end, why) in enumerate(finding.not_own, 1):
        place = read.between(begin, end)
        # Between two marks white space alone may be left, which would be a number at nothing.
        if any(map(str.isalnum, read.text[slice(*place)])):
            marks.append(Remark(f"not-own-{number}", *place, word(NOT_OWN, why)))
    return Explained(read.text, [*marks, *private_marks(finding, read)], read.was_markup)


def private_marks(finding: Finding, read: Redacted) -> list[Remark]:
    """Where it asks for help with a matter of its own, and where it tells of illness, debts, children or danger."""
    spans = [(start, end, why) for start, end, why in finding.private]
    if finding.casework and finding.casework[1]:
        spans.insert(0, (*finding.casework[:2], "casework"))
    return [
        Remark(f"private-{number}", *read.between(start, end), word(PRIVATE, why), "", "warning")
        for number, (start, end, why) in enumerate(spans, 1)
    ]


def origin_of(finding: Finding) -> str:
    """The file that the letter is: as it was uploaded, inside an archive, or attached to a mail; else nothing."""
    collected = (
        Collected.objects.filter(inquiry=finding.analysis.inquiry_id, inbound=finding.inbound_id, intake__isnull=False)
        .select_related("intake__upload")
        .first()
    )
    if collected is None or collected.intake is None:
        return ""
    upload: Upload = collected.intake.upload
    if upload.format in DOCUMENTS:
        return upload.name
    # The engine puts the name of a file inside an archive, or attached to a mail, behind what it came in.
    _, _, inside = finding.inbound.external_id.partition("/")
    return inside if inside.lower().endswith(ENDINGS) else ""


def _remark(number: int, passage: Mapping[str, Any], read: Redacted) -> Remark:
    senders = passage["shared_by"]
    title = ngettext("%(n)s sender wrote these words", "%(n)s senders wrote these words", senders)
    start, end = read.between(passage["start"], passage["end"])
    return Remark(
        id=str(number),
        start=start,
        end=end,
        title=title % {"n": grouped(senders)},
        text=rarity(passage["rarity"]),
    )


def reasons(finding: Finding) -> list[str]:
    """Sentences, the most important first."""
    return [sentence for sentence in (_by_staff(finding), _by_engine(finding), _likeness(finding)) if sentence]


def _by_staff(finding: Finding) -> str:
    if finding.correction is None:
        return ""
    said = _("%(name)s put it here.") % {"name": finding.correction.by_name}
    engine = finding.engine_campaign
    if engine is None:
        before = _("The software had counted it as: %(place)s.") % {"place": finding.get_engine_place_display()}
    else:
        before = _("The software had counted it in “%(campaign)s”.") % {"campaign": engine}
    return f"{said} {before}"


def _by_engine(finding: Finding) -> str:
    if finding.engine_place == Place.VOICE and finding.set_aside:
        return _("It was recognised as: %(reason)s.") % {"reason": word(SET_ASIDE, finding.set_aside)}
    if finding.engine_place == Place.VOICE:
        return _("No wording that others share ties it to a campaign.")
    if finding.engine_place == Place.SET_ASIDE:
        return _("It was recognised as: %(reason)s.") % {"reason": word(SET_ASIDE, finding.set_aside)}
    if finding.engine_place == Place.REPEAT:
        return _("The same sender sent these words before; it is counted once.")
    return {
        "passages": _(
            "It shares passages with the other messages of the campaign that are too long or too"
            " unusual to be a coincidence."
        ),
        "slots": _("It follows the campaign's template word by word, with other words in the places that change."),
        "link": _("It is short, and carries the link that the campaign spreads."),
    }.get(str(finding.evidence.get("why", "")), "")


def _likeness(finding: Finding) -> str:
    if finding.similarity is None or finding.engine_campaign is None:
        return ""
    return _("It shares %(share)s of what it says with the campaign.") % {"share": share(finding.similarity)}
