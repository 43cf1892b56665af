"""Stories, each walked through the served demonstration with its worker, as the person would and with nothing behind the page.

    def test_a_citizen_finds_out_how_to_write(arrive: Arrive) -> None:
        citizen = arrive()
        citizen.follow("Write to the House")

A person knows what is on the page: links, buttons, fields and headings by the words that they read (`person.py`), in the
language in which they walk. What reaches a mailbox is read where the demonstration lays it down, and a telephone has
a gammu-smsd before it (`demonstration.py`). A story makes what it needs, so that it can be walked alone, and ends with what the person came for.

`HEMICYCLE_FILM=folder pytest tests/journeys` keeps a picture of every step and one film strip a story;
`HEMICYCLE_WALK=es` walks each in Spanish, `es,fr-1440-light` in these ways, and `all` in every language, width and scheme;
`HEMICYCLE_SERVED=home` walks through a demonstration that is already served from that home folder,
with HEMICYCLE_TRUSTED_PROXIES=127.0.0.1, for each person comes from an address of their own.
"""
