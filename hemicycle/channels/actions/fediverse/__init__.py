"""What our actors say (outbox), what others do to them (inbox), and what people write to them (replies)."""
