"""What happens to a person's request: asked, proved, decided by two where it cannot be undone, answered, forgotten."""
