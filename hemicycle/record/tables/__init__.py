"""The public record as tables: their columns, what each means, and the data dictionary."""
