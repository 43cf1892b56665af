"""What became of a bill, as the record says it: facts.py reads, words.py says it, figures.py counts."""
