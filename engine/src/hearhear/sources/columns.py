"""Which column is which: first by its name where the content agrees, then by the content alone.

Names are those found in exports in English, French and Spanish, the likeliest first. Exports of Decidim, CONSUL and
the petitions of the UK Parliament are recognised by their columns.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.sources import dates
from hearhear.sources.records import Certainty, Column, Raw


def _words(names: str) -> tuple[str, ...]:
    return tuple(names.split())


TEXT = _words(
    "text body message full_text message_body comment_body comment_text comment comentario commentaire "
    "comments comentarios commentaires texto texte contenu content contents contenido corps cuerpo "
    "mensaje avis contribution contribucion response reponse respuesta opinion submission letter lettre "
    "carta courrier reply answer remarks observaciones observations aportacion alegacion description "
    "descripcion details tweet post sms msg"
)
SUBJECT = _words("subject objet asunto subject_line")
TITLE = _words("title titre titulo")
ID = _words(
    "id message_id msg_id comment_id response_id submission_id document_id external_id uuid guid "
    "identifier identifiant identificador tracking_number reference ref numero number key"
)
SENDER = _words(
    "sender sender_id author_id user_id from author auteur autor sender_key from_address email "
    "email_address courriel correo mail user username usuario utilisateur expediteur remitente account "
    "phone telephone telefono msisdn respondent respondent_id participant participant_id constituent_id "
    "author_name"
)
SENT_AT = _words(
    "sent_at created_at received_at submitted_at published_at posted_at date fecha datetime date_time "
    "timestamp date_sent sent received submitted date_envoi date_reception date_creation fecha_envio "
    "fecha_creacion fecha_recepcion horodatage created creado cree_le published posted_date "
    "received_date time"
)
TIME = _words("time hora heure")
LANG = _words("lang language locale idioma langue lengua language_code lang_code lan")
CHANNEL = _words("channel canal medium via media platform plataforma plateforme source origen origine")

LANGUAGES = {
    "english": "en", "anglais": "en", "ingles": "en", "eng": "en",
    "french": "fr", "francais": "fr", "frances": "fr", "fra": "fr", "fre": "fr",
    "spanish": "es", "espanol": "es", "espagnol": "es", "castellano": "es", "spa": "es",
    "german": "de", "deutsch": "de", "allemand": "de", "aleman": "de", "deu": "de", "ger": "de",
    "italian": "it", "italiano": "it", "italien": "it", "ita": "it",
    "portuguese": "pt", "portugues": "pt", "portugais": "pt", "por": "pt",
    "catalan": "ca", "catala": "ca", "cat": "ca",
}  # fmt: skip


def plain_name(name: str) -> str:
    """`proposalId`, `author/id` and `Contribución` as `proposal_id`, `author_id` and `contribucion`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    letters = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", letters.lower()).strip("_")


def language_code(value: str) -> str:
    """`fr-CA`, `FR`, `français` as `fr`; what is neither a code nor a known name as it stands."""
    given = plain_name(value)
    if given in LANGUAGES:
        return LANGUAGES[given]
    code = given.split("_")[0]
    return LANGUAGES.get(code, code) if 2 <= len(code) <= 3 else given


# The whole of this one: other files have these columns among others and one text a row.
LONG_PROPOSALS = frozenset(("proposal_id", "info", "text"))
# The columns that no other export has together.
SIGNS: Mapping[str, tuple[str, ...]] = {
    "decidim-comments": ("body", "commentable_type", "root_commentable_url"),
    "decidim-proposals": ("component/id", "url"),
    "consul-comments": ("parentId", "proposalId", "text"),
    "uk-petitions": ("action", "background", "additional_details"),
}


def recognise_export(names: Iterable[str]) -> str | None:
    """The export whose signs are all among the columns."""
    there = set(names)
    if there == LONG_PROPOSALS:
        return "consul-proposals"
    return next((export for export, signs in SIGNS.items() if there.issuperset(signs)), None)


def export_columns(export: str, names: Sequence[str]) -> dict[str, str]:
    """What is known of the columns of an export, as far as the file has them."""
    if export == "decidim-proposals":
        parts = [
            _export_localised(names, "title"),
            _export_localised(names, "body") or _export_localised(names, "description"),
        ]
        return {"text": "+".join(part for part in parts if part)} if any(parts) else {}
    known = {
        "decidim-comments": {
            "id": "id",
            "text": "body",
            "sender": "author/id",
            "lang": "locale",
            "sent_at": "created_at",
        },
        "consul-proposals": {"id": "proposal_id", "text": "text"},
        "consul-comments": {"id": "id", "text": "text", "sent_at": "date+time"},
        "uk-petitions": {"id": "id", "text": "action+background+additional_details", "sent_at": "created_at"},
    }[export]
    return {field: column for field, column in known.items() if set(column.split("+")) <= set(names)}


