"""Readers of the formats in which parliaments publish: a file in, `papers` out.

Plain Python and lxml: no database, no network, no Django. One module a format. `safe_xml` opens the
file, `errors` says what can be wrong with it. Begin with `akomantoso.read`.
"""
