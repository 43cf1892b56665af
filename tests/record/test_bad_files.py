"""Files that cannot be taken in: one line with file, line and reason, exit code 2, and nothing half-written."""

import re
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemicycle.record import actions
from hemicycle.record.errors import RecordError
from hemicycle.record.importers import formats
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_xml import fragment
from hemicycle.record.models import Contribution, Identifier, Sitting, Vote, VoteCount

from .conftest import GOLDEN
from .importing import GOLDEN_FILES, PARLAMINT, put, read

XML = ("akn-debate.xml", "benches.xml", "ourcommons-en.xml", "publicwhip.xml", *PARLAMINT)
JSON = ("europarl-speeches.jsonld", "popolo.json", "wikidata.json", "nosdeputes.jsonl")


def before_the_root(content: bytes, inserted: bytes) -> bytes:
    content = re.sub(rb"<!DOCTYPE.*?\]>", b"", content, flags=re.DOTALL)
    found = re.search(rb"<[A-Za-z]", content)
    assert found
    return content[: found.start()] + inserted + content[found.start() :]


def root(content: bytes) -> bytes:
    found = re.search(rb"<([A-Za-z]+)", content)
    assert found
    return found[1]


def laughs(content: bytes) -> bytes:
    """A billion of them, were they expanded (CVE-2003-1564)."""
    more = b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    return before_the_root(content, b"<!DOCTYPE " + root(content) + b" [<!ENTITY a0 'ha'>" + more + b"]>")


def of_this_machine(content: bytes) -> bytes:
    declared = b" [<!ENTITY passwd SYSTEM 'file:///etc/passwd'>]>"
    return before_the_root(content, b"<!DOCTYPE " + root(content) + declared)


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def in_another_encoding(content: bytes) -> bytes:
    """Latin-1 bytes in what says, or must be, UTF-8."""
    middle = content.index(b"\n", len(content) // 2)
    return content[:middle] + b" \xe9t\xe9 " + content[middle:]


SPOILT = [
    *[(name, half, "The file ends in the middle.") for name in (*XML, *JSON)],
    *[
        (name, in_another_encoding, "The text is not in the encoding that the file declares.")
        for name in (*XML, *JSON)
        if name != "publicwhip.xml"  # It says ISO-8859-1, in which every byte is a sign.
    ],
    *[
        (name, how, "The file declares or uses entities, which are never read.")
        for name in XML
        for how in (laughs, of_this_machine)
    ],
    *[(name, lambda _: b"", "The file is empty.") for name in (*XML, *JSON, "members.csv")],
    ("members.csv", lambda content: content + b'm10,"Maud', "The file ends in the middle."),
]


@pytest.mark.django_db
def test_a_table_that_declares_no_encoding_is_read_and_the_guess_is_said(tmp_path, capsys):
    path = tmp_path / "members.csv"
    path.write_bytes(in_another_encoding((GOLDEN / "members.csv").read_bytes()))
    call_command("import_record", str(path))
    assert "windows-1252" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "spoil", "reason"), SPOILT)
def test_a_spoilt_file_gets_one_line_and_leaves_nothing(tmp_path, capsys, name, spoil, reason):
    path = tmp_path / name
    path.write_bytes(spoil((GOLDEN / name).read_bytes()))
    with pytest.raises(SystemExit) as stopped:
        call_command("import_record", str(path))
    assert stopped.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert re.match(rf"{re.escape(str(path))}:\d+: {re.escape(reason)}", line), line
    assert not Identifier.objects.exists() and not Sitting.objects.exists()


@pytest.mark.django_db
def test_every_file_that_can_be_read_goes_in_and_each_other_is_named(tmp_path, capsys):
    cut, missing = tmp_path / "cut.xml", tmp_path / "missing.xml"
    cut.write_bytes((GOLDEN / "publicwhip.xml").read_bytes()[:-300])
    good = GOLDEN / "akn-debate.xml", GOLDEN / "ourcommons-en.xml"
    with pytest.raises(SystemExit) as stopped:
        call_command("import_record", str(good[0]), str(missing), str(tmp_path), str(cut), str(good[1]))
    assert stopped.value.code == 2
    output = capsys.readouterr()
    assert "akn-debate.xml: Akoma Ntoso debate" in output.out and "ourcommons-en.xml: House of" in output.out
    assert "2 of 5 files were imported." in output.out
    first, second, third = output.err.splitlines()
    assert first == f"{missing}: There is no such file: check its name and folder, then import it again."
    assert second == f"{tmp_path}: This is a folder: name the files in it, or import all of it with --watch."
    assert third.startswith(f"{cut}:") and "The file ends in the middle." in third
    assert Sitting.objects.count() == 2