def _export_localised(names: Sequence[str], stem: str) -> str:
    return "|".join(
        name for name in names if name == stem or (name.startswith(f"{stem}/") and len(name) <= len(stem) + 6)
    )


def join_rows(raw: Raw, export: str | None) -> Raw:
    """The same rows, or, where an export writes one text over several rows (title, summary, text), those joined."""
    if export != "consul-proposals":
        return raw
    rows = raw.table.append_column("row", pa.array(np.arange(len(raw.table))))
    filled = rows.filter(pc.and_(pc.is_valid(rows["text"]), pc.is_valid(rows["proposal_id"])))
    grouped = filled.group_by("proposal_id", use_threads=False).aggregate([("text", "list"), ("row", "min")])
    grouped = grouped.sort_by("row_min")
    table = pa.table({"proposal_id": grouped["proposal_id"], "text": pc.binary_join(grouped["text_list"], "\n\n")})
    lines, first = raw.lines(), np.asarray(grouped["row_min"])
    gathered = None if lines is None else lines[first]
    return replace(raw, table=table, lines=lambda: gathered)


# A share of values that must look like what the column is taken for: a clear majority, since heads of real files
# have blanks and slips in them.
MOST = 0.8
FIELDS = ("text", "id", "lang", "channel", "sender", "sent_at")
URL = re.compile(r"https?://\S+\s*$")


@dataclass(frozen=True)
class ColumnFacts:
    """A column of the file's head, with its name made comparable and its values as strings."""

    column: Column
    plain: str
    values: tuple[str, ...]
    is_date: bool

    @property
    def name(self) -> str:
        return self.column.name

    def share(self, pattern: str) -> float:
        """The share of the values that match."""
        return sum(bool(re.match(pattern, value)) for value in self.values) / max(1, len(self.values))

    @property
    def is_text(self) -> bool:
        """Words, and not only numbers, dates, addresses of pages or codes."""
        return bool(self.values) and not self.is_date and self.share(r"[^A-Za-zÀ-ɏ]*$|https?://\S+\s*$") < MOST

    @property
    def is_language(self) -> bool:
        known = set(LANGUAGES.values()) | set(LANGUAGES)
        codes = [plain_name(value) for value in self.values]
        good = sum(code in known or bool(re.fullmatch(r"[a-z]{2}(_[a-z0-9]{2,4})?", code)) for code in codes)
        return good >= MOST * max(1, len(codes)) and bool(codes)


def describe(head: pa.Table) -> list[ColumnFacts]:
    """What the first rows show of every column."""
    return [_facts(name, head[name]) for name in head.column_names]


def _facts(name: str, column: pa.ChunkedArray) -> ColumnFacts:
    moment = pa.types.is_temporal(column.type)
    strings = column.cast(pa.string())
    values = tuple(value for value in strings.to_pylist() if value and value.strip())
    samples = tuple(" ".join(value.split())[:120] for value in dict.fromkeys(values[:50]))[:3]
    rows = max(1, len(column))
    facts = Column(
        name,
        samples,
        len(values) / rows,
        len(set(values)) / max(1, len(values)),
        sum(map(len, values)) / max(1, len(values)),
    )
    return ColumnFacts(facts, plain_name(name), values, moment or _are_dates(values))


def _are_dates(values: Sequence[str]) -> bool:
    short = [value for value in values[:200] if len(value) < 40]
    if not values or len(short) < MOST * min(200, len(values)) or not any(re.search("[-/.:]", v) for v in short):
        return False
    parsed = dates.parse(pa.chunked_array([pa.array(short, pa.string())]))
    return bool(len(parsed) - parsed.null_count >= MOST * len(short))


def guess(found: Sequence[ColumnFacts]) -> tuple[dict[str, str], dict[str, Certainty], str | None]:
    """The mapping of fields to columns, how certain each is, and the export the file is, if it is a known one."""
    export = recognise_export({facts.name for facts in found})
    columns: dict[str, str] = {}
    certainty: dict[str, Certainty] = {}
    for name, choose in (("text", _text), ("id", _id), ("lang", _lang), ("channel", _channel), ("sender", _sender),
                         ("sent_at", _sent_at)):  # fmt: skip
        choice = choose([facts for facts in found if facts.name not in columns.values()], columns)
        if choice:
            columns[name], certainty[name] = choice
    if export:
        known = export_columns(export, [facts.name for facts in found])
        columns.update(known)
        certainty.update(dict.fromkeys(known, "sure"))
    return {name: columns[name] for name in FIELDS if name in columns}, certainty, export


