"""Languages as the web names them, whatever a file calls them."""

import importlib

import pytest
from django.apps import apps

from hemicycle.record.importers import languages
from hemicycle.record.models import Contribution, Organization, Segment, SpeechText, Unindexed

from .conftest import GOLDEN
from .importing import PARLAMINT, put

MIGRATION = "hemicycle.record.migrations.0011_languages_of_the_web"


@pytest.mark.parametrize(
    ("code", "tag"),
    [("spa", "es"), ("esp", "es"), ("ENG", "en"), ("fre", "fr"), ("fra-CA", "fr-CA"), ("mal", "ml"), ("gla", "gd"),
     ("fil", "fil"), ("es", "es"), ("pt_BR", "pt-BR"), ("no language", None), ("", None)],
)  # fmt: skip
def test_a_language_has_its_shortest_code(code, tag):
    assert languages.tag(code) == tag


def test_akoma_ntoso_gets_the_three_letters_that_it_asks_for():
    assert [languages.code(tag) for tag in ("es", "fr-CA", "de", "fil")] == ["spa", "fra-CA", "deu", "fil"]


@pytest.mark.django_db
def test_a_corpus_in_a_code_of_its_own_is_kept_and_shown_in_that_of_the_web(tmp_path, client):
    for name in PARLAMINT:
        path = tmp_path / name
        path.write_text((GOLDEN / name).read_text().replace('xml:lang="es"', 'xml:lang="esp"'))
        put(path)
    assert set(SpeechText.objects.values_list("language", flat=True)) == {"es", "ca"}
    page = client.get(Contribution.objects.get(native_id="XV.u1").get_absolute_url()).text
    assert 'lang="es"' in page
    assert 'lang="esp"' not in page


@pytest.mark.django_db
def test_rows_that_are_there_get_the_right_code_and_are_searched_anew():
    for name in PARLAMINT:
        put(GOLDEN / name)
    body = Organization.objects.filter(names__has_key="es").first()
    assert body is not None
    name = body.names["es"]
    Organization.objects.filter(pk=body.pk).update(names={"esp": name})
    SpeechText.objects.filter(language="es").update(language="esp")
    Segment.objects.update(spoken_in="spa")
    Unindexed.objects.all().delete()
    importlib.import_module(MIGRATION).rename(apps, None)
    body.refresh_from_db()
    assert dict(body.names) == {"es": name}
    assert set(SpeechText.objects.values_list("language", flat=True)) == {"es", "ca"}
    assert set(Segment.objects.values_list("spoken_in", flat=True)) == {"es"}
    assert Unindexed.objects.filter(owner__startswith="sitting:").exists()
