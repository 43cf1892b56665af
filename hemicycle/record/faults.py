"""What is wrong with a file or its address, why a part was left aside or nothing written, in words for people."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hemicycle.record.exporters.errors import Lack
from hemicycle.record.importers.errors import Fault

FAULTS: dict[Fault, str | Promise] = {
    Fault.MISSING: gettext_lazy("There is no such file: check its name and folder, then import it again."),
    Fault.NOT_A_FILE: gettext_lazy("This is a folder: name the files in it, or import all of it with --watch."),
    Fault.NOT_ALLOWED: gettext_lazy(
        "The file cannot be opened: see that whoever imports may read it, then import it again."
    ),
    Fault.EMPTY: gettext_lazy("The file is empty."),
    Fault.TOO_LARGE: gettext_lazy("The file, or one part of it, is larger than any record."),
    Fault.TOO_DEEP: gettext_lazy("The file is nested deeper than any record."),
    Fault.WRONG_ENCODING: gettext_lazy("The text is not in the encoding that the file declares."),
    Fault.TRUNCATED: gettext_lazy("The file ends in the middle."),
    Fault.MALFORMED: gettext_lazy("This is not well-formed XML."),
    Fault.ENTITIES: gettext_lazy("The file declares or uses entities, which are never read."),
    Fault.NOT_AKOMA_NTOSO: gettext_lazy("This is not an Akoma Ntoso file."),
    Fault.NOT_JSON: gettext_lazy("This is not well-formed JSON."),
    Fault.UNKNOWN_FORMAT: gettext_lazy("This is in none of the formats that can be imported."),
    Fault.NO_BILL: gettext_lazy("The file holds neither a bill nor an act."),
    Fault.NO_IDENTIFICATION: gettext_lazy("The bill has no FRBR identifier of its work."),
    Fault.NO_NUMBER: gettext_lazy("The bill has no number; give one with --number."),
    Fault.NO_TITLE: gettext_lazy("The bill has no title."),
    Fault.NO_LANGUAGE: gettext_lazy("The file does not say which language it is in."),
    Fault.NO_CLAUSES: gettext_lazy("The bill has no text."),
    Fault.NO_DATE: gettext_lazy("The file does not say on which day, or in which number, the House sat."),
    Fault.NO_PROCEEDINGS: gettext_lazy("The file holds nothing that was said or decided."),
    Fault.NO_PEOPLE: gettext_lazy("The file holds no people and no bodies."),
    Fault.NOT_A_DATASET: gettext_lazy("This archive is no dataset of a record."),
    Fault.BROKEN_ARCHIVE: gettext_lazy("The archive is damaged."),
    Fault.UNSAFE_ARCHIVE: gettext_lazy("The archive is not one that a record was packed into; nothing was unpacked."),
    Fault.MALFORMED_TABLE: gettext_lazy("This is not a well-formed table of a dataset."),
    Fault.OTHER_COLUMNS: gettext_lazy("The table has columns that this version does not know, or no keys."),
    Fault.BAD_CELL: gettext_lazy("A cell holds what its column cannot hold."),
}

REASONS: dict[str, str | Promise] = {
    "another-file": gettext_lazy("another file, to be imported by itself"),
    "no-name": gettext_lazy("it has no name or no id"),
    "one-of-the-same-name": gettext_lazy("another person of this name has no id either"),
    "another-paper": gettext_lazy("another paper in the same file"),
    "not-the-text": gettext_lazy("not part of the enacted words"),
    "no-words": gettext_lazy("nothing is said in it"),
    "not-read": gettext_lazy("no rule of this format takes its text; it is not in the record"),
    "no-reference": gettext_lazy("it does not say in which body"),
    "unknown-body": gettext_lazy(
        "it names a body or a place that the record does not have; correct it or import that first"
    ),
    "broken-row": gettext_lazy("its quotation marks do not match"),
    "unclear-date": gettext_lazy("its dates are none, or it ends before it begins"),
    "not-one-person": gettext_lazy("its identifiers belong to several people of the record"),
    "second-use-of-an-id": gettext_lazy("taken in; its id was already used, so it got a count"),
    "no-place-in-the-sitting": gettext_lazy("its id names no sitting and no day"),
}

REFUSALS: dict[str, str | Promise] = {
    "no-address": gettext_lazy("This is not the address of a file on the web."),
    "password-in-address": gettext_lazy("The address has a name or a password in it."),
    "private-network": gettext_lazy(
        "This leads to a private network. Where it is yours, list it in HEMICYCLE_PRIVATE_NETWORKS."
    ),
    "too-large": gettext_lazy("The file is larger than what is fetched."),
    "answer": gettext_lazy("The server refuses to give the file."),
}

LACKS: dict[Lack, str | Promise] = {
    Lack.NOT_PUBLIC: gettext_lazy("This is not public, and only what is public is exported."),
    Lack.NO_SUCH_SITTING: gettext_lazy("No public sitting has this address, and none was on this day."),
    Lack.NO_SUCH_BILL: gettext_lazy("No public bill has this address or this number."),
    Lack.NO_SUCH_TEXT: gettext_lazy("The bill has no public text of this address or label."),
    Lack.SEVERAL_SITTINGS: gettext_lazy("There were several sittings on this day: name one by its address."),
    Lack.SEVERAL_BILLS: gettext_lazy("Several bills have this number: name one by its address."),
    Lack.NOT_IN_THIS_LANGUAGE: gettext_lazy("Nothing public of it is in this language."),
}
