"""The engine's codes, the channels and the languages, in words a person reads."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts import patterns
from hemicycle.channels.models import Medium

Words = Mapping[str, str | Promise]

FIELDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "text": (_("Text"), _("What the person wrote.")),
    "id": (_("Number"), _("Identifies the row; without one, its place in the file does.")),
    "lang": (_("Language"), _("Without one, the software recognises it.")),
    "channel": (_("Channel"), _("Letter, e-mail, SMS …")),
    "sender": (
        _("Sender"),
        _("Only to tell repeats apart; kept as a key that cannot be read back."),
    ),
    "sent_at": (_("Sent"), _("Day or time of sending.")),
    "question": (_("Question"), _("What each message answers, or the proposal that it was written under.")),
}

MEDIA: Words = dict(Medium.choices)

KINDS: Words = {
    "exact": _("The same text every time"),
    "template": _("One text, with edits by those who sent it"),
    "madlib": _("One text, with words that change from message to message"),
    "short": _("A short text"),
    "staff": _("Put together by staff"),
}

SET_ASIDE: Words = {
    "automatic_reply": _("Automatic reply"),
    "quotes_campaign": _("Quotes a campaign in order to disagree"),
}

DOING: Words = {
    "listening.reading": _("Reading the file"),
    "listening.taking": _("Importing the messages"),
    "listening.gathering": _("Gathering the messages"),
    "listening.languages": _("Recognising the languages"),
    "listening.redaction": _("Redacting names and addresses"),
    "listening.campaigns": _("Looking for shared wording"),
    "listening.linking": _("Looking for what each message speaks of"),
    "listening.themes": _("Finding themes"),
    "listening.storing": _("Storing what was found"),
}

# Why somebody looks at a message as it came; the audit log keeps the code.
REASONS_TO_LOOK: Words = {
    "meaning": _("The redacted words matter for what it says"),
    "check": _("To check whether the right words are redacted"),
    "answer": _("To answer the person"),
    "request": _("The person asked what is held about them"),
}

REDACTED: Words = {
    "name": _("Name"),
    "address": _("Address"),
    "postcode": _("Postcode"),
    "phone": _("Telephone number"),
    "email": _("E-mail address"),
    "handle": _("Account name"),
    "national_id": _("Identity number"),
    "iban": _("Bank account"),
    "signature": _("Signature"),
    "birth_date": _("Date of birth"),
    "reference": _("Number of a file"),
    "plate": _("Number plate"),
}

# Whose words they are, where they are not the sender's own.
NOT_OWN: Words = {
    "shared": _("Shared with a campaign"),
    "quoted": _("Quoted"),
    "forwarded": _("Forwarded"),
    "official": _("Words of the bill"),
    "courtesy": _("Courtesy"),
    "signature": _("Signature"),
    "form": _("Part of a form or a footer"),
    "unread": _("Not read sentence by sentence"),
}

# What is never quoted, and whom it is for.
PRIVATE: Words = {
    "casework": _("Asks for help with a matter of their own"),
    "health": _("Tells of illness"),
    "debts": _("Tells of debts or income"),
    "children": _("Tells of a child"),
    "threat": _("Tells of a threat or of danger"),
    "address": _("Tells where somebody lives"),
}

# Why a message may speak of a clause, as the engine says it.
REASONS: Words = {
    "number": _("names its number"),
    "title": _("names its title"),
    "popular_name": _("calls it by the name people use"),
    "hashtag": _("carries its hashtag"),
    "quotation": _("quotes it"),
    "words": _("has words in common with it"),
    "meaning": _("is close to it in meaning"),
}

FAILED: Words = {
    "worker_lost": _("The worker stopped several times. Start it again; nothing is lost."),
    "UnreadableFile": _("The file could not be read."),
    "over_memory": _(
        "Reading the file took more memory than one file may take, and was stopped. Save it as CSV, or divide it into"
        " several files, and upload those."
    ),
    "over_time": _(
        "Reading the file took longer than one file may take, and was stopped. Save it as CSV, or divide it into"
        " several files, and upload those."
    ),
    "reader_stopped": _("Reading the file broke off. Upload it again, or save it as CSV and upload that."),
    "UnknownColumn": _("The file has no such column."),
    "EmbeddingFailed": _(
        "The service that reads what letters mean did not answer. Try again, or tell whoever runs it."
    ),
}

UNREADABLE: Words = {
    "missing": _("The file is no longer there."),
    "empty": _("The file holds no message."),
    "truncated": _("The file ends too early; upload it again."),
    "encoding": _(
        "The file's characters cannot be read. In a spreadsheet program, save it as “CSV UTF-8”, or upload the .xlsx "
        "file itself."
    ),
    "not_what_it_says": _("The file is not of the kind its name says."),
    "not_text": _(
        "The file holds no text: it is damaged, or of another kind than its name says. Open it in the program that"
        " made it, save it as CSV or XLSX, and upload that."
    ),
    "unsupported": _(
        "Files of this kind cannot be read. Upload JSONL, CSV, XLSX, Parquet, mbox, EML, PDF, DOCX, ODT or a ZIP of"
        " letters."
    ),
    "encrypted": _("The file is locked with a password. Ask whoever sent it for one without."),
    "scanned": _("The file is a picture of paper, without text. A person has to read it."),
    "too_large": _("The file is too large to be read. Save it as CSV, or divide it, and upload that."),
    "no_text": _("No column of texts was found in the file."),
    "nothing_readable": _("No row of the file is a message."),
    "unknown_column": _("The file has no such column."),
    "which_text": _("Several columns could be the text. Choose one."),
}

# What an analysis was made with, by its name in the settings of the engine.
# What says something to a reader; weights and samples are for whoever runs the program again, out of the JSON file.
SETTINGS: Words = {
    "campaigns.read": _("Messages are read sentence by sentence"),
    "campaigns.read_words": _("Most words read, where there are more than 50,000 messages"),
    "campaigns.minimum_senders": _("Fewest senders of a campaign"),
    "campaigns.families": _("Campaigns looked for in other languages too"),
    "model": _("Model that reads what letters mean"),
    "linking.least": _("Least certainty of a link"),
    "linking.sample": _("Most messages read for links"),
    "themes.answers": _("Fewest voices of a question that has its own themes"),
    "themes.minimum_voices": _("Fewest voices of a theme"),
    "themes.most_minorities": _("Most themes of few voices"),
    "themes.most_themes": _("Most themes on the first level"),
    "themes.passages": _("Most passages read of a message"),
    "themes.sample": _("Most voices read for themes"),
}

REJECTED: Words = {
    "no_text": _("No text"),
    "text_too_long": _("Text too long"),
    "duplicate_id": _("The same number as an earlier row"),
    "bad_quoting": _("Quotation marks that do not close"),
    "wrong_number_of_fields": _("More or fewer fields than the header"),
    "not_utf8": _("Letters that cannot be read"),
    "not_json": _("Not JSON"),
    "mail_too_large": _("E-mail too large"),
    "not_a_mail": _("Not an e-mail"),
    "scanned": _("A picture of paper, without text"),
    "encrypted": _("Locked with a password"),
    "unsupported": _("A file that is not a letter"),
    "empty": _("An empty file"),
    "too_large": _("Too large to be read"),
    "not_what_it_says": _("A damaged file"),
}

# How sure the engine is about a column, as the engine says it.
CERTAINTY: Words = {
    "sure": _("sure"),
    "likely": _("likely"),
    "weak": _("a guess"),
    "declared": _("your choice"),
}


def word(words: Words, code: str) -> str:
    """The words for a code; a code the engine has learnt since is shown as it is."""
    return str(words.get(code, code.replace("_", " ")))


def channel_name(code: str) -> str:
    return word(MEDIA, code) if code else str(_("Channel not known"))


def language_name(code: str) -> str:
    """The name of a language in the language of the page."""
    if not code or code == "und":
        return str(_("Language not known"))
    if code == "mul":
        return str(_("Several languages"))
    try:
        return str(get_language_info(code.split("-", maxsplit=1)[0])["name_translated"])
    except KeyError:
        return code


def doing(code: str) -> str:
    """What a job does, and for how many more minutes where it knows: "listening.themes:12"."""
    step, _colon, minutes = code.partition(":")
    said = word(DOING, step)
    if not minutes:
        return said
    left = ngettext("about %(n)d minute left", "about %(n)d minutes left", int(minutes)) % {"n": int(minutes)}
    return f"{said}, {left}"


def language_choices() -> list[tuple[str, str]]:
    """The languages a House is likely to be written to in; further ones come with the messages themselves."""
    return [(code, language_name(code)) for code in ("en", "fr", "es", "ar", "ca", "de", "eu", "gl", "it", "pt")]


def rarity(bits: float) -> str:
    """How rare a passage is: the engine's bits as what one would expect among a million messages.

    A passage of b bits comes about by chance in one of 2^b messages, so in 10^6 / 2^b of a million.
    """
    by_chance = 1_000_000 / 2 ** min(bits, 60)
    if by_chance < 1:
        return str(_("No coincidence: by chance, fewer than one message in a million would have these words."))
    return ngettext(
        "By chance, about %(n)d of a million messages would have these words.",
        "By chance, about %(n)d of a million messages would have these words.",
        round(by_chance),
    ) % {"n": round(by_chance)}


def share(part: float, whole: float = 1) -> str:
    """A share in whole hundredths; less than one is said so, and never rounded to nothing."""
    hundredths = 100 * part / whole if whole else 0
    if 0 < hundredths < 1:
        return gettext("under 1%")
    return gettext("%(n)d%%") % {"n": round(hundredths)}


def grouped(number: int) -> str:
    """Digits grouped as the language of the page groups them."""
    return patterns.grouped(number)