Choice = tuple[str, Certainty] | None
Chosen = Mapping[str, str]


def _named(found: Sequence[ColumnFacts], known: Sequence[str]) -> list[ColumnFacts]:
    ranked = [facts for facts in found if facts.plain in known and facts.column.filled > 0]
    return sorted(ranked, key=lambda facts: known.index(facts.plain))


def _with_word(found: Sequence[ColumnFacts], known: Sequence[str]) -> list[ColumnFacts]:
    return [facts for facts in found if set(facts.plain.split("_")) & set(known) and facts.column.filled > 0]


def _text(found: Sequence[ColumnFacts], _: Chosen) -> Choice:
    texts = [facts for facts in found if facts.is_text]
    localised = _localised(texts)
    named = _named(texts, TEXT)
    longest = max(texts, key=lambda facts: facts.column.mean_length, default=None)
    if longest is None:
        return None
    if named:
        best = named[0]
        subject = _named(texts, SUBJECT)
        column = f"{subject[0].name}+{best.name}" if subject else best.name
        return (
            column,
            "sure" if best is longest or best.column.mean_length >= longest.column.mean_length / 2 else "likely",
        )
    if localised:
        return localised, "sure"
    worded = _with_word(texts, TEXT)
    if worded:
        return max(worded, key=lambda facts: facts.column.mean_length).name, "likely"
    return (longest.name, "weak") if longest.share(r"\s*\S+\s+\S") >= MOST / 2 else None


def _localised(texts: Sequence[ColumnFacts]) -> str | None:
    """`body/fr|body/en`: the same column in several languages, of which a row has one."""
    for name in TEXT:
        same = [facts.name for facts in texts if re.fullmatch(rf"{name}_[a-z]{{2}}", facts.plain)]
        if same:
            return "|".join(same)
    return None


def _id(found: Sequence[ColumnFacts], _: Chosen) -> Choice:
    whole = [facts for facts in found if facts.column.filled == 1 and facts.column.mean_length < 200]
    unique = [facts for facts in whole if facts.column.distinct == 1]
    named = _named(unique, ID)
    if named:
        return named[0].name, "sure"
    # A column that is called id stays one when a few rows came twice; those are set aside.
    called = [facts for facts in _named(whole, ["id"]) if facts.column.distinct >= MOST]
    worded = [facts for facts in unique if {"id", "uuid"} & set(facts.plain.split("_")) and not facts.is_date]
    return next(((facts.name, "likely") for facts in (*called, *worded)), None)


def _lang(found: Sequence[ColumnFacts], chosen: Chosen) -> Choice:
    candidates = [facts for facts in found if facts.is_language]
    named = _named(candidates, LANG)
    if named:
        return named[0].name, "sure"
    kin = {word for name in chosen.values() for word in plain_name(name).split("_")}
    worded = _with_word(candidates, LANG)
    worded.sort(key=lambda facts: -len(kin & set(facts.plain.split("_"))))
    return (worded[0].name, "likely") if worded else None


def _channel(found: Sequence[ColumnFacts], _: Chosen) -> Choice:
    few = [f for f in _named(found, CHANNEL) if f.column.mean_length < 25 and not any(map(URL.match, f.values))]
    kinds = [facts for facts in few if len(set(facts.values)) <= 20]
    return (kinds[0].name, "sure" if kinds[0].plain in ("channel", "canal") else "likely") if kinds else None


def _sender(found: Sequence[ColumnFacts], _: Chosen) -> Choice:
    named = [facts for facts in _named(found, SENDER) if facts.column.mean_length < 120]
    return (named[0].name, "sure") if named else None


def _sent_at(found: Sequence[ColumnFacts], _: Chosen) -> Choice:
    candidates = [facts for facts in found if facts.is_date]
    named = _named(candidates, SENT_AT) or _named([f for f in found if f.share(dates.EPOCH) >= MOST], SENT_AT)
    if named:
        day = named[0]
        clock = [f for f in _named(found, TIME) if f is not day and f.share(r".*\d{1,2}:\d{2}") >= MOST]
        bare = not any(":" in value for value in day.values[:50])
        return (f"{day.name}+{clock[0].name}" if clock and bare else day.name), "sure"
    return (candidates[0].name, "weak") if len(candidates) == 1 else None
