"""The public API: the record for machines, read-only, as JSON with an OpenAPI description, below /api/v1/.

`schemas.py` says what is answered, `people.py`, `papers.py`, `sittings.py` and `search.py` answer it, `responses.py`
is what every answer has in common: who may ask how often, entity tags, other sites' scripts. Whoever asks is not
known, so that only what is public is answered. `openapi.py` puts the OpenAPI description into words, `manual.py`
and `examples.py` make of it what the page of `site` shows. Begin reading at `router.py`.
"""
