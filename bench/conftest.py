"""Lets the tests of bench/ import its modules by name, as the commands do."""