@pytest.mark.django_db
def test_a_file_that_may_not_be_opened_says_what_to_do(tmp_path, capsys):
    loop = tmp_path / "loop.xml"
    loop.symlink_to(loop)  # Whoever runs the tests as root may open what permissions forbid.
    with pytest.raises(SystemExit):
        call_command("import_record", str(loop))
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{loop}: The file cannot be opened: see that whoever imports may read it")


BAD_SPEECHES = [
    (
        "publicwhip.xml",
        b'<speech id="uk.org.publicwhip/debate/2031-02-03a.2.',
        b'<speech id="nowhere.',
        "no-place-in-the-sitting",
    ),
    ("ourcommons-en.xml", b'<ParaText id="106">Order.</ParaText>', b"", "no-words"),
    ("akn-debate.xml", "<p>¿Cuándo arderán?</p>\n            <remark>(Rumores.)</remark>".encode(), b"", "no-words"),
    ("europarl-speeches.jsonld", b"<oralStatements><speech", b"<oralStatements><speech <", "no-words"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "good", "bad", "reason"), BAD_SPEECHES)
def test_one_bad_speech_is_left_aside_with_its_line_and_the_rest_goes_in(tmp_path, name, good, bad, reason):
    content = (GOLDEN / name).read_bytes()
    assert good in content
    path = tmp_path / name
    path.write_bytes(content.replace(good, bad))
    put(GOLDEN / name)
    whole = Contribution.objects.count()
    Sitting.objects.all().delete()
    _changes, aside = actions.put_papers(formats.recognise(path).read(path), by="test")
    left = [paper for paper in aside if paper.reason == reason]
    assert 0 < Contribution.objects.count() < whole
    assert any(paper.line > 1 for paper in left)


@pytest.mark.django_db
def test_a_voter_without_id_and_name_is_counted_and_not_named(tmp_path):
    """Found by fuzz_importers.py --enter."""
    path, voter = tmp_path / "votes.xml", b'id="uk.org.publicwhip/member/1" vote="aye">Tremaine, rh Maud<'
    content = (GOLDEN / "publicwhip.xml").read_bytes()
    assert voter in content
    put(GOLDEN / "publicwhip.xml")
    named, counted = Vote.objects.count(), VoteCount.objects.count()
    Sitting.objects.all().delete()
    path.write_bytes(content.replace(voter, b'vote="aye"><'))
    put(path)
    assert (Vote.objects.count(), VoteCount.objects.count()) == (named - 1, counted)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"  \n", Fault.EMPTY),
        (b"hello", Fault.UNKNOWN_FORMAT),
        (b"<html/>", Fault.UNKNOWN_FORMAT),
        (b"<publicwhip/>", Fault.NO_PROCEEDINGS),
        (b"<Hansard xml:lang='EN'/>", Fault.NO_DATE),
        (b"<Hansard/>", Fault.NO_LANGUAGE),
        (b'<!DOCTYPE publicwhip [<!ENTITY a "bb">]><publicwhip/>', Fault.ENTITIES),
        (b'<!DOCTYPE publicwhip SYSTEM "a.dtd"><publicwhip/>', Fault.ENTITIES),
        (
            b'<!DOCTYPE publicwhip [<!ENTITY a SYSTEM "file:///etc/passwd">]><publicwhip>&a;</publicwhip>',
            Fault.ENTITIES,
        ),
        (b'<publicwhip><speech id="x">&nbsp;</speech></publicwhip>', Fault.ENTITIES),
        (b"<publicwhip><speech></publicwhip>", Fault.MALFORMED),
        # Found by fuzz_importers.py: names that libxml2 reports and lxml does not accept.
        (b"<akomaNtoso><a:1:b/></akomaNtoso>", Fault.MALFORMED),
        (b"<a:1:b/>", Fault.UNKNOWN_FORMAT),
        (b'{"persons": [], "organizations": []}', Fault.NO_PEOPLE),
        (b'{"head": {}, "results": {"bindings": []}}', Fault.NO_PEOPLE),
        (b'{"head": {}, "results": []}', Fault.MALFORMED),
        (b'{"type": "loi", "loi": "1"}', Fault.NO_TITLE),
        (b'{"type": "loi", "loi": "1", "titre": "T"}', Fault.NO_CLAUSES),
        (b'{"type": "loi", "loi": "1", "titre": "T"}\n{"type": ', Fault.TRUNCATED),
        (b'{"type": "loi", "loi": "1", "titre": "T"}\n{"type" 3}', Fault.NOT_JSON),
        (b'{"type": "loi", "titre": "\xff"}', Fault.WRONG_ENCODING),
        (b"[1, 2]", Fault.UNKNOWN_FORMAT),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(tmp_path, content, fault):
    path = tmp_path / "bad.xml"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        read(path)
    assert refused.value.fault is fault


