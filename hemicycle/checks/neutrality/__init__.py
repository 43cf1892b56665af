"""Whether the House takes no side: loaded words, words of others, votes in context, balance."""
