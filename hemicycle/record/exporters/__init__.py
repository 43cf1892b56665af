"""Writers of the formats that other programs read: rows in, a file out; the same bytes for the same rows.

One module a format, one line in `formats`. `scope` says what is asked for and asks the release gate, `files` sees that
a file is whole or not there. Begin with `popolo.whole`.
"""
