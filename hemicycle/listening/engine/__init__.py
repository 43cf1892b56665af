"""Everything that calls the engine: files opened apart, messages gathered, meaning read, and a run made of them."""
