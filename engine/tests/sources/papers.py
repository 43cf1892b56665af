"""Small letters as PDF, DOCX and ODT, written for the tests."""

import io
import zipfile
import zlib

from pypdf import PdfReader, PdfWriter

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def pdf(*pages, picture=False, stamp=""):
    """A PDF with a line of text a page; with `picture`, pages of one picture and perhaps a stamp."""
    contents = [_stream(f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode("cp1252")) for text in pages]
    if picture:
        words = f"BT /F1 9 Tf 50 800 Td ({stamp}) Tj ET " if stamp else ""
        contents = [_stream(f"q 500 0 0 700 0 0 cm /I1 Do Q {words}".encode()) for _ in pages]
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: _stream(
            b"\x00", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        ),
    }
    resources = "/Resources << /Font << /F1 3 0 R >> " + ("/XObject << /I1 4 0 R >> " if picture else "") + ">>"
    kids = []
    for at, content in enumerate(contents):
        number = 5 + 2 * at
        kids.append(f"{number} 0 R")
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} /Contents {number + 1} 0 R >>".encode()
        )
        objects[number + 1] = content
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _written(objects)


def _stream(data, more=""):
    packed = zlib.compress(data)
    return f"<< {more} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"


def _written(objects):
    out, places = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    start, count = len(out), max(objects) + 1
    rows = [f"{places[n]:010} 00000 n \n" if n in places else "0000000000 65535 f \n" for n in range(count)]
    table = f"xref\n0 {count}\n{''.join(rows)}trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out + table.encode()


def locked(data, password="open sesame"):
    """The same PDF under a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def packed(**members):
    """A ZIP of these; `__` in a name stands for a slash and `_dot_` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def docx(body, head=""):
    """A Word document; `body` is what stands in it, as WordprocessingML without its prefix declared."""
    xml = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed(_Content_Types__xml="<Types/>", word__document_dot_xml=xml)


def odt(body, manifest="<manifest/>"):
    """An OpenDocument text; `body` is what stands in it, with `text:` and `office:` declared."""
    xml = (
        f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0"'
        f' xmlns:number="{OFFICE}:datastyle:1.0"><office:automatic-styles><number:date-style>'
        f"<number:text>of the</number:text></number:date-style></office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return packed(mimetype=kind, content_dot_xml=xml, **{"META-INF__manifest_dot_xml": manifest})
