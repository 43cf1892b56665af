"""Whether it is plain: readability, long sentences, jargon."""