@pytest.mark.parametrize("words", ['<!DOCTYPE p [<!ENTITY a "bb">]><p title="&a;"/>', "<p>&nbsp;</p>", "<p>"])
def test_what_stands_within_another_file_brings_no_entities_either(words):
    assert fragment("<p>The House</p>") is not None
    assert fragment(words) is None


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path / "nothing.xml")
    assert refused.value.fault is Fault.MISSING


# How often each file is spoilt in a run of the gate; ten times as often in an exploring one.
EXAMPLES = 12


def spoilt(draw: st.DataObject, content: bytearray) -> bytes:
    for _ in range(draw.draw(st.integers(1, 4))):
        start = draw.draw(st.integers(0, len(content)))
        end = min(len(content), start + draw.draw(st.integers(0, 200)))
        insertions = st.sampled_from(
            [
                *(b"", b'"', b"<", b"0", b"-9", b"&mdash;", b"</speech>", b"id='31'", b"<p/>", b"]]>", b"\r"),
                *(b"{}", b"[]", b"null", b"1e999", b'"\\ud800"', b'"\\u0000"', b",", b";", b"9" * 50),
                bytes(content[start:end]) * 2,
            ]
        )
        content[start:end] = draw.draw(insertions | st.binary(max_size=20))
    return bytes(content)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*GOLDEN_FILES, *PARLAMINT[1:], "benches.xml"])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_mutated_file_goes_in_or_is_refused_and_nothing_else(tmp_path, name, data):
    path = tmp_path / "mutated"
    path.write_bytes(spoilt(data, bytearray((GOLDEN / name).read_bytes())))
    with transaction.atomic():
        try:
            put(path)
        except (UnreadableFile, RecordError):
            assert not Sitting.objects.exists()
        transaction.set_rollback(True)


COSTLY = {
    "deep.xml": b"<publicwhip><speech>" + b"<p>" * 3_000_000,
    "wide.xml": b"<publicwhip><speech id='x'>" + b"<p/>" * 4_000_000,
    "debate.xml": b"<akomaNtoso><debate>" + b"<p/>" * 3_900_000 + b"</debate></akomaNtoso>",
    "hansard.xml": b"<Hansard xml:lang='EN'>" + b"<a/>" * 3_900_000 + b"</Hansard>",
    "people.json": b'{"persons": [' + b"{}," * 10_900_000 + b'{}], "organizations": []}',
    "nested.json": b'{"persons": ' + b"[" * 10_000_000,
    "members.csv": b"name,party\n" + b"a,\n" * 1_000_000,
}
# Twice what the two limits of size allow, above what Python, Django and the importers take before anything is read.
MOST_MEMORY = 2_000 * 1024 * 1024
READING = """
import resource, sys
from pathlib import Path
import django
django.setup()
from hemicycle.record.importers import formats
from hemicycle.record.importers.errors import UnreadableFile
taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (taken + int(sys.argv[2]),) * 2)
path = Path(sys.argv[1])
try:
    for _paper in formats.recognise(path).read(path): pass
except UnreadableFile as error:
    print(error.fault.value)
"""


@pytest.mark.parametrize("name", COSTLY)
def test_a_file_made_to_be_costly_stays_within_its_memory(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(COSTLY[name])
    command = [sys.executable, "-c", READING, str(path), str(MOST_MEMORY)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
