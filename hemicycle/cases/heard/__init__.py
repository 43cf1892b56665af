"""What we heard about a bill: reading.py puts together what was said and what the committee did with it; forms.py is
how clerks write the latter; words.py says it to the desk."""
