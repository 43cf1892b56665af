"""What themes are found, and what they promise whatever the voices."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hearhear.errors import NotMessages
from hearhear.themes import MENTIONS_SCHEMA, OTHER, THEMES_SCHEMA, Themes, find

from .conftest import SAYINGS, table

WHO = ("nurses", "sailors", "teachers", "bakers", "parents", "pensioners", "farmers", "pupils", "drivers", "priests")


def test_matters_become_themes(voices: pa.Table, meaning) -> None:
    found = find(voices, embed=meaning)
    matters = _matters(found, voices)
    assert len(matters) == len(SAYINGS)
    assert all(len(names) == 1 for names in matters.values())


def test_tables_are_in_their_schemas(voices: pa.Table, meaning) -> None:
    found = find(voices, embed=meaning)
    assert found.themes.schema == THEMES_SCHEMA and found.mentions.schema == MENTIONS_SCHEMA
    assert found.sample is None


def test_order_of_rows_changes_nothing(voices: pa.Table, meaning) -> None:
    shuffled = voices.take(np.random.default_rng(5).permutation(len(voices)))
    one, other = find(voices, embed=meaning), find(shuffled, embed=meaning)
    assert one.themes.equals(other.themes) and one.mentions.equals(other.mentions)


def test_every_voice_is_counted_somewhere(voices: pa.Table, meaning) -> None:
    with_strays = pa.concat_tables([voices, _renamed(table([("Hello.", "en"), ("", "en"), ("Yes!", "en")]))])
    found = find(with_strays, embed=meaning)
    assert set(found.mentions["id"].to_pylist()) == set(with_strays["id"].to_pylist())
    assert _row(found, OTHER)["messages"] >= 3


def test_quotes_stand_word_for_word_in_their_message(voices: pa.Table, meaning) -> None:
    texts = dict(zip(voices["id"].to_pylist(), voices["text"].to_pylist(), strict=True))
    found = find(voices, embed=meaning)
    for row in found.themes.to_pylist():
        for quote in json.loads(row["quotes"]):
            passage = texts[quote["id"]][quote["start"] : quote["end"]]
            assert len(passage) > 10 and passage == passage.strip()


def test_quotes_of_a_theme_come_from_different_senders(meaning) -> None:
    rows = [(text, "en", "the same" if at < 3 else f"other {at}") for at, text in enumerate(SAYINGS["ferry"])]
    rows += [(text, "en") for text in SAYINGS["library"]]
    found = find(table(rows), embed=meaning)
    senders = {f"v{at:04}": row[2] if len(row) > 2 else str(at) for at, row in enumerate(rows)}
    for row in found.themes.to_pylist():
        quoted = [senders[quote["id"]] for quote in json.loads(row["quotes"])]
        assert len(quoted) == len(set(quoted))


def test_a_long_letter_speaks_of_several_themes(voices: pa.Table, meaning) -> None:
    letter = " ".join([*SAYINGS["ferry"][:3], *SAYINGS["orchard"][:3]])
    both = pa.concat_tables([voices, _renamed(table([(letter, "en")]))])
    found = find(both, embed=meaning)
    mentioned = found.mentions.filter(pc.equal(found.mentions["id"], "stray v0000"))["theme_id"].to_pylist()
    assert len({theme for theme in mentioned if "." not in theme}) == 2


def test_a_campaign_counts_all_its_messages_and_senders(voices: pa.Table, meaning) -> None:
    crowd = _renamed(
        table(
            [("Save our ferry, bring back the evening crossing.", "en")],
            campaign_id=["c1"],
            messages=[900],
            senders=[850],
        )
    )
    found = find(pa.concat_tables([voices, crowd]), embed=meaning)
    ferry = _row(found, _theme_of(found, "stray v0000"))
    assert ferry["messages"] == 905 and ferry["senders"] == 855
    assert ferry["campaigns"] == 1 and ferry["voices"] == 5


def test_a_campaign_alone_on_its_matter_is_a_theme(voices: pa.Table, meaning) -> None:
    crowd = _renamed(
        table(
            [("Ban plastic bags on every market stall now.", "en")], campaign_id=["c1"], messages=[900], senders=[850]
        )
    )
    found = find(pa.concat_tables([voices, crowd]), embed=meaning)
    assert _theme_of(found, "stray v0000") != OTHER


def test_languages_meet_in_one_theme(meaning) -> None:
    found = find(table(_three_languages()), embed=meaning)
    ferry = _row(found, _theme_of(found, "v0000"))
    assert {lang for lang, _ in ferry["languages"]} == {"en", "fr", "es"}


def test_no_voices_make_no_themes(meaning) -> None:
    found = find(table([]), embed=meaning)
    assert found.themes["theme_id"].to_pylist() == [OTHER]


def test_a_table_of_something_else_is_refused(meaning) -> None:
    with pytest.raises(NotMessages):
        find(pa.table({"id": ["a"], "text": ["b"]}), embed=meaning)


def _three_languages() -> list[tuple[str, str]]:
    french = (
        "Le bac du soir est souvent annulé.", "La traversée coûte trop cher aux îliens.", "Un second bac aiderait les infirmières.",
        "La bibliothèque doit ouvrir le samedi.", "Un livre chaque semaine pour les enfants.", "La salle de lecture accueille les retraités.",
    )  # fmt: skip
    spanish = (
        "El barco de la tarde se cancela demasiado.", "La travesía cuesta demasiado a los isleños.", "Otro barco ayudaría a las enfermeras.",
        "La biblioteca debe abrir los sábados.", "Un libro cada semana para los niños.", "La biblioteca acoge a los jubilados.",
    )  # fmt: skip
    english = [(text, "en") for name in ("ferry", "library") for text in SAYINGS[name][:3]]
    return english + [(text, "fr") for text in french] + [(text, "es") for text in spanish]


def _renamed(rows: pa.Table) -> pa.Table:
    return rows.set_column(0, rows.schema.field("id"), pa.array([f"stray {one}" for one in rows["id"].to_pylist()]))


def _row(found: Themes, theme_id: str) -> dict:
    return next(row for row in found.themes.to_pylist() if row["theme_id"] == theme_id)


def _theme_of(found: Themes, message: str) -> str:
    return found.mentions.filter(pc.equal(found.mentions["id"], message))["theme_id"].to_pylist()[0]


def _matters(found: Themes, voices: pa.Table) -> dict[str, set[str]]:
    """Of each theme of the first level, the matters of its voices."""
    matter = {text: name for name, sayings in SAYINGS.items() for text in sayings}
    by_id = dict(zip(voices["id"].to_pylist(), map(matter.get, voices["text"].to_pylist()), strict=True))
    result: dict[str, set[str]] = {}
    for row in found.mentions.to_pylist():
        if "." not in row["theme_id"]:
            result.setdefault(row["theme_id"], set()).add(by_id[row["id"]])
    return result


def test_a_matter_of_three_among_many_is_a_theme_of_its_own(voices: pa.Table, meaning) -> None:
    many = [(f"{text} So say the {who}.", "en") for text in voices["text"].to_pylist() for who in WHO]
    few = [
        ("The goat cheese of our valley needs its own seal.", "en"),
        ("Without a seal, goat cheese from abroad takes its name.", "en"),
        ("Twelve dairies make goat cheese here and ask for one seal.", "en"),
    ]
    found = find(table([*many, *few]), embed=meaning)
    themes = {_theme_of(found, f"v{len(many) + at:04}") for at in range(3)}
    assert len(themes) == 1 and OTHER not in themes
    assert _row(found, themes.pop())["voices"] == 3
