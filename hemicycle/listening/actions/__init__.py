"""Every write of listening, one noun a file: keyword-only, `by=`, one transaction, an audit row inside."""
