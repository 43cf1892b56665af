"""Readers of files; test files of one name in two folders are told apart by their folder."""
