"""Whether it may go out: where its links lead, and at what hour."""
