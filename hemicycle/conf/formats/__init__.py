"""How each language writes a date and a time; what is not here is as Django has it."""
