"""What the command line offers to choose from, named here so that a mistyped call is answered before the engine is
imported; a test holds the names to what the engine has."""

FIELDS = ("id", "text", "lang", "channel", "sender", "sent_at")
FORMATS = ("csv", "eml", "jsonl", "mbox", "parquet", "text", "xlsx")
LANGUAGES = ("en", "es", "fr")
