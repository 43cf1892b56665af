"""The report on an analysis, as data and as a page.

Begin with `document`, the data; `to_json` writes it, `to_html` makes the page in English, French or Spanish. Neither
contains personal data that the engine has recognised, and every number is next to the ids of its messages.
"""

from hearhear.report.catalogue import LANGUAGES
from hearhear.report.document import Document, document, to_json
from hearhear.report.page import page as to_html

__all__ = ["LANGUAGES", "Document", "document", "to_html", "to_json"]
