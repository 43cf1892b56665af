"""Whether everybody can read it: pictures, films, emoji, hashtags, languages."""
