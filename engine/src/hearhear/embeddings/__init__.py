"""Sentence embeddings, comparable across languages.

`offline` is always there and reads in bulk; `careful` reads better and much more slowly, where the extra `embeddings`
is installed. `endpoint` asks a service with OpenAI's protocol instead. `with_progress` and `Cached` wrap an Embed in
another.
"""

from hearhear.embeddings.cache import Cached
from hearhear.embeddings.e5 import careful, careful_model
from hearhear.embeddings.progress import OnPace, Pace, with_progress
from hearhear.embeddings.service import Post, endpoint
from hearhear.embeddings.use3 import offline, offline_model
from hearhear.embeddings.vectors import Embed, Vectors, without_language

__all__ = [
    "Cached",
    "Embed",
    "OnPace",
    "Pace",
    "Post",
    "Vectors",
    "careful",
    "careful_model",
    "endpoint",
    "offline",
    "offline_model",
    "with_progress",
    "without_language",
]
