"""An app for tests only: a job that counts, and a note that belongs to an office."""
