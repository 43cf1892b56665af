"""How adapters speak HTTP: requests (exchange.py), the client of an account's server and the meaning of answers
(client.py), and Meta's Graph API, which two adapters use (graph.py)."""
