"""What may be hidden of what people write, and which names imitate ours. Plain Python; the writes are in actions."""
